package engine_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares a text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		mustBe(t, os.MkdirAll("testdata", 0o755))
		mustBe(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	mustBe(t, err)
	if got != string(want) {
		t.Errorf("%s differs from what is there:\n%s", path, got)
	}
}

func TestComponentTypes(t *testing.T) {
	for name, file := range map[string]string{
		"values": "values/values.wat", "tickets": "resources/ticket.wat", "counters": "resources/counter.wat",
		"composed": "composed/composed.wat", "hello": "hello/hello.wasm", "hello-module": "hello/hello-p1.wasm",
	} {
		t.Run(name, func(t *testing.T) {
			c := compile(t, newEngine(t), string(fixture(t, file)))
			typ, err := c.Type()
			mustBe(t, err)
			if again, err := c.Type(); again != typ || err != nil {
				t.Errorf("the type is computed again: %v", err)
			}
			golden(t, name+".type", showComponent(typ, ""))
		})
	}
}

// What the fixtures do not have: nested components and modules, kinds of types.
func TestTypesOfAllKinds(t *testing.T) {
	c := compile(t, newEngineWith(t, engine.Config{ComponentMaps: true}), `(component
		(type $r' (record (field "x" u8)))
		(import "record" (type $r (eq $r')))
		(import "module" (core module (export "f" (func))))
		(import "instance" (instance
			(export "res" (type $res (sub resource)))
			(export "same" (type (eq $res)))
			(export "inner" (instance (export "h" (func (param "self" (borrow $res)) (result (own $res))))))))
		(import "f" (func
			(param "list" (list (tuple u8 s64))) (param "map" (map string $r))
			(param "result" (result)) (param "ok" (result u8)) (param "error" (result (error string)))
			(result (result $r (error char)))))
		(import "nothing" (func)))`)
	typ, err := c.Type()
	mustBe(t, err)
	golden(t, "all-kinds.type", showComponent(typ, ""))
}

func TestModuleTypes(t *testing.T) {
	c := compile(t, newEngine(t), `(module
		(import "env" "f" (func (param i32 i64 f32 f64 v128 funcref externref) (result externref i32)))
		(import "env" "" (memory 1)) (import "" "t" (table 1 funcref)) (import "env" "g" (global i32))
		(func (export "run") (result v128) (v128.const i64x2 0 0))
		(memory (export "memory") 1) (table (export "table") 1 externref) (global (export "global") f64 (f64.const 1)))`)
	typ, err := c.Type()
	mustBe(t, err)
	golden(t, "module.type", showComponent(typ, ""))
	if c.Kind().String() != "core module" || !c.HasExport("run") || c.HasExport("unknown") || c.HasExport("run", "run") || c.HasExport() {
		t.Error("HasExport disagrees")
	}
}

func TestFuncTypes(t *testing.T) {
	inst := valuesInstance(t, false)
	f, err := inst.Func("call-import-many")
	mustBe(t, err)
	typ, err := f.Type()
	mustBe(t, err)
	if again, _ := f.Type(); again != typ {
		t.Error("the type is computed again")
	}
	want := "func(a: u8, b: u16, c: u32, d: u64, e: f32, f: f64, g: string, h: u8, i: u16, j: u32, k: u64, l: f32, m: f64, n: u8, o: u16, p: u32) -> " +
		"tuple<u8, u16, u32, u64, f32, f64, string, u8, u16, u32, u64, f32, f64, u8, u16, u32>"
	if got := showFunc(typ); got != want {
		t.Errorf("the type is %s", got)
	}
	other, err := inst.Func("echo-u8")
	mustBe(t, err)
	inst.Store().Close()
	if _, err := other.Type(); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("the type of a function of a closed store gives %v", err)
	}
	if _, err := other.Call(uint8(1)); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("calling it gives %v", err)
	}
}

// bomb is a small component whose types, written out, are enormous: each record
// has the one before it twice.
func bomb(depth, exports int) string {
	var b strings.Builder
	b.WriteString(`(component (type $t0 (record (field "a" u8) (field "b" u8))) (import "t0" (type $n0 (eq $t0)))`)
	for i := 1; i <= depth; i++ {
		fmt.Fprintf(&b, "\n"+`(type $t%[1]d (record (field "a" $n%[2]d) (field "b" $n%[2]d))) (import "t%[1]d" (type $n%[1]d (eq $t%[1]d)))`, i, i-1)
	}
	for i := range exports {
		fmt.Fprintf(&b, "\n"+`(import "f%d" (func (param "a" $n%d)))`, i, depth)
	}
	return b.String() + ")"
}

