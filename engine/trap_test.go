package engine_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
)

// traps are bodies of functions that trap, by what they trap with. What would be
// an interrupt is an InterruptError. Atomics, typed references, switched stacks and
// async are in no engine here, nor are their traps; those between components are
// tested by package runner.
var traps = []struct {
	code          engine.TrapCode
	message, body string
}{
	{engine.TrapStackOverflow, "call stack exhausted", `(call $culprit)`},
	{engine.TrapMemoryOutOfBounds, "out of bounds memory access", `(drop (i32.load (i32.const 65536)))`},
	{engine.TrapMemoryOutOfBounds, "out of bounds memory access", `(memory.fill (i32.const 65535) (i32.const 0) (i32.const 2))`},
	{engine.TrapTableOutOfBounds, "undefined element: out of bounds table access", `(call_indirect (i32.const 7))`},
	{engine.TrapTableOutOfBounds, "undefined element: out of bounds table access", `(drop (table.get 0 (i32.const 7)))`},
	{engine.TrapIndirectCallToNull, "uninitialized element", `(call_indirect (i32.const 1))`},
	{engine.TrapBadSignature, "indirect call type mismatch", `(drop (call_indirect (result i32) (i32.const 0)))`},
	{engine.TrapIntegerOverflow, "integer overflow", `(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))`},
	{engine.TrapIntegerOverflow, "integer overflow", `(drop (i32.trunc_f64_s (f64.const 1e20)))`},
	{engine.TrapIntegerDivisionByZero, "integer divide by zero", `(drop (i64.rem_u (i64.const 1) (i64.const 0)))`},
	{engine.TrapBadConversionToInteger, "invalid conversion to integer", `(drop (i32.trunc_f32_u (f32.const nan)))`},
	{engine.TrapUnreachable, "wasm `unreachable` instruction executed", `(unreachable)`},
	{engine.TrapOutOfFuel, "all fuel consumed by WebAssembly", `(loop (br 0))`},
}

// trapModule has a function "run" that calls one that traps.
func trapModule(body string) string {
	return fmt.Sprintf(`(module $guilty (memory 1) (table 2 funcref) (elem (i32.const 0) $caller)
		(func $culprit %s)
		(func $caller (export "run") (call $culprit) (nop)))`, body)
}

func trapComponent(body string) string {
	return `(component (core ` + trapModule(body)[1:] + `
		(core instance $i (instantiate $guilty))
		(func (export "run") (canon lift (core func $i "run"))))`
}

func TestTraps(t *testing.T) {
	eng := newEngineWith(t, engine.Config{ConsumeFuel: true})
	for _, tt := range traps {
		for kind, wat := range map[string]string{"core module": trapModule(tt.body), "component": trapComponent(tt.body)} {
			t.Run(tt.message+"/"+kind, func(t *testing.T) {
				s := engine.NewStore(eng, nil)
				defer s.Close()
				fuel := uint64(1 << 40)
				if tt.code == engine.TrapOutOfFuel {
					fuel = 1000
				}
				mustBe(t, s.SetFuel(fuel))
				inst, err := engine.NewLinker(eng).Instantiate(s, compile(t, eng, wat))
				mustBe(t, err)
				run, err := inst.Func("run")
				mustBe(t, err)
				got, err := run.Call()
				var trap *engine.Trap
				if got != nil || !errors.As(err, &trap) {
					t.Fatalf("gives %v, %#v", got, err)
				}
				if trap.Code != tt.code || trap.Message != tt.message || trap.Error() != "trap: "+tt.message || trap.Cause != nil {
					t.Errorf("the trap is %d %q", trap.Code, trap.Message)
				}
				checkFrames(t, trap.Frames, tt.code == engine.TrapStackOverflow)
			})
		}
	}
}

func checkFrames(t *testing.T, frames []engine.Frame, recursive bool) {
	t.Helper()
	if len(frames) < 2 {
		t.Fatalf("the frames are %v", frames)
	}
	if f := frames[0]; f.Func != "culprit" || f.Module != "guilty" || f.FuncIndex != 0 || f.Offset == 0 {
		t.Errorf("the innermost frame is %+v", f)
	}
	outer := frames[len(frames)-1]
	if !recursive && (outer.Func != "caller" || outer.FuncIndex != 1) {
		t.Errorf("the outermost frame is %+v", outer)
	}
	// Where the stack is exhausted as a function begins, wasmtime knows no offset.
	text := frames[0].String()
	known := strings.HasSuffix(text, " - guilty!culprit") && strings.HasPrefix(text, "0x")
	if !known && (!recursive || text != "guilty!culprit") || strings.Contains(text, "ffffffff") {
		t.Errorf("a frame reads %q", text)
	}
}

