//go:build unix

package command

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// hostileNames command a terminal, end lines, turn text around, or aren't UTF-8.
func hostileNames() map[string]string {
	names := map[string]string{
		"forgery": "q\u0085success:\u0085  true\u0085exit_code:\u0085  0\u0085error:\u0085  null\u0085x:\u0085  |1",
		"lines":   "a\r\nsuccess: true\u2028exit_code: 0\u2029", "red": "\x1b[31m\x1b]0;title\a", "c1": "\u009b31m\u0090\u009d\u009c",
		"bidi": "\u202e\u2066\u2069\u200f\u061c", "unseen": "\ufeff\u200b\u2060\u00ad\U000e0041\uffff", "invalid": "\xff\xed\xa0\x80\xc0\xaf",
		"quotes": `"\'{}[]: #&*!|>%@-` + "`",
	}
	controls := ""
	for r := rune(1); r < 0xa0; r++ {
		if r < 0x20 || r >= 0x7f {
			controls += string(r)
		}
	}
	names["controls"] = controls
	return names
}

// escapedWAT is a name in WAT's quotes.
func escapedWAT(name string) string {
	var b strings.Builder
	for _, c := range []byte(name) {
		fmt.Fprintf(&b, `\%02x`, c)
	}
	return b.String()
}

// stubborn makes a directory that it may not make, and ends with code 7.
const stubborn = `(module
  (import "wasi_snapshot_preview1" "path_create_directory" (func $mkdir (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "%s")
  (func (export "%[1]s"))
  (func (export "_start") (drop (call $mkdir (i32.const 3) (i32.const 0) (i32.const %d))) (call $exit (i32.const 7))))`

var dataFormats = []string{"json", "jsonl", "yaml"}

// structured is a command that prints data, with where in it a name of somebody
// else's stands.
type structured struct {
	name  string
	args  []string
	where string // "" where the name isn't repeated as it is
}

// No name that a guest, a server or a file has can be read as anything else, in no
// output that is for programs.
func TestStructuredOutput(t *testing.T) {
	for what, name := range hostileNames() {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if strings.ToValidUTF8(name, "") == name { // as export names and paths have to be
				write(t, filepath.Join(dir, "guest.wat"), fmt.Sprintf(stubborn, escapedWAT(name), len(name)))
			} else {
				write(t, filepath.Join(dir, "guest.wat"), strings.Replace(fmt.Sprintf(stubborn, escapedWAT(name), len(name)), escapedWAT(name)+`"))`, `x"))`, 1))
			}
			must(t, os.Mkdir(filepath.Join(dir, "mount"), 0o755))
			file := strings.ReplaceAll(name, "/", "") + ".wat"
			write(t, filepath.Join(dir, file), "(module (func (export \"_start\") unreachable))")
			host := answering(http.StatusBadRequest, string(mustJSON(t, map[string]string{"title": name})), "Content-Type", "application/problem+json")(t, dir)
			for _, c := range []structured{
				{"run", []string{"run", "--allow-read", "mount::/d", "guest.wat"}, "hosted.denied.0.path"},
				{"trap", []string{"run", "--", file}, "path"},
				{"not found", []string{"run", "--", file + "x"}, "path"},
				{"inspect", []string{"inspect", "guest.wat"}, ""},
				{"inspect a name", []string{"inspect", "--", file}, "path"},
				{"validate", []string{"validate", "--", file}, "files.0.path"},
				{"cache", []string{"cache", "info"}, ""},
				{"deploy", []string{"deploy", "--attempts", "1", "guest.wat", "http://" + host}, ""},
			} {
				for _, format := range dataFormats {
					args := append([]string{c.args[0], "--format", format}, c.args[1:]...)
					if c.args[0] == "cache" {
						args = append(c.args, "--format", format)
					}
					checkStructured(t, dir, name, format, structured{c.name, args, c.where})
				}
			}
		})
	}
}

func checkStructured(t *testing.T, dir, name, format string, c structured) {
	t.Helper()
	cmd := qyvol(t, dir, c.args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	_ = cmd.Run()
	document := errs.Bytes()
	if out.Len() > 0 {
		document = out.Bytes()
	}
	if at := bytes.IndexFunc(document, func(r rune) bool { return r != '\n' && !strconv.IsPrint(r) }); at >= 0 || len(document) == 0 {
		t.Fatalf("%s in %s: a raw character at %d of %q", c.name, format, at, document)
	}
	var value any
	parse := json.Unmarshal
	if format == "yaml" {
		parse = func(document []byte, back any) error { return yaml.Load(document, back) }
	}
	if err := parse(document, &value); err != nil {
		t.Fatalf("%s in %s: %v\n%s", c.name, format, err, document)
	}
	if success, ok := lookUp(value, []string{"success"}); ok && success != false {
		t.Errorf("%s in %s succeeded:\n%s", c.name, format, document)
	}
	if c.where == "" {
		return
	}
	found, ok := lookUp(value, strings.Split(c.where, "."))
	var want string
	must(t, json.Unmarshal(mustJSON(t, name), &want)) // with U+FFFD for what isn't UTF-8
	if text, _ := found.(string); !ok || !strings.Contains(text, strings.ReplaceAll(want, "/", "")) && !strings.Contains(text, want) {
		if !strings.Contains(name, "\xff") { // the system says such paths in its own way
			t.Errorf("%s in %s has %q at %s, not %q", c.name, format, found, c.where, want)
		}
	}
}

func mustJSON(t *testing.T, value any) []byte {
	t.Helper()
	document, err := json.Marshal(value)
	must(t, err)
	return document
}
