package engine_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

func TestCoreHostFunctions(t *testing.T) {
	eng := newEngine(t)
	c := compile(t, eng, `(module
		(import "env" "mix" (func $mix (param i32 i64 f32 f64) (result f64)))
		(import "env" "swap" (func $swap (param i32 i64) (result i64 i32)))
		(import "env" "nothing" (func $nothing))
		(func (export "mix") (param i32 i64 f32 f64) (result f64)
			(call $mix (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
		(func (export "swap") (param i32 i64) (result i64 i32) (call $nothing) (call $swap (local.get 0) (local.get 1))))`)
	for name, define := range map[string]func(*engine.Linker) error{
		"reflected": func(l *engine.Linker) error {
			return errors.Join(
				l.CoreFunc("env", "mix", func(a int32, b int64, c float32, d float64) float64 { return float64(a) + float64(b) + float64(c) + d }),
				l.CoreFunc("env", "swap", func(c *engine.Caller, a uint32, b uint64) (uint64, uint32, error) {
					if c.Store == nil {
						return 0, 0, errors.New("no store")
					}
					return b, a, nil
				}),
				l.CoreFunc("env", "nothing", func() {}))
		},
		"raw": func(l *engine.Linker) error {
			return errors.Join(
				l.RawCoreFunc("env", "mix", engine.CoreSignature{Params: []engine.TypeKind{"i32", "i64", "f32", "f64"}, Results: []engine.TypeKind{"f64"}},
					func(c *engine.Caller) error {
						sum := float64(int32(c.Arg(0))) + float64(int64(c.Arg(1))) + float64(math.Float32frombits(uint32(c.Arg(2)))) + math.Float64frombits(c.Arg(3))
						c.SetResult(0, math.Float64bits(sum))
						return nil
					}),
				l.RawCoreFunc("env", "swap", engine.CoreSignature{Params: []engine.TypeKind{"i32", "i64"}, Results: []engine.TypeKind{"i64", "i32"}},
					func(c *engine.Caller) error {
						a, b := c.Arg(0), c.Arg(1)
						c.SetResult(0, b)
						c.SetResult(1, a)
						return nil
					}),
				l.RawCoreFunc("env", "nothing", engine.CoreSignature{}, func(*engine.Caller) error { return nil }))
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := engine.NewLinker(eng)
			mustBe(t, define(l))
			inst := instantiate(t, l, c)
			mix, err := inst.Func("mix")
			mustBe(t, err)
			if got, err := mix.Call(int32(-1), int64(-2), float32(0.5), 0.25); got != -2.25 || err != nil {
				t.Errorf("mix gives %v, %v", got, err)
			}
			swap, err := inst.Func("swap")
			mustBe(t, err)
			got, err := swap.Call(uint32(math.MaxUint32), uint64(math.MaxUint64))
			if want := (engine.Tuple{int64(-1), int32(-1)}); err != nil || !same(got, want) {
				t.Errorf("swap gives %#v, %v", got, err)
			}
		})
	}
}

func TestCallerMemory(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	mustBe(t, l.CoreFunc("env", "shout", func(c *engine.Caller, at, n uint32) error {
		if c.Memory("unknown") != nil || c.Memory("run") != nil {
			return errors.New("memories of unknown names")
		}
		memory := c.Memory("memory")
		copy(memory[at:], strings.ToUpper(string(memory[at:at+n])))
		return nil
	}))
	inst := instantiate(t, l, compile(t, eng, `(module (import "env" "shout" (func $shout (param i32 i32)))
		(memory (export "memory") 1) (memory (export "empty") 0) (data (i32.const 100) "hello")
		(func (export "run") (call $shout (i32.const 100) (i32.const 5)))
		(func (export "grow") (drop (memory.grow (i32.const 1)))))`))
	run, err := inst.Func("run")
	mustBe(t, err)
	if _, err := run.Call(); err != nil {
		t.Fatal(err)
	}
	memory, ok := inst.Memory("memory")
	if !ok || len(memory) != page || string(memory[100:105]) != "HELLO" {
		t.Errorf("the memory has %d bytes, %q", len(memory), memory[100:105])
	}
	if empty, ok := inst.Memory("empty"); !ok || len(empty) != 0 {
		t.Errorf("the empty memory has %d bytes, %t", len(empty), ok)
	}
	grow, err := inst.Func("grow")
	mustBe(t, err)
	if _, err := grow.Call(); err != nil {
		t.Fatal(err)
	}
	if memory, _ := inst.Memory("memory"); len(memory) != 2*page {
		t.Errorf("the grown memory has %d bytes", len(memory))
	}
	for _, name := range []string{"", "run", "unknown"} {
		if _, ok := inst.Memory(name); ok {
			t.Errorf("there is a memory %q", name)
		}
	}
	inst.Store().Close()
	if _, ok := inst.Memory("memory"); ok {
		t.Error("a closed store has memories")
	}
	if _, ok := instantiate(t, engine.NewLinker(eng), compile(t, eng, addComponent)).Memory("memory"); ok {
		t.Error("a component has a memory")
	}
}

