package data_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/qyvol/qyvol/internal/data"
)

var formats = []data.Format{data.JSON, data.Lines, data.YAML}

// awkward are characters that some reader takes for something else: all controls,
// all that only format, all that separate, those that are no characters, and the
// first and last of each plane's ends.
func awkward() []rune {
	var found []rune
	for r := rune(0); r <= unicode.MaxRune; r++ {
		switch {
		case !utf8.ValidRune(r):
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Zs, unicode.Bidi_Control),
			r&0xfffe == 0xfffe, r >= 0xfdd0 && r <= 0xfdef, r == 0xd7ff, r == 0xe000, r == 0xfffd, r == '\u034f':
			found = append(found, r)
		}
	}
	return found
}

// texts are what somebody else might have chosen.
func texts() []string {
	list := []string{
		"", " ", "~", "null", "true", "yes", "no", "on", "off", "y", "1e3", "0x10", "1:30", ".inf", "2026-01-01", "=", "<<", "- a", "? a", "a: b",
		"a #b", "'", `"`, `\`, "|", ">", "%YAML 1.2", "---", "...", "&a", "*a", "!!str", "@", "`", "{", "[", "<a href='x'>&amp;",
		"\ta", "a\t", "a\r\nb", "\nforged: yes\n", "q\u0085success:\u0085  true\u0085exit_code:\u0085  0\u0085x:\u0085  |1",
		"/b\u2028    forged:\u2028      yes\n", "\x1b[31mred\x1b]0;title\a", "\u009b31m\u007f\u202e", "👩\u200d👩\u200d👧", "ñandú 漢字",
		"\xff", "a\xc3", "\xed\xa0\x80", "\xed\xb0\x80\xed\xa0\x80", "\xc0\xaf", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", strings.Repeat("\xe2\x80", 20),
	}
	for _, r := range awkward() {
		list = append(list, "a"+string(r)+"b", string(r))
	}
	return list
}

// wrapped has a text wherever one can stand.
func wrapped(text string) map[string]any {
	return map[string]any{"value": text, "list": []any{text, map[string]any{text: text}, []any{}}, "number": 0.25, "none": nil, "no": true}
}

// asWritten is what a document has of a text: what isn't UTF-8 is replaced.
func asWritten(text string) string {
	var back string
	quoted, _ := json.Marshal(text)
	_ = json.Unmarshal(quoted, &back)
	return back
}

// Nothing that a reader could take for something else stands in a document, and
// each parser gives back what went in.
func TestEveryCharacterComesBack(t *testing.T) {
	for _, format := range formats {
		for _, text := range texts() {
			document, err := data.Encode(wrapped(text), format)
			if err != nil {
				t.Fatalf("%s of %q: %v", format, text, err)
			}
			clean(t, document, format)
			if got, want := parse(t, document, format), any(wrapped(asWritten(text))); !reflect.DeepEqual(got, want) {
				t.Errorf("%s of %q came back as %q:\n%s", format, text, got, document)
			}
		}
	}
}

// clean fails where a raw character might do harm.
func clean(t *testing.T, document []byte, format data.Format) {
	t.Helper()
	if !utf8.Valid(document) {
		t.Errorf("no UTF-8: %q", document)
	}
	if at := bytes.IndexFunc(document, func(r rune) bool { return r != '\n' && !strconv.IsPrint(r) }); at >= 0 {
		t.Errorf("%s has a raw character at %d: %q", format, at, document)
	}
	if format == data.Lines && bytes.IndexByte(document, '\n') != len(document)-1 {
		t.Errorf("not one line: %q", document)
	}
}

func parse(t *testing.T, document []byte, format data.Format) any {
	t.Helper()
	var back any
	read := json.Unmarshal
	if format == data.YAML {
		read = func(document []byte, back any) error { return yaml.Load(document, back) }
	}
	if err := read(document, &back); err != nil {
		t.Errorf("%s can't be read: %v\n%q", format, err, document)
	}
	return back
}

// PyYAML reads YAML 1.1, and far more of it than the YAML library of Go.
func TestPyYAML(t *testing.T) {
	const script = "import json, sys, yaml\njson.dump([yaml.safe_load(d) for d in json.load(sys.stdin)], sys.stdout)"
	python, err := exec.LookPath("python3")
	if err != nil || exec.Command(python, "-c", "import yaml").Run() != nil {
		t.Skip("no python3 with yaml")
	}
	var documents []string
	var want []any
	for _, text := range texts() {
		document, err := data.Encode(wrapped(text), data.YAML)
		if err != nil {
			t.Fatal(err)
		}
		documents, want = append(documents, string(document)), append(want, wrapped(asWritten(text)))
	}
	in, err := json.Marshal(documents)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python, "-c", script)
	cmd.Stdin = bytes.NewReader(in)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, &complaint)
	}
	var got []any
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	for i := range want {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("PyYAML reads %q as %q", documents[i], got[i])
		}
	}
}

