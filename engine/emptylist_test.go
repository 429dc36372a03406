package engine_test

import (
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// The address of an empty list is none. It must not be in a stack that Go moves
// because it has to grow, which each of these calls does at another place.
func TestEmptyListWhileTheStackGrows(t *testing.T) {
	eng := newEngine(t)
	for name, tt := range map[string]struct {
		elem string
		fn   any
	}{
		"bytes":   {"u8", engine.F1(func(_ *engine.Store, b []byte) (uint32, error) { return uint32(len(b)), nil })},
		"numbers": {"u32", engine.F1(func(_ *engine.Store, l []uint32) (uint32, error) { return uint32(len(l)), nil })},
		"any":     {"u32", engine.F1(func(_ *engine.Store, l any) (uint32, error) { return uint32(len(l.([]any))), nil })},
	} {
		l := engine.NewLinker(eng)
		mustBe(t, l.Root().Func("host", tt.fn))
		inst := instantiate(t, l, compile(t, eng, `(component
			(import "host" (func $host (param "l" (list `+tt.elem+`)) (result u32)))
			(core module $libc (memory (export "memory") 1)
				(func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 64)))
			(core instance $libc (instantiate $libc))
			(core func $host (canon lower (func $host) (memory $libc "memory") (realloc (func $libc "realloc"))))
			(core module $m (import "" "host" (func $host (param i32 i32) (result i32)))
				(func (export "run") (result i32) (call $host (i32.const 64) (i32.const 0))))
			(core instance $i (instantiate $m (with "" (instance (export "host" (func $host))))))
			(func (export "run") (result u32) (canon lift (core func $i "run"))))`))
		run := typed[engine.Unit, uint32](t, inst, "run")
		for depth := range 256 {
			ended := make(chan error)
			go func() {
				n, err := deep(depth, func() (uint32, error) { return run.Call(engine.Unit{}) })
				if n != 0 {
					t.Errorf("%s: an empty list has %d elements", name, n)
				}
				ended <- err
			}()
			mustBe(t, <-ended)
		}
	}
}

// deep calls a function from so deep in the stack.
//
//go:noinline
func deep(n int, fn func() (uint32, error)) (uint32, error) {
	var pad [8]byte
	if n == 0 {
		return fn()
	}
	r, err := deep(n-1, fn)
	pad[n%8] = 1
	return r + uint32(pad[(n+1)%8]), err
}
