package wit_test

import (
	"testing"

	"github.com/qyvol/qyvol/internal/wasm"
	"github.com/qyvol/qyvol/internal/wit"
)

func TestFunc(t *testing.T) {
	c := component(t, `(component
		(import "a:b/c" (instance $i
			(type $e0 (enum "x" "type"))
			(export "error-code" (type $e (eq $e0)))
			(export "r" (type $r (sub resource)))
			(export "f" (func (param "a" u32) (param "list" (list u8 4)) (result (result string (error $e)))))
			(export "g" (func async (param "r" (borrow $r)) (param "s" (stream u8)) (result (own $r))))
			(export "h" (func (result (result (error (map string (tuple u8 char)))))))))
		(core module (import "m" "f" (func (param i32 i64) (result i32)))
			(import "m" "g" (func)) (import "m" "h" (func (param externref) (result f32 f64)))))`)
	exports := c.Imports[0].Type.Exports
	for i, want := range []string{
		"func(a: u32, %list: list<u8, 4>) -> result<string, error-code>",
		"async func(r: borrow<r>, s: stream<u8>) -> r",
		"func() -> result<_, map<string, tuple<u8, char>>>",
	} {
		if got := wit.Func(exports[i+2].Type); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if got := wit.Type(exports[0].Type); got != "error-code" {
		t.Error(got)
	}
	if got := wit.Definition(exports[0].Type); got != "enum { x, %type }" {
		t.Error(got)
	}
	for i, want := range []string{"(i32, i64) -> i32", "() -> ()", "(externref) -> (f32, f64)"} {
		if got := wit.CoreFunc(c.Modules[0].Imports[i].Type.Func); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if got := wit.CoreFunc((*wasm.CoreFunc)(nil)); got != "?" {
		t.Error(got)
	}
}
