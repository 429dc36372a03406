package manifest_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

const base = "name: hello\nentrypoint: hello.wasm\nruntime: wasi\n"

// Texts that are no files of the repository: too large, or not text at all.
func TestGeneratedErrors(t *testing.T) {
	cases := []struct {
		name string
		data string
		kind manifest.Kind
	}{
		{"too-large", base + strings.Repeat("#", manifest.MaxSize), manifest.ErrTooLarge},
		{"too-many-elements", base + "args: [" + strings.Repeat("a,", 20000) + "]\n", manifest.ErrTooLarge},
		{"too-deep-brackets", base + "args: " + strings.Repeat("[", 100000), manifest.ErrTooLarge},
		{"too-deep-dashes", base + "args:\n  " + strings.Repeat("- ", 100) + "a\n", manifest.ErrTooLarge},
		{"too-deep-blocks", deeper(40), manifest.ErrTooLarge},
		{"more-errors", base + "resources:\n" + numbered("  key%02d: 1\n", 30), manifest.ErrMore},
		{"wasm", "\x00asm\x01\x00\x00\x00", manifest.ErrEncoding},
		{"utf-16", "\xFF\xFEn\x00a\x00", manifest.ErrEncoding},
		{"latin-1", base + "language: espa\xF1ol\n", manifest.ErrEncoding},
		{"control", base + "language: \x1b[31mred\n", manifest.ErrEncoding},
		{"bidi", base + "permissions: {fs: \"\u202enone\"}\n", manifest.ErrEncoding},
		{"mark-inside", base + "language: a\uFEFFb\n", manifest.ErrEncoding},
		{"variable-not-utf-8", base + "args: [\"${QYVOL_TEST_LATIN1}\"]\n", manifest.ErrVariable},
		{"long-line", base + "language: [" + strings.Repeat("a, ", 200) + "b, " + strings.Repeat("c, ", 200) + "]\n", manifest.ErrType},
		{"long-pattern", base + "permissions: {fs: [{mount: /a, from: a, access: read, exclude: [" + strings.Repeat("a", 4096) + "]}]}\n", manifest.ErrValue},
		{"long-value", "name: " + strings.Repeat("長", 300) + "\n", manifest.ErrValue},
		{"long-line-late", base + "env: {" + numbered("長%02d: 1, ", 30) + "長07: 1}\n", manifest.ErrDuplicateKey},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m, err := granted([]byte(c.data), c.name+".qyv", latin1)
			if m != nil || !errors.Is(err, c.kind) {
				t.Fatalf("got %v, %v; want %v", m, err, c.kind)
			}
			checkErrors(t, err)
			for _, lang := range []message.Lang{message.English, message.Spanish} {
				golden(t, filepath.Join("testdata", "generated", c.name), lang, said(err, lang))
			}
		})
	}
}

func latin1(name string) (string, bool) { return "a\xF1o", name == "QYVOL_TEST_LATIN1" }

func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// What differs in bytes only reads the same.
func TestLineBreaksAndMarks(t *testing.T) {
	text := base + "env:\n  A: |\n    one\n    two\n  B: \"x\n    y\"\n"
	want, err := manifest.Parse([]byte(text), manifest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"byte order mark": "\uFEFF" + text,
		"CRLF":            strings.ReplaceAll(text, "\n", "\r\n"),
		"CR":              strings.ReplaceAll(text, "\n", "\r"),
		"both":            "\uFEFF" + strings.ReplaceAll(text, "\n", "\r\n"),
		"no last break":   strings.TrimSuffix(text, "\n"),
	} {
		m, err := manifest.Parse([]byte(data), manifest.Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i := range want.Env {
			if m.Env[i] != want.Env[i] {
				t.Errorf("%s: got %+v, want %+v", name, m.Env[i], want.Env[i])
			}
		}
		if got := m.Position("env.B"); got != want.Position("env.B") {
			t.Errorf("%s: env.B at %v, want %v", name, got, want.Position("env.B"))
		}
	}
}

// Tabs are text inside single quotes and blocks, and nothing inside comments.
func TestTabsThatAreFine(t *testing.T) {
	text := base + "env: {A: \"a\\tb\", B: 'c\td'}\t# tab\tin a comment\n"
	text += "args:\n  - |\n    x\ty\n    \tz\n"
	m, err := manifest.Parse([]byte(text), manifest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if m.Env[0].Value != "a\tb" || m.Env[1].Value != "c\td" || m.Args[0] != "x\ty\n\tz\n" {
		t.Errorf("got %+v and %+v", m.Env, m.Args)
	}
}

// Every template of the room shows in some golden file.
func TestEveryMessageIsShown(t *testing.T) {
	shown := goldenTexts(t)
	templates := catalogue(t)
	if len(templates) < 150 {
		t.Fatalf("found %d templates: the catalogue isn't where this test looks", len(templates))
	}
	for name, pattern := range templates {
		if !pattern.MatchString(shown) && !elsewhere(name) {
			t.Errorf("no golden file shows message.%s", name)
		}
	}
}

// elsewhere names what only a broken YAML reader can bring up (yaml_test.go), and
// what the golden files of internal/command show.
func elsewhere(name string) bool {
	switch name {
	case "ManifestPatternNotASCII", "ManifestPatternNotASCIIHint": // macOS and Windows
		return true
	case "ManifestNotFile", "ManifestNotFileHint", "ManifestRunWasmHint":
		return true
	}
	return name == "ManifestReaderFailed" || name == "ManifestReaderFailedHint"
}

func goldenTexts(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, pattern := range []string{
		filepath.Join(fixtures, "*", "*.golden"),
		filepath.Join("testdata", "*", "*.golden"),
	} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(data)
		}
	}
	return b.String()
}
