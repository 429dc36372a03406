package manifest_test

import (
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// marked has more marks than a manifest may have elements, where all count.
func marked(unit string) string {
	marks := 0
	for _, c := range unit {
		if strings.ContainsRune("[]{}!,:?", c) {
			marks++
		}
	}
	return strings.Repeat(unit, 41000/marks)
}

// crowdedScalars are manifests of a few elements, however many marks are in these.
var crowdedScalars = map[string]string{
	"double quotes":          base + `env: {CONFIG: "` + marked("!") + `"}`,
	"single quotes":          base + `env: {CONFIG: '` + marked("[") + `'}`,
	"escaped quotes":         base + `env: {CONFIG: "\"` + marked("[") + `\\", A: 'it''s` + marked("{") + `'}`,
	"quotes in a block":      base + "env:\n  CONFIG: \"" + marked("[") + "\"\n  'A': '" + marked("{,") + "' # it's\n",
	"quotes of many lines":   base + "env:\n  CONFIG: \"\n" + marked("[,\n") + "\"\n",
	"quotes in a list":       base + "args:\n- '" + marked("[") + "'\n-   \"" + marked("{:") + "\"\n",
	"literal":                base + "env:\n  CONFIG: |\n    [1" + marked(",1") + "]\n",
	"literal without blanks": base + "env:\n  CONFIG: |-\n   [1" + marked(",1\n   ") + "]\n  A: b",
	"literal after blanks":   base + "env:\n  CONFIG: |+ # it's\n\n \n    [1\n\n\n      " + marked(",1") + "]\n\n\n  A: b\n",
	"literal in a list":      base + "args:\n  - |\n   " + marked("[:") + "\n  - >-\n   " + marked("{:") + "\n",
	"folded":                 base + "env:\n  CONFIG: >\n\n    '" + marked("[[[[\n    ") + "\n",
	"after a dash line":      "---\n" + base + "env:\n  CONFIG: >\n    " + marked("[[[[\n    ") + "\n",
	"comment":                base + "# it's [\n" + "#" + marked("[") + "\nenv: # \"\n  # '" + marked("[") + "\n  A: b #" + marked("[") + "\n",
	"comment in brackets":    base + "env: { # '" + marked("[") + "\n  A: b, #" + marked("[") + "\n  C: d #" + marked("[") + "\n}\n",
	"plain":                  base + "env:\n  A: it's " + marked("[") + "\n  B: x#[\n  C: 'd'\n",
	"plain of many lines":    base + "env:\n  A: it's\n    \"not\" [" + marked("[") + "\n\n    or - {\n  B: 'c" + marked("[") + "'\n",
	"plain in a list":        base + "args:\n- a'\n- b\"\n-  -x[\n- '" + marked("[:") + "'\n",
	"plain in brackets":      base + "args: [it's, a\"b, x#y, -a, \"" + marked("[:") + "\", 'a',\n 'b']\n",
	"JSON":                   strings.ReplaceAll(jsonManifest, "%", marked("[,")),
	"JSON in lines":          strings.ReplaceAll(strings.ReplaceAll(jsonManifest, ", ", ",\n  "), "%", marked("[,")),
	"JSON without blanks":    strings.ReplaceAll(strings.ReplaceAll(jsonManifest, "%", marked(`{\"`)), " ", ""),
	"pairs":                  strings.ReplaceAll(jsonManifest, "%", `\ud83d\ude00`+marked(":")),
}

const jsonManifest = `{"name": "hello", "entrypoint": "hello.wasm", "runtime": "wasi", "args": ["%", "]"], "env": {"A": "%"}}`

func TestCrowdedScalars(t *testing.T) {
	for name, text := range crowdedScalars {
		_, err := manifest.Parse([]byte(text), manifest.Options{})
		if err != nil {
			t.Errorf("%s: %.300s", name, message.Of(err, message.English))
		}
	}
}

// lures are beginnings of a text after which the reader sees brackets, and somebody who
// knows less of YAML sees a scalar or a comment.
var lures = map[string]string{
	"nothing":                   "",
	"quote in a plain scalar":   "a: it's\nb: ",
	"quote in a key":            "it's: ",
	"double quote in a key":     "a\"b: ",
	"quote after a comma":       "a, 'b: ",
	"quote after a bracket":     "a]: b [ 'c\nd: ",
	"quotes in brackets":        "[a'b, ",
	"double quotes in brackets": "[a b\"c, ",
	"quote after a colon":       "[:'b, ",
	"quote after a dash":        "[-'b, ",
	"quote in many lines":       "a: b\n  'c\nd: ",
	"quote after a mapping":     "a:\n    b: c\nd: e\n 'f\n",
	"quote after a comment":     "a: b # '\nc: ",
	"quote in brackets' line":   "[a\n 'b, ",
	"closed quote":              "a: 'it''s'\nb: ",
	"empty quotes":              "a: ''\nb: ",
	"escaped":                   "a: \"\\\\\"\nb: ",
	"escaped quote":             "a: \"\\\"\"\nb: ",
	"backslash":                 "a: 'b\\'\nc: ",
	"brackets in quotes":        "[']]]', ",
	"braces in quotes":          "[\"}}}\", ",
	"brackets in plain":         "a: ]]]]\nb: ",
	"number sign":               "a#: ",
	"number sign in a value":    "a: b#\nc: ",
	"number sign in brackets":   "[a#, ",
	"comment at once":           "[ #\n",
	"tag":                       "!a ",
	"tag in brackets":           "[!a '', ",
	"verbatim tag":              "!<]]]> ",
	"anchor":                    "&a ",
	"anchor with a quote":       "a: &'b ",
	"document":                  "--- ",
	"documents":                 "---\na\n--- ",
	"document in brackets":      "[a\n--- 'b, \"c' , ",
	"end in brackets":           "[a\n... \"b, 'c\" , ",
	"end":                       "a\n...\n",
	"document in a block":       "--- |\n--- ",
	"literal in one line":       "a: |b\nc: ",
	"literal with less":         "a: |\nb: ",
	"literal in a list":         "- |\n- ",
	"literal with blanks":       "a: |\n     \n  ",
	"literal at the top":        "|\n",
	"literal that is indented":  "a: |2\n    x\n  ",
	"literal in brackets":       "[|\n  ",
	"literal in a key":          "a|: ",
	"literal after a tab":       "a: |\n\t",
	"literal in a deeper list":  "a:\n  - b: |\n    ",
	"literal that ends":         "a: |\n  b\n c: ",
	"folded that ends":          "a:\n - >\n  b\n - ",
	"plain that ends":           "a: b\n\nc: ",
	"question mark":             "? a\n: ",
	"question mark in brackets": "[? ",
	"colon":                     ": ",
	"key of many lines":         "'a\n  b': ",
	"key in brackets":           "[a]: ",
	"tab":                       "a:\n\t",
	"CR":                        "a: b # \r",
	"CR in brackets":            "[ # \r",
}

// unseenBreaks are taken for line breaks by some. A manifest can't have them.
var unseenBreaks = []string{"\u0085", "\u2028", "\u2029", "\uFEFF", "\x00", "\v", "\f"}

func TestCrowdedBombs(t *testing.T) {
	for name, lure := range lures {
		for _, bomb := range []string{
			marked("[:") + marked("[:"),
			"[" + marked(":,") + marked(":,") + "]",
			"[" + marked(":,") + marked(":,") + "'\"\n'\"", // closes what was opened, if that was a quote
			"']]]]', " + marked(":,") + marked(":,") + "]",
		} {
			checkSmall(t, name, lure+bomb)
		}
	}
	for _, char := range unseenBreaks {
		_, err := manifest.Parse([]byte("a: b # "+char+"["+marked(":,")+"]"), manifest.Options{})
		if !errors.Is(err, manifest.ErrEncoding) {
			t.Errorf("%q: got %v", char, err)
		}
	}
	checkSmall(t, "quotes in a row", "["+strings.Repeat(`""`, 120000))
	checkSmall(t, "dashes", "["+strings.Repeat("- ", 120000))
	checkSmall(t, "aliases", "["+strings.Repeat("*a ", 87000))
	checkSmall(t, "anchors", strings.Repeat("&a ", 87000))
	checkSmall(t, "comments", "["+strings.Repeat("a #\n", 65000))
}

// checkSmall holds a text to little memory, and to being no manifest.
func checkSmall(t *testing.T, name, text string) {
	t.Helper()
	before := allocated()
	m, err := manifest.Parse([]byte(text), manifest.Options{})
	if m != nil || err == nil {
		t.Errorf("%s: accepted", name)
	}
	if n := allocated() - before; n > 24<<20 {
		t.Errorf("%s: %.20q takes %d MiB", name, text, n>>20)
	}
}

// What the reader makes of a text is bounded by the marks, whatever the text is.
func TestMarks(t *testing.T) {
	pieces := strings.Split("[|]|{|}|,|:|: |?|? |!|!a |&a |*a |-|- |a|b |a: |'|''|\"|\"\"|\\|\\\"|#| #| | |  |   |\n|\n|\n|\n |\n  |\n   |\n- |\t|---|...|>|>-\n|\n---\n|é|[']'|{\"a\":|%", "|")
	pieces = append(pieces, "|", "|\n", "|+\n  ", "a: |\n", "- |\n ", "a: |\n  ")
	random := rand.New(rand.NewPCG(1, 2)) // the same texts each time
	for range 20000 {
		var b strings.Builder
		for range 1 + random.IntN(16) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		checkMarks(t, b.String())
	}
}

func checkMarks(t *testing.T, data string) {
	t.Helper()
	text, marks, fine := manifest.Marks([]byte(data))
	if !fine {
		return
	}
	var opened brackets
	elements := 0
	loader, err := yaml.NewLoader(strings.NewReader(text), yaml.WithPlugin(&opened))
	if err != nil {
		t.Fatal(err)
	}
	for {
		var n yaml.Node
		if err := loader.Load(&n); errors.Is(err, io.EOF) || err != nil {
			break
		}
		elements += inBrackets(&n, false)
	}
	if int(opened) > marks || elements > 3*marks {
		t.Errorf("%q has %d brackets and %d elements in some, but %d marks", text, opened, elements, marks)
	}
}

// brackets counts those that the YAML reader opens, in what isn't YAML, too.
type brackets int

func (b *brackets) CheckDepth(depth int, at *yaml.DepthContext) error {
	if at.Kind == yaml.DepthKindFlow {
		*b++
	}
	if depth > 100 {
		return errors.New("too deep")
	}
	return nil
}

func (*brackets) CheckAlias(int, int) error { return nil }

// inBrackets counts a node and those in it, as far as they are in brackets.
func inBrackets(n *yaml.Node, open bool) int {
	open = open || n.Kind != yaml.ScalarNode && n.Style&yaml.FlowStyle != 0
	count := 0
	if open {
		count = 1
	}
	for _, child := range n.Content {
		count += inBrackets(child, open)
	}
	return count
}
