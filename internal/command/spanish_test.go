package command

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// englishWord is a word that English sentences have and Spanish ones don't.
var englishWord = regexp.MustCompile(`(?i)(^|[^\pL\d_./:$-])(the|is|are|was|isn't|of|to|with|without|and|or|must|can't|cannot|not|its|that|this|which|there|expected|found|failed|unknown|missing|invalid|exceeds|have|be|by|at)([^\pL\d_./:-]|$)`)

// othersWords begin, or end, what is said in somebody else's words, which stay as they
// are, with why.
func othersWords() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile(`^\$ qyvol .*`),                                                   // the command line
		regexp.MustCompile(`^-- .* --$`),                                                     // the name of the test
		regexp.MustCompile(`^[ …]*\d+ \| `),                                                  // the manifest's line
		regexp.MustCompile(`^ +\d+: (0x[0-9a-f]+ - )?\S+!`),                                  // the guest's stack
		regexp.MustCompile(`^panic: a message of its own$`),                                  // the guest's words
		regexp.MustCompile(`"[^"]*"|'[^']*'|` + "`[^`]*`" + `|\$WORK\S*`),                    // names
		regexp.MustCompile(`(sin conexión segura con|no sirven juntos:).*`),                  // Go's, of TLS
		regexp.MustCompile(`\((403|409|413|422|500|503)[^)]*\).*|304 Not Modified`),          // the server's
		regexp.MustCompile(`(no tiene WIT:).*`),                                              // the writer's of WIT
		regexp.MustCompile(`\b[a-z]+ section, offset 0x.*`),                                  // the reader's of the binary format
		regexp.MustCompile(`^ +(\d+: )?.*\(at offset 0x[0-9a-f]+\)$`),                        // the validator's
		regexp.MustCompile(`^ {4,}(package|world|interface|import|export|func|[a-z-]+:) .*`), // WIT
	}
}

// What the goldens show in Spanish has no English but what others wrote.
func TestSpanishHasNoEnglish(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("testdata", "errors", "*.es.golden"))
	must(t, err)
	if len(paths) < 8 {
		t.Fatalf("%d golden files: they are not where this test looks", len(paths))
	}
	others := othersWords()
	for _, path := range append(paths, filepath.Join("testdata", "help.es.golden")) {
		for i, line := range strings.Split(read(t, path), "\n") {
			left := line
			for _, o := range others {
				left = o.ReplaceAllString(left, " ")
			}
			if word := englishWord.FindString(left); word != "" {
				t.Errorf("%s:%d: %q is English: %s", path, i+1, strings.TrimSpace(word), line)
			}
		}
	}
}
