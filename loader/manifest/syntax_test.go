package manifest_test

import (
	"errors"
	"strings"
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

// An error is where the mistake is, also where YAML finds out later.
func TestPlacesOfSyntaxErrors(t *testing.T) {
	for text, want := range map[string]string{
		"a: \"b\nc: d\n":                     "1:4: this \" quote is never closed",
		"a: 'b\n---\nc: d\n":                 "1:4: this ' quote is never closed",
		"a: [b,\n  c\n":                      "1:4: this [ has no ]",
		"a: [{b: c, d: [e]\n":                "1:5: this { has no }",
		"a: [b]]\n":                          "1:7: this ] has no [ before it",
		"a: {b: c}}\n":                       "1:10: this } has no { before it",
		"a: [é, \"b\" \"c\"]\n":              "1:12: a comma or a closing bracket is missing before this",
		"a: [\"b\" \"c\"]\n":                 "1:9: a comma or a closing bracket is missing before this",
		"a: ñ: c\n":                          "1:5: a colon goes after a key, with a space behind it, or inside quotes",
		"a: b\n  ñú: c\n":                    "2:3: the line above has its value already, and this can't follow it",
		"a: b\nñ\nc: d\n":                    "2:1: a key and a colon are missing here",
		"a:\nb\n":                            "2:1: this value stands no further in than its key",
		"a:\n- b\n-\nc\n":                    "4:1: this value stands no further in than its key",
		"a: b-\nc\n":                         "2:1: a key and a colon are missing here",
		"a:\n  b: c\n d: e\n":                "3:2: this can't stand here in YAML",
		"a:\n  - b\n  c: d\n":                "3:3: this can't stand here in YAML",
		"a: b #c\nd: \"e\"#f\n":              "2:7: this can't stand here in YAML",
		"a: \"é\\q\"\n":                      "1:4: double quotes don't know this escape sequence",
		"a: \"é\\x4g\"\n":                    "1:6: double quotes don't know this escape sequence",
		"a: \"\\ud83d\\ude00\"\n":            "1:5: double quotes don't know this escape sequence",
		"a: \"\\UFFFFFFFF\"\n":               "1:5: double quotes don't know this escape sequence",
		"a: @b\n":                            "1:4: no text can begin with this character",
		"a: [, b]\n":                         "1:5: no text can begin with this character",
		"a: &\n":                             "1:4: a manifest has no anchors (&)",
		"a: *b\n":                            "1:4: a manifest has no aliases (*): every permission stands where it is granted",
		"a: !<b c\n":                         "1:4: a manifest has no tags (!)",
		"a: !b!c d\n":                        "1:4: a manifest has no tags (!)",
		"# b\n\n%TAG ! tag:b,2026:\n--- a\n": "3:1: a manifest has no directives (%)",
		"a: b\n%YAML 1.2\n---\nc: d\n":       "2:1: a manifest has no directives (%)",
		"a: b\n...\n%b\n":                    "3:1: a manifest has no directives (%)",
		"a: b\n...\n# c\nd: e\n":             "4:1: a manifest is one document, and a second one begins here",
		"a: b\n... c\n":                      "2:5: this can't stand here in YAML",
		"a: b\n  ? c\n  : d\n":               "3:3: this can't stand here in YAML",
		"a: ? b\n":                           "1:4: a manifest has no complex keys (?)",
	} {
		_, err := manifest.Parse([]byte(text), manifest.Options{})
		if got, _, _ := strings.Cut(message.Of(err, message.English), "\n"); got != want || !errors.Is(err, manifest.ErrSyntax) {
			t.Errorf("%q:\ngot  %s\nwant %s", text, got, want)
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