func TestCoreHostErrors(t *testing.T) {
	sentinel := errors.New("no")
	for name, fn := range map[string]any{
		"error": func() error { return sentinel },
		"panic": func() { panic(sentinel) },
		"after results": func(c *engine.Caller) error {
			c.SetResult(7, 1) // there is none
			return nil
		},
	} {
		eng := newEngine(t)
		l := engine.NewLinker(eng)
		mustBe(t, l.CoreFunc("env", "f", fn))
		inst := instantiate(t, l, compile(t, eng, `(module (import "env" "f" (func $f)) (func $run (export "run") (call $f)))`))
		run, err := inst.Func("run")
		mustBe(t, err)
		_, err = run.Call()
		var trap *engine.Trap
		if !errors.As(err, &trap) || trap.Code != engine.TrapHost || len(trap.Frames) == 0 || trap.Frames[0].Func != "run" {
			t.Errorf("%s gives %#v", name, err)
		}
		var panicked *engine.PanicError
		if is := errors.Is(err, sentinel); is == (name == "after results") {
			t.Errorf("%s is the host's error: %t", name, is)
		}
		if as := errors.As(err, &panicked); as == (name == "error") {
			t.Errorf("%s is a panic: %t", name, as)
		}
	}
}

func TestCoreFunctionsThatAreRefused(t *testing.T) {
	l := engine.NewLinker(newEngine(t))
	for name, fn := range map[string]any{
		"string": func(string) {}, "int": func(int) {}, "bool": func() bool { return false },
		"no function": 7, "nil": nil, "late caller": func(int32, *engine.Caller) {}, "early error": func() (error, int32) { return nil, 0 }, //nolint:staticcheck // on purpose
		"variadic": func(...int32) {},
	} {
		var e *engine.TypeError
		if err := l.CoreFunc("env", name, fn); !errors.As(err, &e) {
			t.Errorf("%s gives %v", name, err)
		}
	}
	for _, sig := range []engine.CoreSignature{
		{Params: []engine.TypeKind{"v128"}}, {Results: []engine.TypeKind{"externref"}}, {Params: []engine.TypeKind{""}},
	} {
		if err := l.RawCoreFunc("env", "raw", sig, func(*engine.Caller) error { return nil }); err == nil {
			t.Errorf("%v is accepted", sig)
		}
	}
	mustBe(t, l.CoreFunc("env", "twice", func() {}))
	var e *engine.Error
	if err := l.CoreFunc("env", "twice", func() {}); !errors.As(err, &e) {
		t.Errorf("a second definition gives %v", err)
	}
	l.AllowShadowing(true)
	mustBe(t, l.CoreFunc("env", "twice", func() {}))
	mustBe(t, l.CoreFunc("", "", func() {}))
}

// More parameters and results than a store keeps room for.
func TestManyCoreValues(t *testing.T) {
	const n = 40
	params := strings.Repeat(" i32", n)
	var gets strings.Builder
	for i := range n {
		fmt.Fprintf(&gets, "(local.get %d) ", n-1-i)
	}
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	kinds := make([]engine.TypeKind, n)
	for i := range kinds {
		kinds[i] = "i32"
	}
	mustBe(t, l.RawCoreFunc("env", "reverse", engine.CoreSignature{Params: kinds, Results: kinds}, func(c *engine.Caller) error {
		var args [n]uint64
		for i := range args {
			args[i] = c.Arg(i)
		}
		for i := range args {
			c.SetResult(n-1-i, args[i])
		}
		return nil
	}))
	inst := instantiate(t, l, compile(t, eng, fmt.Sprintf(`(module
		(import "env" "reverse" (func $reverse (param%[1]s) (result%[1]s)))
		(func (export "twice") (param%[1]s) (result%[1]s) %[2]s (call $reverse)))`, params, gets.String())))
	f, err := inst.Func("twice")
	mustBe(t, err)
	args := make(engine.Tuple, n)
	for i := range args {
		args[i] = int32(i * i)
	}
	if got, err := f.Call(args...); err != nil || !same(got, args) {
		t.Errorf("gives %v, %v", got, err)
	}
}