func TestFramesWithoutNames(t *testing.T) {
	eng := newEngine(t)
	inst := instantiate(t, engine.NewLinker(eng), compile(t, eng, `(module (func (export "run") (unreachable)))`))
	run, err := inst.Func("run")
	mustBe(t, err)
	_, err = run.Call()
	var trap *engine.Trap
	if !errors.As(err, &trap) || len(trap.Frames) != 1 || !strings.HasSuffix(trap.Frames[0].String(), " - <unknown>!<wasm function 0>") {
		t.Errorf("the error is %v, %v", err, trap)
	}
}

// A call after a trap is an error or an answer, but no crash: wasmtime lets a
// core module be called again.
func TestCallAfterATrap(t *testing.T) {
	eng := newEngine(t)
	const body = `(unreachable)`
	for kind, wat := range map[string]string{"core module": trapModule(body), "component": trapComponent(body)} {
		inst := instantiate(t, engine.NewLinker(eng), compile(t, eng, wat))
		run, err := inst.Func("run")
		mustBe(t, err)
		for range 3 {
			var trap *engine.Trap
			if _, err := run.Call(); !errors.As(err, &trap) {
				t.Errorf("%s: a call gives %v", kind, err)
			}
		}
	}
}

// A trap of the component model's own, which has no code here.
func TestUnknownTrap(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	mustBe(t, l.Root().Func("f", engine.F1(func(*engine.Store, string) (engine.Unit, error) { return engine.Unit{}, nil })))
	inst := instantiate(t, l, compile(t, eng, `(component
		(import "f" (func $f (param "s" string)))
		(core module $libc (memory (export "memory") 1))
		(core instance $libc (instantiate $libc))
		(core func $f (canon lower (func $f) (memory $libc "memory")))
		(core module $m (import "" "f" (func $f (param i32 i32))) (func (export "run") (call $f (i32.const 65535) (i32.const 2))))
		(core instance $m (instantiate $m (with "" (instance (export "f" (func $f))))))
		(func (export "run") (canon lift (core func $m "run"))))`))
	run, err := inst.Func("run")
	mustBe(t, err)
	_, err = run.Call()
	var trap *engine.Trap
	if !errors.As(err, &trap) || trap.Code != engine.TrapUnknown || !strings.Contains(trap.Message, "out-of-bounds") && !strings.Contains(trap.Message, "out of bounds") {
		t.Errorf("a string out of bounds gives %#v: %v", err, err)
	}
}

func TestTrapAtInstantiation(t *testing.T) {
	eng := newEngine(t)
	for kind, wat := range map[string]string{
		"core module": `(module (func $f (unreachable)) (start $f))`,
		"component":   `(component (core module $m (func $f (unreachable)) (start $f)) (core instance (instantiate $m)))`,
		"data":        `(module (memory 1) (data (i32.const 65536) "x"))`,
		"elements":    `(module (table 1 funcref) (func $f) (elem (i32.const 1) $f))`,
	} {
		s := engine.NewStore(eng, nil)
		defer s.Close()
		var trap *engine.Trap
		if _, err := engine.NewLinker(eng).Instantiate(s, compile(t, eng, wat)); !errors.As(err, &trap) || trap.Code < 0 {
			t.Errorf("%s: instantiating gives %#v", kind, err)
		}
	}
}

