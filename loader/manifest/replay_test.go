package manifest_test

import (
	"errors"
	"testing"

	"github.com/qyvol/qyvol/loader/manifest"
)

// What the YAML reader lets through, or reads as something else than YAML 1.2
// has it, isn't a manifest.
func TestLeniencesOfTheReader(t *testing.T) {
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
