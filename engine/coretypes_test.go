package engine_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// The C library can't be asked for all types: of some it ends the process.
const strangeModule = `(module
	(import "m" "v" (func (param v128) (result v128)))
	(import "m" "e" (func (param externref i32)))
	(func (export "v") (param v128) (result v128) (local.get 0))
	(func (export "f") (param funcref f64) (result externref i64) (ref.null extern) (i64.const 1))
	(func (export "_start") (param v128))
	(memory (export "mem") 1) (table (export "tab") 1 funcref) (global (export "glob") i32 (i32.const 0)))`

func TestTypesOfCoreModules(t *testing.T) {
	t.Parallel()
	eng := newEngineWith(t, engine.Config{MemoryAccounting: true})
	c := compile(t, eng, strangeModule)
	code, err := c.Serialize()
	mustBe(t, err)
	again, err := eng.Deserialize(code, engine.KindModule)
	mustBe(t, err)
	for name, c := range map[string]*engine.Component{"compiled": c, "loaded": again} {
		typ, err := c.Type()
		mustBe(t, err)
		var got []string
		for _, list := range [][]engine.Extern{typ.Imports, typ.Exports} {
			for _, e := range list {
				line := e.Name + " " + e.CoreItem
				if e.Func != nil {
					line += fmt.Sprint(*e.Func)
				}
				got = append(got, line)
			}
		}
		text := strings.Join(got, "\n")
		for _, want := range []string{"m::v", "v128", "externref", "funcref", "mem memory", "tab table", "glob global"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: there is no %s in\n%s", name, want, text)
			}
		}
	}
	if _, err := eng.Deserialize(code, engine.KindComponent); err == nil {
		t.Error("a module is taken for a component")
	}
	for cut := 1; cut < 60; cut++ {
		if _, err := eng.Deserialize(code[:len(code)-cut], engine.KindModule); err == nil {
			t.Errorf("without its last %d bytes it is loaded", cut)
		}
	}
	damageTypes(t, eng, code)
}

// damageTypes changes what stands behind the code, byte by byte and bit by bit: that is
// an error, or the same code with types of which each function has some.
func damageTypes(t *testing.T, eng *engine.Engine, code []byte) {
	t.Helper()
	refused := 0
	for at := len(code) - 200; at < len(code); at++ {
		for bit := range 8 {
			bad := bytes.Clone(code)
			bad[at] ^= 1 << bit
			c, err := eng.Deserialize(bad, engine.KindModule)
			if err != nil {
				refused++
				continue
			}
			if _, err := c.Type(); err != nil {
				t.Errorf("byte %d from the end, bit %d: %v", len(code)-at, bit, err)
			}
			mustBe(t, c.Close())
		}
	}
	if refused < 200 {
		t.Errorf("only %d were refused: it is not the types that were changed", refused)
	}
}

// FuzzCoreTypes gives the reader of types anything: what it takes, it writes again.
func FuzzCoreTypes(f *testing.F) {
	f.Add([]byte{0, 0})
	f.Add([]byte("\x01\x01m\x01v\x00\x01\x04\x00\x01\x00\x01f\x00\x02\x00\x01\x01\x02"))
	f.Fuzz(func(t *testing.T, data []byte) {
		once, err := engine.ReadCoreTypes(data)
		if err != nil {
			return
		}
		if again, err := engine.ReadCoreTypes(once); err != nil || !bytes.Equal(once, again) {
			t.Errorf("%x becomes %x, and that %x: %v", data, once, again, err)
		}
	})
}

// What is asynchronous is refused before the library sees it, wherever it stands.
func TestAsyncIsRefused(t *testing.T) {
	t.Parallel()
	eng := newEngineWith(t, plain)
	for name, text := range map[string]string{
		"a function that is imported": `(component (import "f" (func async)))`,
		"a type":                      `(component (type (func async)))`,
		"a stream":                    `(component (type (stream u8)))`,
		"a stream of nothing":         `(component (type (stream)))`,
		"a future":                    `(component (type (future u8)))`,
		"an error context":            `(component (import "x" (func (param "e" error-context))))`,
		"in a list":                   `(component (type $s (stream u8)) (type (list $s)))`,
		"in an instance's type":       `(component (import "i" (instance (export "f" (func async)))))`,
		"in a component's type":       `(component (type (component (import "f" (func async)))))`,
		"in a component":              `(component (component (type (future))))`,
		"a builtin":                   `(component (core func (canon backpressure.inc)))`,
		"a task":                      `(component (core func (canon task.cancel)))`,
		"a stream's builtin":          `(component (type $s (stream u8)) (core func (canon stream.new $s)))`,
	} {
		_, err := eng.Compile([]byte(text))
		var e *engine.Error
		if !errors.As(err, &e) || !strings.Contains(e.Message, "needs the asynchronous part of the Component Model") || !strings.Contains(e.Message, "offset 0x") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