func TestMaxWasmStack(t *testing.T) {
	depth := func(stack uint64) int32 {
		eng := newEngineWith(t, engine.Config{MaxWasmStack: stack})
		inst := instantiate(t, engine.NewLinker(eng), compile(t, eng, `(module (global $n (mut i32) (i32.const 0))
			(func $f (export "run") (global.set $n (i32.add (global.get $n) (i32.const 1))) (call $f) (global.set $n (global.get $n)))
			(func (export "depth") (result i32) (global.get $n)))`))
		run, err := inst.Func("run")
		mustBe(t, err)
		var trap *engine.Trap
		if _, err := run.Call(); !errors.As(err, &trap) || trap.Code != engine.TrapStackOverflow {
			t.Errorf("endless recursion gives %v", err)
		}
		f, err := inst.Func("depth")
		mustBe(t, err)
		n, err := f.Call()
		mustBe(t, err)
		return n.(int32)
	}
	small, normal, large := depth(64<<10), depth(0), depth(4<<20)
	if small*4 > normal || normal*4 > large {
		t.Errorf("recursion goes %d deep on a small stack, %d on a normal one, %d on a large one", small, normal, large)
	}
}

// abiTraps are results that can't be lifted: what a function returns, its type,
// and how the trap begins.
var abiTraps = []struct{ message, result, body string }{
	{"return pointer not aligned", "string", `(i32.const 2)`},
	{"pointer out of bounds of memory", "string", `(i32.const 65536)`},
	{"string pointer not aligned to 2", "string", `(call $pair (i32.const 1) (i32.const 0))`},
	{"string pointer/length out of bounds of memory", "string", `(call $pair (i32.const 0) (i32.const 32769))`},
	{"unpaired surrogate found", "string", `(i32.store16 (i32.const 64) (i32.const 0xdc00)) (call $pair (i32.const 64) (i32.const 1))`},
	{"list pointer is not aligned", "(list u32)", `(call $pair (i32.const 2) (i32.const 0))`},
	{"list pointer/length out of bounds of memory", "(list u32)", `(call $pair (i32.const 0) (i32.const 16385))`},
	{"discriminant 2 out of range [0..2)", `(enum "a" "b")`, `(i32.const 2)`},
	{"discriminant 9 out of range [0..2)", `(result)`, `(i32.const 9)`},
	{"converted integer out of range for `char`", "char", `(i32.const 0xd800)`},
}

// What the Canonical ABI refuses of a guest is the guest's trap, even where none
// of its code runs any more.
func TestTrapsOfTheCanonicalABI(t *testing.T) {
	eng := newEngine(t)
	for _, tt := range abiTraps {
		t.Run(tt.message, func(t *testing.T) {
			run := function(t, eng, fmt.Sprintf(`(component
				(core module $m (memory (export "mem") 1)
					(func $pair (param i32 i32) (result i32)
						(i32.store (i32.const 16) (local.get 0)) (i32.store (i32.const 20) (local.get 1)) (i32.const 16))
					(func (export "run") (result i32) %s))
				(core instance $i (instantiate $m))
				(type $e (enum "a" "b")) (export $t "t" (type $e))
				(func (export "run") (result %s) (canon lift (core func $i "run") (memory $i "mem") string-encoding=utf16)))`,
				tt.body, strings.Replace(tt.result, `(enum "a" "b")`, "$t", 1)))
			_, err := run.Call()
			var trap *engine.Trap
			if !errors.As(err, &trap) || trap.Code != engine.TrapUnknown || !strings.HasPrefix(trap.Message, tt.message) {
				t.Errorf("gives %#v", err)
				return
			}
			if message.Said(trap.Message).Localize(message.Spanish) == trap.Message {
				t.Errorf("%q is not known in Spanish", trap.Message)
			}
		})
	}
}

// An argument of the wrong type is the host's mistake, whatever its names.
func TestMistakesOfTheHostAreNoTraps(t *testing.T) {
	run := function(t, newEngine(t), `(component
		(core module $m (func (export "run") (param i32)))
		(core instance $i (instantiate $m))
		(type $e (enum "a" "b")) (export $t "t" (type $e))
		(func (export "run") (param "e" $t) (canon lift (core func $i "run"))))`)
	for _, arg := range []any{engine.Enum("discriminant 2"), engine.Enum("list pointer"), "string pointer", uint32(1)} {
		_, err := run.Call(arg)
		var trap *engine.Trap
		if err == nil || errors.As(err, &trap) {
			t.Errorf("%v gives %v", arg, err)
		}
	}
}

// function instantiates a component and finds its function "run".
func function(t *testing.T, eng *engine.Engine, wat string) *engine.Func {
	t.Helper()
	run, err := instantiate(t, engine.NewLinker(eng), compile(t, eng, wat)).Func("run")
	mustBe(t, err)
	return run
}