// A number is a number in every YAML.
func TestNumbers(t *testing.T) {
	for value, want := range map[float64]string{0: "0", 0.001: "0.001", 1e21: "1.0e+21", 1.5e-7: "1.5e-7", 1e-7: "1.0e-7"} {
		if document, err := data.Encode(value, data.YAML); err != nil || string(document) != want+"\n" {
			t.Errorf("%g is %q, want %q: %v", value, document, want, err)
		}
	}
}

// Keys of our own are plain, others are quoted.
func TestKeys(t *testing.T) {
	document, err := data.Encode(map[string]int{"exit_code": 1, "on": 2, "a: b": 3, "x y": 4, "1": 5}, data.YAML)
	want := "\"1\": 5\n\"a: b\": 3\nexit_code: 1\n\"on\": 2\n\"x y\": 4\n"
	if err != nil || string(document) != want {
		t.Errorf("%v:\n%s", err, document)
	}
}

// A sign of HTML is no danger in a terminal, nor in a file.
func TestNoEscapesForHTML(t *testing.T) {
	if document, err := data.Encode("a -> b & <c>", data.Lines); err != nil || string(document) != "\"a -> b & <c>\"\n" {
		t.Errorf("%s: %v", document, err)
	}
}

func TestWhatHasNoJSON(t *testing.T) {
	for _, format := range formats {
		if document, err := data.Encode(func() {}, format); err == nil || len(document) > 0 {
			t.Errorf("%s: %q, %v", format, document, err)
		}
	}
}

// A log that is written through an Escaper is as clean, whoever quoted it.
func TestEscaper(t *testing.T) {
	for _, text := range texts() {
		var b bytes.Buffer
		quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`).Replace(text)
		for r := range rune(' ') { // as no JSON has it raw
			quoted = strings.ReplaceAll(quoted, string(r), fmt.Sprintf(`\u%04x`, r))
		}
		line := `{"path":"` + quoted + "\"}\n"
		if n, err := (data.Escaper{To: &b}).Write([]byte(line)); err != nil || n != len(line) {
			t.Fatal(n, err)
		}
		clean(t, b.Bytes(), data.Lines)
		var back struct{ Path string }
		if err := json.Unmarshal(b.Bytes(), &back); err != nil || back.Path != asWritten(text) {
			t.Errorf("%q came back as %q: %v", text, back.Path, err)
		}
	}
}

func FuzzEncode(f *testing.F) {
	for _, text := range []string{"a\u0085b: c", "\xff\u2028", "k: v", "- \x00", "\U000e0041", "'\"\\"} {
		f.Add(text, text)
	}
	f.Fuzz(func(t *testing.T, key, value string) {
		want := map[string]any{asWritten(key): []any{asWritten(value), map[string]any{asWritten(key): asWritten(value)}}}
		for _, format := range formats {
			document, err := data.Encode(map[string]any{key: []any{value, map[string]any{key: value}}}, format)
			if err != nil {
				t.Fatal(err)
			}
			clean(t, document, format)
			if got := parse(t, document, format); !reflect.DeepEqual(got, any(want)) {
				t.Errorf("%s came back as %q, want %q:\n%s", format, got, want, document)
			}
		}
	})
}
