package main

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

func TestParseSuites(t *testing.T) {
	dir := write(t, map[string]string{"a/x": "", "b/x": ""})
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	got, err := parseSuites("one@v1=" + a + "/,two=" + b + "," + b)
	want := []suite{{"one", "v1", a}, {"two", "", b}, {"b", "", b}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := parseSuites("x=" + filepath.Join(dir, "none")); err == nil {
		t.Error("a folder that is not there is no error")
	}
}

// A suite of scripts: each directive is judged, and one script that ends its
// process, or that can't be read, is a failure of that script alone.
func TestRunScripts(t *testing.T) {
	dir := write(t, map[string]string{
		"a.wast":       "(component)\n(assert_invalid (component) \"x\")",
		"b/crash.wast": "(component)\n(component)\n(component)",
		"c.wast":       "(component)\n  (weird)",
		"d.wast":       `(component) (assert_invalid (component (export "a" (func 0))) "other words than these")`,
		"other.txt":    "",
	})
	why := []*reason{{suite: "s", file: "b/*", directive: "*", message: "not run*", why: "it crashed"}}
	r := &suiteReport{Name: "s", reasons: why}
	if err := runScripts(t.Context(), self(t), suite{name: "s", root: dir}, r); err != nil {
		t.Fatal(err)
	}
	if r.Files != 4 || r.Passed != 4 || r.Remarked != 1 || r.Explained != 1 || r.Failed != 3 {
		t.Errorf("got %+v", r)
	}
	want := []struct {
		file, directive, outcome, message string
		line                              int
	}{
		{"a.wast", "assert_invalid", "failed", "it compiles", 2},
		{"b/crash.wast", "component", "failed", "the library panicked", 2},
		{"b/crash.wast", "component", "explained", "not run", 3},
		{"c.wast", "script", "failed", "weird is not known", 2},
		{"d.wast", "assert_invalid", "passed", "unknown func", 1},
	}
	if len(r.Results) != len(want) {
		t.Fatalf("got %+v", r.Results)
	}
	for i, w := range want {
		got := r.Results[i]
		if got.File != w.file || got.Directive != w.directive || got.Outcome != w.outcome || got.Line != w.line || !strings.Contains(got.Message, w.message) {
			t.Errorf("got %+v, not %+v", got, w)
		}
	}
}

// A folder without tests is a mistake, not a success.
func TestRunScriptsOfNothing(t *testing.T) {
	if err := runScripts(t.Context(), self(t), suite{root: t.TempDir()}, &suiteReport{}); err == nil {
		t.Error("nothing passes")
	}
}

// The command as a whole: what fails, what is explained, and which reason is of
// no use any more.
func TestDo(t *testing.T) {
	dir := write(t, map[string]string{"s/a.wast": "(component)\n(component (import \"a\" (func)))"})
	begin, end := tableLines(engine.WasmtimeMajor())
	page := func(rows string) string {
		text := "# Page\n\n" + begin + "\nold\n" + end + "\n\n" + reasonsHeading +
			"\n\n| wasmtime | suite | file | directive | message | reason |\n| --- | --- | --- | --- | --- | --- |\n" + rows
		path := filepath.Join(dir, "page.md")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := "| * | s | a.wast | component | `*not found*` | nobody has it |\n"
	for rows, ok := range map[string]bool{
		"":                                      false,
		good:                                    true,
		good + "| * | s | * | * | x | why |\n":  false, // which explains nothing
		good + "| 1 | s | * | * | x | why |\n":  true,  // of another wasmtime
		good + "| * | z | * | * | x | why |\n":  true,  // of a suite that is not run
		"| * | z | * | * | `*not found*` | w |": false,
		strings.Replace(good, "*", "1", 1):      false,
	} {
		file := page(rows)
		o := options{reasons: file, wast: "s@1=" + filepath.Join(dir, "s"), update: file, json: filepath.Join(dir, "r.json")}
		if got, err := o.do(t.Context()); err != nil || got != ok {
			t.Errorf("%q: got %t, %v", rows, got, err)
		}
		text, err := os.ReadFile(file)
		if err != nil || strings.Contains(string(text), "old") || !strings.HasPrefix(string(text), "# Page\n\n"+begin) || !strings.HasSuffix(string(text), rows) {
			t.Errorf("the page is %s, %v", text, err)
		}
		if ok && !strings.Contains(string(text), "| s | 1 | 1 | 2 | 1 | 0 | 1 | 0 |\n") || ok && !strings.Contains(string(text), "| nobody has it | 1 | s |") {
			t.Errorf("the page is %s", text)
		}
	}
	for rows, o := range map[string]options{
		"":               {},
		"\n":             {wasi: dir},
		"| s |\n":        {wast: dir},
		good + good[:20]: {wast: dir},
		good:             {wast: "none"},
	} {
		o.reasons = page(rows)
		if _, err := o.do(t.Context()); err == nil {
			t.Errorf("%+v with %q is no error", o, rows)
		}
	}
}

// The reasons in the documentation can be read, and so can its table be rewritten.
func TestDocumentation(t *testing.T) {
	page := filepath.Join("..", "..", "docs", "PARITY.md")
	reasons, err := readReasons(page)
	if err != nil || len(reasons) < 10 {
		t.Errorf("there are %d reasons: %v", len(reasons), err)
	}
	text, err := os.ReadFile(page)
	for _, major := range []string{"44", "48"} {
		begin, end := tableLines(major)
		_, after, _ := strings.Cut(string(text), begin)
		if err != nil || strings.Count(string(text), begin) != 1 || !strings.Contains(after, end) {
			t.Errorf("the place of the tables for %s is not clear: %v", major, err)
		}
	}
}

// Whether a reason is of no use shows only where its suites were run.
func TestUnused(t *testing.T) {
	reasons := []*reason{{suite: "a"}, {suite: "b"}, {suite: "*"}, {suite: "a", used: true}, {suite: "*", used: true}}
	for names, want := range map[string]int{"": 0, "a": 1, "c": 0, "a b": 3, "a b c": 3} {
		var ran []*suiteReport
		for _, name := range strings.Fields(names) {
			ran = append(ran, &suiteReport{Name: name})
		}
		if got := unused(reasons, ran); len(got) != want {
			t.Errorf("after %q, of no use are %q", names, got)
		}
	}
}

func TestGlob(t *testing.T) {
	for _, tt := range []struct {
		pattern, text string
		want          bool
	}{
		{"a", "a", true},
		{"a", "ab", false},
		{"*", "", true},
		{"*", "a/b", true},
		{"a*", "a/b", true},
		{"a*", "b", false},
		{"*b", "a/b", true},
		{"*b", "bc", false},
		{"a*b*c", "a1b2c", true},
		{"a*b*c", "acb", false},
		{"*a*a*", "ba", false},
		{"ab*ba", "aba", false},
		{"", "", true},
		{"", "a", false},
	} {
		if glob(tt.pattern, tt.text) != tt.want {
			t.Errorf("%q on %q is not %t", tt.pattern, tt.text, tt.want)
		}
	}
}
