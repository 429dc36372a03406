package lane_test

import (
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/guest/lane"
)

const bytesImport = `(import "wasi:random/random@0.2.0" (instance $i (export "get-random-bytes" (func (param "len" u64) (result (list u8))))))`

// A guest that knows of adapters, or counts on what they add, is left alone.
func TestReserved(t *testing.T) {
	for name, text := range map[string]string{
		"imports": `(component (import "wasi:random/random@0.2.0" (instance (export "qyvol-lane-take" (func))
			(export "get-random-bytes" (func (param "len" u64) (result (list u8)))))))`,
		"imports in another version": `(component ` + bytesImport + `
			(import "wasi:random/random@0.2.1" (instance (export "qyvol-lane-get-random-bytes" (func (param "len" u64) (result u32))))))`,
		"imports elsewhere": `(component ` + bytesImport + ` (import "other:package/x" (instance (export "qyvol-lane-probe" (func)))))`,
		"imports itself":    `(component ` + bytesImport + ` (import "qyvol-lane-probe" (func)))`,
		"has inside": `(component ` + bytesImport + `
			(component (import "x" (instance (export "qyvol-lane-take" (func))))))`,
		"has deep inside": `(component ` + bytesImport + `
			(component (component (import "x" (instance (export "qyvol-lane-take" (func)))))))`,
		"has as a type": `(component ` + bytesImport + `
			(type (component (import "x" (instance (export "qyvol-lane-take" (func)))))))`,
	} {
		wasm, err := engine.TextToBinary([]byte(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _, _, ok := lane.Adapt(wasm, wasi); ok || !lane.Reserved(wasm) {
			t.Errorf("what %s a reserved name is adapted: %t", name, ok)
		}
	}
	counting, err := engine.TextToBinary([]byte(`(component ` + bytesImport + ` (alias export $i "qyvol-lane-take" (func)))`))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, ok := lane.Adapt(counting, wasi); ok {
		t.Error("what counts on a reserved name is adapted")
	}
	for name, text := range map[string]string{
		"nothing":   `(component ` + bytesImport + `)`,
		"core code": `(component ` + bytesImport + ` (core module (import "" "qyvol-lane-take" (func)) (memory 1) (data (i32.const 0) "qyvol-lane-")))`,
		"a module":  `(module (import "" "qyvol-lane-take" (func)))`,
	} {
		wasm, err := engine.TextToBinary([]byte(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if lane.Reserved(wasm) {
			t.Errorf("%s has a reserved name", name)
		}
	}
}
