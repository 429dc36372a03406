package manifest_test

import (
	"errors"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// What readers of YAML let through though it is none, and what more than one of them
// takes for something else, isn't a manifest.
func TestStrictness(t *testing.T) {
	for name, text := range map[string]string{
		"tag at the end":             base + "!",
		"stray word at the end":      base + "env: {A: 1}\n!x",
		"value at its key's column":  "name:\nhello\nentrypoint: a\nruntime: wasi\n",
		"value in its list's column": base + "args:\n-\na\n",
		"wrong digits":               base + "env: {A: \"\\u00zz\"}\n",
		"half a surrogate":           base + "env: {A: \"\\ud83d\"}\n",
		"colon without a blank":      base + "env: {A:b}\n",
		"two colons":                 base + "env: {A:: b}\n",
		"quotes inside braces":       "{\"name\": \"hello\", \"entrypoint\": x: y\"a\", \"runtime\": \"wasi\"}",
		"bracket inside braces":      base + "env: {A: e]s}\n",
		"glued to a quote":           base + "args: [\"a\"b]\n",
		"comma first":                base + "args: [, a]\n",
		"two commas":                 base + "args: [a,, b]\n",
		"begins with a comma":        base + "args:\n  - ,a\n",
		"begins with a percent sign": base + "args:\n  - %a\n",
		"begins with a bracket":      base + "language: ]a\n",
		"key on two lines":           base + "env: {A\n  B: 1}\n",
		"colon on the next line":     "name: hello\nentrypoint # c\n: a\nruntime: wasi\n",
		"key on two quoted lines":    "{\"name\": \"hello\", \"entry\\\n point\": \"a\", \"runtime\": \"wasi\"}",
	} {
		m, err := manifest.Parse([]byte(text), manifest.Options{Path: "a.qyv"})
		if m != nil || !errors.Is(err, manifest.ErrSyntax) {
			t.Errorf("%s: got %+v, %v", name, m, err)
		}
	}
}

type place = manifest.Position

// An error is where the mistake is, also where YAML finds out later.
func TestPlacesOfSyntaxErrors(t *testing.T) {
	checkFirst(t, map[string]finding{
		"a: \"b\nc: d\n":                     {place{1, 4}, &message.ManifestUnclosedQuote},
		"a: 'b\n---\nc: d\n":                 {place{1, 4}, &message.ManifestUnclosedQuote},
		"a: [b,\n  c\n":                      {place{1, 4}, &message.ManifestUnclosed},
		"a: [{b: c, d: [e]\n":                {place{1, 5}, &message.ManifestUnclosed},
		"a: [b]]\n":                          {place{1, 7}, &message.ManifestUnopened},
		"a: {b: c}}\n":                       {place{1, 10}, &message.ManifestUnopened},
		"a: [é, \"b\" \"c\"]\n":              {place{1, 12}, &message.ManifestMissingComma},
		"a: [\"b\" \"c\"]\n":                 {place{1, 9}, &message.ManifestMissingComma},
		"a: ñ: c\n":                          {place{1, 5}, &message.ManifestColon},
		"a: b\n  ñú: c\n":                    {place{2, 3}, &message.ManifestNotAllowedHere},
		"a: b\nñ\nc: d\n":                    {place{2, 1}, &message.ManifestNoKey},
		"a:\nb\n":                            {place{2, 1}, &message.ManifestNotIndented},
		"a:\n- b\n-\nc\n":                    {place{4, 1}, &message.ManifestNotIndented},
		"a: b-\nc\n":                         {place{2, 1}, &message.ManifestNoKey},
		"a:\n  b: c\n d: e\n":                {place{3, 2}, &message.ManifestNotYAML},
		"a:\n  - b\n  c: d\n":                {place{3, 3}, &message.ManifestNotYAML},
		"a: b #c\nd: \"e\"#f\n":              {place{2, 7}, &message.ManifestNotYAML},
		"a: \"é\\q\"\n":                      {place{1, 4}, &message.ManifestBadEscape},
		"a: \"é\\x4g\"\n":                    {place{1, 6}, &message.ManifestBadEscape},
		"a: \"\\ud83d\\ude00\"\n":            {place{1, 5}, &message.ManifestBadEscape},
		"a: \"\\UFFFFFFFF\"\n":               {place{1, 5}, &message.ManifestBadEscape},
		"a: @b\n":                            {place{1, 4}, &message.ManifestReserved},
		"a: [, b]\n":                         {place{1, 5}, &message.ManifestReserved},
		"a: &\n":                             {place{1, 4}, &message.ManifestAnchor},
		"a: *b\n":                            {place{1, 4}, &message.ManifestAlias},
		"a: !<b c\n":                         {place{1, 4}, &message.ManifestTag},
		"a: !b!c d\n":                        {place{1, 4}, &message.ManifestTag},
		"# b\n\n%TAG ! tag:b,2026:\n--- a\n": {place{3, 1}, &message.ManifestDirective},
		"a: b\n%YAML 1.2\n---\nc: d\n":       {place{2, 1}, &message.ManifestDirective},
		"a: b\n...\n%b\n":                    {place{3, 1}, &message.ManifestDirective},
		"a: b\n...\n# c\nd: e\n":             {place{4, 1}, &message.ManifestSeveralDocuments},
		"a: b\n... c\n":                      {place{2, 5}, &message.ManifestNotYAML},
		"a: b\n  ? c\n  : d\n":               {place{3, 3}, &message.ManifestNotYAML},
		"a: ? b\n":                           {place{1, 4}, &message.ManifestComplexKey},
	})
}

// finding is an error as it is told: where, and what.
type finding struct {
	manifest.Position
	what *message.Template
}

// checkFirst holds the first error of texts, of syntax, to what is wrong with them.
func checkFirst(t *testing.T, texts map[string]finding) {
	t.Helper()
	for text, want := range texts {
		_, err := manifest.Parse([]byte(text), manifest.Options{})
		var list manifest.Errors
		errors.As(err, &list)
		if len(list) == 0 || list[0].Kind != manifest.ErrSyntax || list[0].Position != want.Position || list[0].Text.Template != want.what {
			t.Errorf("%q: got %v\nwant %v: %s", text, err, want.Position, want.what.EN)
		}
	}
}

// What looks alike and is fine.
func TestFinePoints(t *testing.T) {
	text := base + `args:
- -a
- ?b
- :c
- a:b
- "a: b # c"
- a#b
- http://x/?y=[1]&z={2}
- plain text
  that goes on
- "quoted
  text"
-
  deeper
-   # comment
  after a comment
env: {"A":1, 'B':  two words, C: "x"
  , D: https://x }
language: >-   # comment
  folded
`
	m, err := manifest.Parse([]byte(text), manifest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"-a", "?b", ":c", "a:b", "a: b # c", "a#b", "http://x/?y=[1]&z={2}",
		"plain text that goes on", "quoted text", "deeper", "after a comment",
	}
	for i, arg := range m.Args {
		if i >= len(want) || string(arg) != want[i] {
			t.Errorf("argument %d is %q", i, string(arg))
		}
	}
	env := map[string]string{"A": "1", "B": "two words", "C": "x", "D": "https://x"}
	for _, v := range m.Env {
		if env[v.Name] != string(v.Value) {
			t.Errorf("%s is %q", v.Name, v.Value)
		}
	}
	if len(m.Args) != len(want) || len(m.Env) != len(env) || m.Language != "folded" {
		t.Errorf("got %+v", m)
	}
}