func TestCoreCallsThatAreRefused(t *testing.T) {
	eng := newEngine(t)
	inst := instantiate(t, engine.NewLinker(eng), compile(t, eng, `(module
		(func (export "f") (param i32) (result i32) local.get 0)
		(func (export "v") (param v128) (result v128) local.get 0)
		(func (export "r") (param externref) (result externref) local.get 0)
		(func (export "give") (result funcref externref v128) (ref.null func) (ref.null extern) (v128.const i64x2 1 2))
		(memory (export "memory") 1))`))
	for name, args := range map[string][]any{"f": {int64(1)}, "v": {uint64(1)}, "r": {nil}} {
		f, err := inst.Func(name)
		mustBe(t, err)
		for _, a := range [][]any{args, {}, {"x"}, {nil}, {int32(1), int32(2)}} {
			var e *engine.Error
			if got, err := f.Call(a...); !errors.As(err, &e) {
				t.Errorf("%s(%v) gives %v, %v", name, a, got, err)
			}
		}
		if _, err := engine.NewTypedFunc[engine.Unit, engine.Unit](f); err == nil {
			t.Error("a core function is taken for a typed one")
		}
	}
	give, err := inst.Func("give")
	mustBe(t, err)
	if got, err := give.Call(); err != nil || !same(got, engine.Tuple{nil, nil, nil}) {
		t.Errorf("values of no Go type come as %v, %v", got, err)
	}
	for _, path := range [][]string{{"memory"}, {"unknown"}, {"f", "f"}, {}} {
		if f, err := inst.Func(path...); err == nil {
			t.Errorf("%q is the function %v", path, f)
		}
	}
	f, err := inst.Func("f")
	mustBe(t, err)
	inst.Store().Close()
	if _, err := f.Call(int32(1)); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("a call of a closed store gives %v", err)
	}
	if _, err := inst.Func("f"); err == nil {
		t.Error("a closed store has functions")
	}
}

// A memory is looked up once where nothing else can be meant. It grows meanwhile, other
// modules in the store have theirs, and who is called by no module is told of none.
func TestCallerMemoryIsTheCallers(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	var seen []byte
	note := func(c *engine.Caller) error {
		seen = c.Memory("memory")
		return nil
	}
	core := engine.CoreFunction{Memory: true, Call: note}
	mustBe(t, l.RawCoreFunc("env", "asked", engine.CoreSignature{}, note))
	inner := func() {}
	mustBe(t, l.CoreFunc("env", "inner", func() { inner() }))
	mustBe(t, l.ProvideCore("told", func(string) (engine.CoreFunction, bool) { return core, true }))
	module := func(letter string) *engine.Component {
		return compile(t, eng, `(module (import "env" "asked" (func $asked)) (import "told" "told" (func $told))
			(import "env" "inner" (func $inner))
			(memory (export "memory") 1) (data (i32.const 0) "`+letter+`")
			(export "told alone" (func $told)) (export "asked alone" (func $asked))
			(func (export "told") (call $told)) (func (export "asked") (call $asked))
			(func (export "outer") (call $told) (call $inner) (call $told))
			(func (export "grow") (call $told) (drop (memory.grow (i32.const 1))) (call $told)))`)
	}
	call := func(inst *engine.Instance, name string, pages int, letter string) {
		t.Helper()
		f, err := inst.Func(name)
		mustBe(t, err)
		seen = nil
		_, err = f.Call()
		mustBe(t, err)
		if len(seen) != pages*page || pages > 0 && string(seen[:1]) != letter {
			t.Errorf("%s of %s sees %d bytes", name, letter, len(seen))
		}
	}
	a := instantiate(t, l, module("a"))
	for range 2 {
		call(a, "told", 1, "a")
		call(a, "asked", 1, "a")
		call(a, "told alone", 0, "")
		call(a, "asked alone", 0, "")
	}
	inner = func() { call(a, "told", 1, "a") }
	call(a, "outer", 1, "a")
	call(a, "grow", 2, "a")
	b, err := l.Instantiate(a.Store(), module("b"))
	mustBe(t, err)
	for range 2 {
		call(a, "told", 2, "a")
		call(b, "told", 1, "b")
		call(a, "asked", 2, "a")
		call(b, "asked", 1, "b")
		call(b, "told alone", 0, "")
		inner = func() { call(b, "told", 1, "b") }
		call(a, "outer", 2, "a")
	}
}
