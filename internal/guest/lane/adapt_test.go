package lane_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/guest/lane"
	"github.com/qyvol/qyvol/internal/wasm"
)

// wasi are the functions of WASI 0.2 that carry bytes.
var wasi = lane.Interfaces{
	"wasi:io/streams": {
		"[method]output-stream.write", "[method]output-stream.blocking-write-and-flush",
		"[method]input-stream.read", "[method]input-stream.blocking-read",
	},
	"wasi:filesystem/types": {"[method]descriptor.read", "[method]descriptor.write"},
	"wasi:random/random":    {"get-random-bytes"},
}

func guests(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "..", "..", "fixtures", "*", "*.wasm"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no guests", err)
	}
	all := map[string][]byte{}
	for _, path := range paths {
		if all[filepath.Base(path)], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestAdaptRealGuests has wasmtime compile what compilers wrote and Adapt changed.
func TestAdaptRealGuests(t *testing.T) {
	eng, err := engine.New(engine.Config{OptLevel: engine.OptNone})
	if err != nil {
		t.Fatal(err)
	}
	defer eng.Close()
	adapted := 0
	for name, guest := range guests(t) {
		before := bytes.Clone(guest)
		out, _, ok := lane.Adapt(guest, wasi)
		if !bytes.Equal(guest, before) {
			t.Errorf("%s was changed in place", name)
		}
		if !ok {
			file, err := wasm.Decode(guest)
			if err == nil && file.Component != nil {
				t.Logf("%s is left alone", name)
			}
			continue
		}
		adapted++
		again, _, _ := lane.Adapt(guest, wasi)
		if !bytes.Equal(out, again) {
			t.Errorf("%s is adapted in two ways", name)
		}
		c, err := eng.Compile(out)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		_ = c.Close()
		sameExports(t, name, guest, out)
	}
	if adapted == 0 {
		t.Error("no guest was adapted")
	}
	t.Log(adapted, "adapted")
}

func sameExports(t *testing.T, name string, guest, out []byte) {
	t.Helper()
	a, err := wasm.Decode(guest)
	if err != nil {
		t.Fatal(err)
	}
	b, err := wasm.Decode(out)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for i, e := range a.Component.Exports {
		if b.Component.Exports[i].Name != e.Name {
			t.Errorf("%s exports %s in place of %s", name, b.Component.Exports[i].Name, e.Name)
		}
	}
	if len(a.Component.Imports) != len(b.Component.Imports) {
		t.Errorf("%s imports %d, not %d", name, len(b.Component.Imports), len(a.Component.Imports))
	}
}

func TestAdaptLeavesOthersAlone(t *testing.T) {
	for _, text := range []string{
		`(module)`, `(component)`, `(component (import "wasi:io/streams@0.2.0" (instance)))`,
		`(component (import "wasi:random/random@0.2.0" (instance (export "get-random-bytes" (func (param "len" u64) (result string))))))`,
	} {
		wasm, err := engine.TextToBinary([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, ok := lane.Adapt(wasm, wasi); ok {
			t.Errorf("%s is adapted", text)
		}
	}
	if _, _, ok := lane.Adapt([]byte("\x00asm\x0d\x00\x01\x00\x07\xff"), wasi); ok {
		t.Error("garbage is adapted")
	}
}

// FuzzAdapt changes guests: whatever comes in, Adapt ends, and what it gives is a
// component for package wasm if what it took was one.
func FuzzAdapt(f *testing.F) {
	for _, name := range []string{"cat.wasm", "files.wasm", "hello.wasm"} {
		if guest := guests(f)[name]; len(guest) > 0 && len(guest) < 100<<10 {
			f.Add(guest)
		}
	}
	f.Fuzz(func(t *testing.T, guest []byte) {
		out, _, ok := lane.Adapt(guest, wasi)
		if !ok {
			return
		}
		if _, err := wasm.Decode(out); err != nil {
			t.Errorf("what was made is invalid: %v", err)
		}
	})
}
