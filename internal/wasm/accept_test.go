package wasm_test

import (
	"testing"

	"github.com/qyvol/qyvol/internal/wasm"
)

// Parts of the format that no fixture has.
func TestAccepted(t *testing.T) {
	const stream = `(core module $m (memory (export "mem") 1) (table (export "t") 1 funcref))
		(core instance $m (instantiate $m)) (alias core export $m "mem" (core memory $mem))
		(alias core export $m "t" (core table $t)) (type $s (stream u8)) (type $f (future u8))`
	for _, c := range []struct {
		name, text string
		want       map[string]int
	}{
		{"streams", `(component ` + stream + `
			(core func (canon stream.new $s)) (core func (canon stream.read $s async (memory $mem)))
			(core func (canon stream.write $s (memory $mem))) (core func (canon stream.cancel-read $s async))
			(core func (canon stream.cancel-write $s)) (core func (canon stream.drop-readable $s))
			(core func (canon stream.drop-writable $s)))`, map[string]int{"core func": 7, "core memory": 1, "type": 2}},
		{"futures", `(component ` + stream + `
			(core func (canon future.new $f)) (core func (canon future.read $f async (memory $mem)))
			(core func (canon future.write $f (memory $mem))) (core func (canon future.cancel-read $f async))
			(core func (canon future.cancel-write $f)) (core func (canon future.drop-readable $f))
			(core func (canon future.drop-writable $f)))`, map[string]int{"core func": 7}},
		{"tasks", `(component ` + stream + `
			(core func (canon task.return (result u32))) (core func (canon task.cancel)) (core func (canon subtask.drop))
			(core func (canon subtask.cancel async)) (core func (canon backpressure.inc)) (core func (canon backpressure.dec))
			(core func (canon context.get i32 0)) (core func (canon context.set i32 0)) (core func (canon waitable-set.new))
			(core func (canon waitable-set.wait (memory $mem))) (core func (canon waitable-set.poll (memory $mem)))
			(core func (canon waitable-set.drop)) (core func (canon waitable.join)))`, map[string]int{"core func": 13}},
		{
			"errors", `(component ` + stream + `
			(core func (canon error-context.new (memory $mem))) (core func (canon error-context.drop)))`,
			map[string]int{"core func": 2},
		},
		{"values", `(component (import "v" (value $v string)) (import "f" (func $f (param "a" string) (result u8)))
			(start $f (value $v) (result (value $r))) (export "r" (value $r)))`, map[string]int{"value": 3, "func": 1}},
		{"module types", `(component (core type $f (func (param i32)))
			(core type $mt (module (import "a" "b" (func (param i32))) (alias outer 1 $f (type $g)) (export "c" (func (type $g)))
				(export "m" (memory i64 1 2)) (export "g" (global (mut f64)))))
			(import "m" (core module $m (type $mt))) (core module $a (func (export "b") (param i32)))
			(core instance $a (instantiate $a)) (core instance $i (instantiate $m (with "a" (instance $a))))
			(core func (alias core export $i "c")))`, map[string]int{"core type": 2, "core instance": 2, "core func": 1}},
		{
			"references", `(component (core module (rec (type $a (sub (struct (field (mut i8)) (field (ref null $b)))))
				(type $b (array (mut (ref $a)))))
			(type $f (func (param (ref $a) (ref null any)) (result i31ref))) (import "a" "b" (func (type $f)))
			(global (ref null $a) (struct.new_default $a)) (global i32 (i32.add (i32.const 1) (i32.const 2)))
			(global v128 (v128.const i64x2 1 2)) (global f64 (f64.const 1)) (table 1 (ref i31) (ref.i31 (i32.const 1)))
			(tag (param i64)) (elem funcref) (data "abc")))`,
			map[string]int{"core module": 1},
		},
		{
			"component types", `(component
			(type $c (component (import "a" (instance (export "r" (type (sub resource)))))
				(export "b" (instance (export "f" (func (result (list u8))))))))
			(import "c" (component $c (type $c)))
			(import "a" (instance $a (export "r" (type (sub resource)))))
			(instance $i (instantiate $c (with "a" (instance $a))))
			(alias export $i "b" (instance $b)) (func (alias export $b "f")))`,
			map[string]int{"component": 1, "instance": 3, "func": 1},
		},
		{"dependencies", `(component (import "unlocked-dep=<a:b@{>=1.2.3}>" (instance))
			(import "integrity=<sha256-abcd>" (instance)) (import "a:b/c@1.0.0-rc.1+x" (instance)))`, map[string]int{"instance": 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := parse(t, c.text).Counts
			for space, n := range c.want {
				if got[space] != n {
					t.Errorf("%d of sort %s, want %d", got[space], space, n)
				}
			}
		})
	}
}

// A name with attributes, which the text format here can't write yet.
func TestAttributes(t *testing.T) {
	data := componentHead + section(7, vec("\x42\x00")) + section(10, vec(
		"\x02"+name("a:b/c@1")+vec("\x01"+name(".2.3"))+"\x05\x00",
		"\x02"+name("plain")+vec("\x00"+name("a:b/d"), "\x02"+name("outside"))+"\x05\x00",
		"\x01"+name("a:b/e")+"\x05\x00"))
	file, err := wasm.Decode([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []wasm.Extern{
		{Name: "a:b/c@1", VersionSuffix: ".2.3"},
		{Name: "plain", Implements: "a:b/d", ExternalID: "outside"},
		{Name: "a:b/e"},
	} {
		got := file.Component.Imports[i]
		if got.Name != want.Name || got.VersionSuffix != want.VersionSuffix || got.Implements != want.Implements ||
			got.ExternalID != want.ExternalID || got.Sort != wasm.SortInstance {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}

func TestMethodsBelongToResources(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{
			`(component (import "[method]r.f" (func)))`,
			`the function "[method]r.f" is of a resource that was not named before`,
		},
		{
			`(component (import "r" (type (sub resource))) (import "[method]r.f" (func)))`,
			`the method "[method]r.f" doesn't take the resource first, as "self"`,
		},
		{
			`(component (import "r" (type (sub resource))) (import "[constructor]r" (func (result u8))))`,
			`the constructor "[constructor]r" doesn't give the resource`,
		},
	} {
		_, err := wasm.Decode(assemble(t, c.text))
		if problem, ok := err.(*wasm.Error); !ok || problem.Message != c.want { //nolint:errorlint // Decode gives nothing else
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}