func TestTypeBombs(t *testing.T) {
	eng := newEngine(t)
	for _, tt := range []struct{ depth, exports int }{{13, 1}, {10, 60}, {1, 5000}, {17, 1}, {30, 1}, {90, 1}} {
		c, err := eng.Compile([]byte(bomb(tt.depth, tt.exports)))
		if err != nil {
			continue // wasmtime has a limit of its own
		}
		t.Logf("depth %d, %d functions", tt.depth, tt.exports)
		typ, err := c.Type()
		if err == nil && size(typ.Imports) > 300_000 {
			t.Errorf("depth %d, %d functions: the type has %d parts", tt.depth, tt.exports, size(typ.Imports))
		}
		if err != nil && !errors.Is(err, engine.ErrTypeSize) {
			t.Errorf("depth %d, %d functions: %v", tt.depth, tt.exports, err)
		}
		c.Close()
	}
	if _, err := compile(t, eng, bomb(15, 1)).Type(); !errors.Is(err, engine.ErrTypeSize) {
		t.Errorf("a type of a quarter of a million parts gives %v", err)
	}
}

func size(externs []engine.Extern) int {
	n := 0
	for _, e := range externs {
		n += strings.Count(showExtern(&e, ""), ":") + 1
	}
	return n
}

// The texts of golden files.

func showComponent(c *engine.ComponentType, indent string) string {
	var b strings.Builder
	for _, e := range c.Imports {
		b.WriteString(indent + "import " + showExtern(&e, indent) + "\n")
	}
	for _, e := range c.Exports {
		b.WriteString(indent + "export " + showExtern(&e, indent) + "\n")
	}
	return b.String()
}

func showExtern(e *engine.Extern, indent string) string {
	switch {
	case e.Instance != nil:
		text := e.Name + ": instance"
		for i := range e.Instance.Exports {
			text += "\n" + indent + "  " + showExtern(&e.Instance.Exports[i], indent+"  ")
		}
		return text
	case e.Func != nil:
		return e.Name + ": " + showFunc(e.Func)
	case e.Component != nil:
		return e.Name + ": component\n" + strings.TrimSuffix(showComponent(e.Component, indent+"  "), "\n")
	case e.Resource != nil:
		return fmt.Sprintf("%s: resource #%d", e.Name, e.Resource.ID)
	case e.Type != nil:
		return e.Name + ": type " + showType(e.Type)
	case e.Module:
		return e.Name + ": core module"
	default:
		return e.Name + ": core " + e.CoreItem
	}
}

func showFunc(f *engine.FuncType) string {
	params := make([]string, len(f.Params))
	for i, p := range f.Params {
		params[i] = strings.TrimPrefix(p.Name+": ", ": ") + showType(&p.Type)
	}
	text := "func(" + strings.Join(params, ", ") + ")"
	if f.Async {
		text = "async " + text
	}
	if f.Result != nil {
		text += " -> " + showType(f.Result)
	}
	for _, r := range f.CoreResults {
		text += " -> " + showType(&r)
	}
	return text
}

func showType(t *engine.ValType) string {
	if t == nil {
		return "_"
	}
	var parts []string
	switch t.Kind {
	case engine.TypeList, engine.TypeOption, engine.TypeFuture, engine.TypeStream:
		parts = []string{showType(t.Elem)}
	case engine.TypeMap:
		parts = []string{showType(t.Key), showType(t.Elem)}
	case engine.TypeResult:
		parts = []string{showType(t.Elem), showType(t.Err)}
	case engine.TypeOwn, engine.TypeBorrow:
		parts = []string{fmt.Sprintf("#%d", t.Resource.ID)}
	default:
		for _, m := range t.Members {
			text := m.Name
			if m.Type != nil {
				text = strings.TrimPrefix(m.Name+": ", ": ") + showType(m.Type)
			}
			parts = append(parts, text)
		}
	}
	if parts == nil {
		return string(t.Kind)
	}
	return string(t.Kind) + "<" + strings.Join(parts, ", ") + ">"
}
