package manifest_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/loader/manifest"
)

// A manifest that another program writes as JSON, with everything but ASCII
// escaped, is what it says.
func TestEscapedJSON(t *testing.T) {
	const text = `{"name": "hello", "entrypoint": "hello.wasm", "runtime": "wasi",
"env": {"\uD83D\uDE00": "x", "Y": "\ud83d\ude00"}, "args": ["a\uD83d\uDe00b\\ud83d\\ude00\u00e9\/",
"\\\ud83d\ude00\\", "\ud83d\udE00\udbff\udfff", "\ue83d\uee00"], "language": "\u00e9", "nome": 1}`
	var want struct {
		Args []manifest.Template
		Env  map[string]manifest.Template
	}
	if err := json.Unmarshal([]byte(text), &want); err != nil {
		t.Fatal(err)
	}
	m, err := manifest.Parse([]byte(strings.Replace(text, `, "nome": 1`, "", 1)), manifest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, arg := range want.Args {
		if m.Args[i] != arg {
			t.Errorf("argument %d is %q, want %q", i, m.Args[i], arg)
		}
	}
	for _, v := range m.Env {
		if v.Value != want.Env[v.Name] {
			t.Errorf("%q is %q", v.Name, v.Value)
		}
	}
	// Places are those of the text.
	_, err = manifest.Parse([]byte(text), manifest.Options{})
	var list manifest.Errors
	if !errors.As(err, &list) || list[0].Position != (manifest.Position{Line: 3, Column: 88}) {
		t.Errorf("got %v", err)
	}
}

// Half a pair is no character, in JSON either.
func TestHalfPairs(t *testing.T) {
	for text, column := range map[string]int{
		`{"name": "\ud83d"}`:                    11,
		`{"name": "\ud83d\ude00\ud83d"}`:        23,
		`{"name": "\ude00\ud83d"}`:              11,
		`{"name": "\ud83d\\ude00"}`:             11,
		`{"name": "\\ud83d\ude00"}`:             18,
		`{"name": "\ud83d\u0041"}`:              11,
		"{\"name\": \"\\ud83d\\ude00\"} # YAML": 11,
	} {
		_, err := manifest.Parse([]byte(text), manifest.Options{})
		var list manifest.Errors
		if !errors.As(err, &list) || list[0].Kind != manifest.ErrSyntax || list[0].Column != column {
			t.Errorf("%s: got %v", text, err)
		}
	}
}
