package info_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/info"
	"github.com/qyvol/qyvol/internal/wasm"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/wasi"
)

// asyncTexts are components with one thing each of what WASI 0.3 is made with, and
// components without any.
func asyncTexts(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "internal", "wit", "testdata", "async.wat"))
	if err != nil {
		t.Fatal(err)
	}
	return map[string]bool{
		string(text): true,
		`(component (import "acme:a/b" (instance (export "f" (func async)))))`:                                                        true,
		`(component (import "f" (func async)))`:                                                                                       true,
		`(component (type (stream u8)))`:                                                                                              true,
		`(component (type (future)))`:                                                                                                 true,
		`(component (type (list error-context)))`:                                                                                     true,
		`(component (component (type (stream))))`:                                                                                     true,
		`(component (core func (canon task.return)))`:                                                                                 true,
		`(component (core func (canon subtask.drop)))`:                                                                                true,
		`(component (core func (canon waitable-set.new)))`:                                                                            true,
		`(component (core func (canon backpressure.inc)))`:                                                                            true,
		`(component (import "f" (func $f)) (core func (canon lower (func $f) async)))`:                                                true,
		`(component (import "acme:a/b" (instance (export "f" (func)))))`:                                                              false,
		`(component (import "wasi:cli/stdout@0.3.0" (instance (export "handle" (func)))))`:                                            false,
		`(component (type $r (resource (rep i32))) (core func (canon resource.new $r)))`:                                              false,
		`(component (type $r (resource (rep i32))) (core func (canon resource.drop $r)))`:                                             false,
		`(component (import "f" (func $f (param "a" (list string)))) (core module (memory 1)) (type (func)))`:                         false,
		`(component (core module $m (func (export "f"))) (core instance $i (instantiate $m)) (func (canon lift (core func $i "f"))))`: false,
	}
}

// A component is asynchronous for inspect where it is for the compiler, and then
// nothing of it is promised to start, whatever the manifest says of degrading.
func TestAsyncIsWhatCannotBeCompiled(t *testing.T) {
	e, err := engine.New(engine.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for text, async := range asyncTexts(t) {
		code, err := engine.TextToBinary([]byte(text))
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		file, err := wasm.Decode(code)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		c, compileErr := e.Compile(code)
		if compileErr == nil {
			c.Close()
		}
		if file.Async != async || async != (compileErr != nil) {
			t.Errorf("%s\nasync: %v, compiling: %v", text, file.Async, compileErr)
		}
		unit, err := loader.LoadBytes("test", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		d, err := info.Describe(info.Subject{Unit: unit, Grant: &wasi.Grant{Degrade: true}})
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range d.Needs {
			if async && n.Status == wasi.Traps || !async && !strings.HasPrefix(n.Import, "wasi:") && n.Status != wasi.Traps {
				t.Errorf("%s: %s is %s", text, n.Import, n.Status)
			}
		}
	}
}
