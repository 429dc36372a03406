package info_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/info"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/wasi"
)

// What is said of each guest is in a golden file of its language.
func TestTextOfFixtures(t *testing.T) {
	for _, lang := range []message.Lang{message.English, message.Spanish} {
		var b bytes.Buffer
		for _, name := range guests(t) {
			d := describe(t, name)
			d.Path = name
			fmt.Fprintf(&b, "-- %s --\n", name)
			if err := info.Print(&b, d, info.Text, info.TextOptions{Lang: lang}); err != nil {
				t.Fatal(err)
			}
		}
		golden(t, filepath.Join("testdata", "fixtures."+string(lang)+".golden"), b.Bytes())
	}
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs from what is printed now; with -update it is rewritten:\n%s", path, got)
	}
}

// Statuses are coloured where colours are wanted.
func TestTextInColour(t *testing.T) {
	var plain, coloured bytes.Buffer
	d := describe(t, "missing-import/missing-import.wat")
	for w, color := range map[*bytes.Buffer]bool{&plain: false, &coloured: true} {
		if err := info.Print(w, d, info.Text, info.TextOptions{Color: color}); err != nil {
			t.Fatal(err)
		}
	}
	if bytes.Contains(plain.Bytes(), []byte("\x1b")) || !bytes.Contains(coloured.Bytes(), []byte("\x1b[31mmissing\x1b[0m")) {
		t.Errorf("plain: %q\ncoloured: %q", plain.String(), coloured.String())
	}
}

// The lines that grant more can be pasted into the manifest that was looked at, and
// it is one then: whatever it had.
func TestRulesCanBePasted(t *testing.T) {
	for name, lines := range map[string]string{
		"no permissions": "", "files": "permissions:\n  fs:\n    - {mount: /data, from: ., access: read}\n", "variables": "permissions:\n  env: [LANG]\n",
		"a recovery": "recovery: {degrade: false}\n", "another recovery": "recovery:\n  retries: {attempts: 2, on: [trap]}\n",
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "guest.qyv")
		text := "name: guest\nentrypoint: guest.wat\nruntime: wasi\n" + lines
		guest := `(module
			(import "wasi_snapshot_preview1" "environ_get" (func (param i32 i32) (result i32)))
			(import "wasi_snapshot_preview1" "path_open" (func (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
			(import "a" "b" (func)) (func (export "_start")) (memory (export "memory") 1))`
		for file, content := range map[string]string{path: text, filepath.Join(dir, "guest.wat"): guest} {
			if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		unit, err := loader.Load(path, loader.Options{})
		if err != nil {
			t.Fatal(err)
		}
		grant, err := wasi.Decide(wasi.Request{Manifest: unit.Manifest(), BaseDir: dir})
		if err != nil {
			t.Fatal(err)
		}
		d, err := info.Describe(info.Subject{Unit: unit, Grant: grant})
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := info.Print(&out, d, info.Text, info.TextOptions{Needs: true}); err != nil {
			t.Fatal(err)
		}
		inside := false
		for line := range strings.Lines(out.String()) {
			switch {
			case strings.HasPrefix(line, "  the manifest grants more with this in its"):
				inside = true
			case strings.HasPrefix(line, " "), strings.HasPrefix(line, "Needs"):
				inside = false
			case inside:
				text += "  " + line // at the end, which is in that key
			default:
				text += line
			}
		}
		if !strings.Contains(text, "fs: [{mount: /data") && name != "files" || !strings.Contains(text, "degrade: true") && name != "a recovery" {
			t.Errorf("%s:\n%s", name, out.String())
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Join(dir, "data"), 0o755); err != nil {
			t.Fatal(err)
		}
		if _, err := loader.Load(path, loader.Options{}); err != nil {
			t.Errorf("%s:\n%s\n%v", name, text, err)
		}
	}
}
