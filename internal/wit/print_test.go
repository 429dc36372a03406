package wit_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/internal/wasm"
	"github.com/qyvol/qyvol/internal/wit"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The golden files are what `make wit-parity` compares with wasm-tools.
func TestPrint(t *testing.T) {
	for name, data := range subjects(t) {
		t.Run(name, func(t *testing.T) {
			file, err := wasm.Decode(data)
			if err != nil {
				t.Fatal(err)
			}
			var text strings.Builder
			if err := wit.Print(&text, file.Component); err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("testdata", "golden", name+".wit"), text.String())
		})
	}
}

// The text format that the tests are written in has no attributes of names yet.
func TestPrintAttributes(t *testing.T) {
	file, err := wasm.Decode([]byte("\x00asm\x0d\x00\x01\x00" +
		"\x07\x07\x02\x42\x00\x40\x00\x01\x00" + // an instance and a function
		"\x0a\x1a\x02" + "\x02\x01a\x01\x00\x05b:c/d\x05\x00" + "\x02\x01f\x01\x02\x04\"\\\x01x\x01\x01"))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := wit.Print(&text, file.Component); err != nil {
		t.Fatal(err)
	}
	want := `package root:component;

world root {
  import a: b:c/d;
  @external-id("\"\\\u{1}x")
  import f: func();
}
package b:c {
  interface d {
  }
}
`
	if text.String() != want {
		t.Errorf("%s, want %s", text.String(), want)
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: it prints\n%s", path, got)
	}
}

// subjects are the components among the fixtures and in testdata by their names.
func subjects(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	collect(t, fixtures.FS, all)
	collect(t, os.DirFS("testdata"), all)
	return all
}

func collect(t *testing.T, from fs.FS, all map[string][]byte) {
	t.Helper()
	err := fs.WalkDir(from, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.Name() == "recognise" {
			return fs.SkipDir
		}
		ext := filepath.Ext(path)
		if ext != ".wasm" && ext != ".wat" {
			return nil
		}
		data, err := fs.ReadFile(from, path)
		if err == nil && ext == ".wat" {
			data, err = engine.TextToBinary(data)
		}
		if err == nil && strings.HasPrefix(string(data), "\x00asm\x0d") {
			all[strings.TrimSuffix(filepath.Base(path), ext)] = data
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
