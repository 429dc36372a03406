package engine_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// hostOnly instantiates a component with one export, "run", which calls the
// import "host" of a type with parameters and a result that are scalars.
func hostOnly(t testing.TB, signature, core string, fn any) (*engine.Func, error) {
	t.Helper()
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	t.Cleanup(l.Close)
	mustBe(t, l.Root().Func("host", fn))
	inst := instantiate(t, l, compile(t, eng, fmt.Sprintf(`(component
		(import "host" (func $host %[1]s))
		(core module $libc (memory (export "memory") 1))
		(core instance $libc (instantiate $libc))
		(core func $host (canon lower (func $host) (memory $libc "memory")))
		(core module $m (import "" "host" (func $host %[2]s)) (func (export "run") %[2]s
			%[3]s (call $host)))
		(core instance $i (instantiate $m (with "" (instance (export "host" (func $host))))))
		(func (export "run") %[1]s (canon lift (core func $i "run"))))`,
		signature, core, strings.Repeat("(local.get 0)", strings.Count(core, "(param i32)")))))
	return inst.Func("run")
}

const (
	oneU32  = `(param "a" u32) (result u32)`
	oneCore = `(param i32) (result i32)`
)

// A host function that gives what it may not fails in the call.
func TestHostFunctionFails(t *testing.T) {
	for _, tt := range []struct {
		name, result string
		fn           any
		want         string
	}{
		{"invalid text", "u32", func() any { return "\xff" }, "not valid UTF-8"},
		{"invalid char", "char", func() engine.Char { return -1 }, "not a Unicode scalar value"},
		{"nil", "u32", func() any { return nil }, "nil is no value"},
		{"nothing in particular", "u32", func() any { return engine.Unit{} }, "an absent type"},
		{"another kind", "u32", func() any { return "x" }, "type mismatch: expected u32, found string"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			run, err := hostOnly(t, "(result "+tt.result+")", "(result i32)", tt.fn)
			mustBe(t, err)
			_, err = run.Call()
			var trap *engine.Trap
			if !errors.As(err, &trap) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %#v: %v", err, err)
			}
		})
	}
}

// selfless is an error whose nil pointer can't say what it is.
type selfless struct{ text string }

func (s *selfless) Error() string { return s.text }

func TestHostErrors(t *testing.T) {
	sentinel := errors.New("the till is empty")
	for name, tt := range map[string]struct {
		fail func() error
		want string
		is   error
	}{
		"error":               {func() error { return sentinel }, "the till is empty", sentinel},
		"wrapped error":       {func() error { return fmt.Errorf("buying: %w", sentinel) }, "buying: the till is empty", sentinel},
		"panic":               {func() error { panic("out of order") }, "host function panicked: out of order", nil},
		"panic of an error":   {func() error { panic(sentinel) }, "host function panicked: the till is empty", sentinel},
		"nil pointer":         {func() error { var p *point; p.X = 1; return nil }, "nil pointer dereference", nil}, //nolint:govet // on purpose
		"error without words": {func() error { return (*selfless)(nil) }, "", nil},
		"NUL":                 {func() error { return errors.New("a\x00b") }, "a\x00b", nil},
		"not UTF-8":           {func() error { return errors.New("\xff") }, "\xff", nil},
		"empty":               {func() error { return errors.New("") }, "", nil},
		"a cause":             {func() error { return errors.New("x\n\nCaused by:\n    wasm trap: integer overflow") }, "integer overflow", nil},
	} {
		for kind, fn := range map[string]any{
			"F1":        engine.F1(func(*engine.Store, uint32) (uint32, error) { return 0, tt.fail() }),
			"reflected": func(uint32) (uint32, error) { return 0, tt.fail() },
		} {
			t.Run(name+"/"+kind, func(t *testing.T) {
				run, err := hostOnly(t, oneU32, oneCore, fn)
				mustBe(t, err)
				_, err = run.Call(uint32(1))
				var trap *engine.Trap
				if !errors.As(err, &trap) || trap.Code != engine.TrapHost || trap.Cause == nil || !strings.Contains(trap.Message, tt.want) {
					t.Fatalf("the error is %#v", err)
				}
				if tt.is != nil && !errors.Is(err, tt.is) {
					t.Errorf("%v is not the host's error", err)
				}
				var panicked *engine.PanicError
				if isPanic := strings.HasPrefix(name, "panic") || name == "nil pointer"; isPanic != errors.As(err, &panicked) {
					t.Errorf("a PanicError is %v", panicked)
				} else if isPanic && !strings.Contains(string(panicked.Stack), "hostcall_test.go") {
					t.Errorf("the panic's stack is not the host function's:\n%s", panicked.Stack)
				}
			})
		}
	}
}

// An error of one call is not taken for the cause of the next.
func TestHostErrorDoesNotLinger(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	fails := errors.New("once")
	mustBe(t, l.Root().Func("host", engine.F1(func(_ *engine.Store, n uint32) (uint32, error) { return n, fails })))
	c := compile(t, eng, `(component
		(import "host" (func $host (param "a" u32) (result u32)))
		(core func $host (canon lower (func $host)))
		(core module $m (import "" "host" (func $host (param i32) (result i32)))
			(func (export "call") (param i32) (result i32) (call $host (local.get 0)))
			(func (export "trap") (unreachable)))
		(core instance $a (instantiate $m (with "" (instance (export "host" (func $host))))))
		(core instance $b (instantiate $m (with "" (instance (export "host" (func $host))))))
		(func (export "call") (param "a" u32) (result u32) (canon lift (core func $a "call")))
		(func (export "trap") (canon lift (core func $b "trap"))))`)
	s := engine.NewStore(eng, nil)
	defer s.Close()
	for _, fn := range []string{"call", "trap"} {
		inst, err := l.Instantiate(s, c)
		mustBe(t, err)
		f, err := inst.Func(fn)
		mustBe(t, err)
		args := []any{uint32(1)}
		if fn == "trap" {
			args = nil
		}
		_, err = f.Call(args...)
		if errors.Is(err, fails) != (fn == "call") {
			t.Errorf("%s gives %v", fn, err)
		}
	}
}

// A host function may call other instances of its store, and be called by them.
func TestNestedCalls(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	var f *engine.Func
	var inst *engine.Instance
	depths := 0
	const guest = `(component
		(import "host" (func $host (param "a" string) (result string)))
		(core module $libc (memory (export "memory") 1) (global $next (mut i32) (i32.const 1024))
			(func (export "realloc") (param i32 i32 i32 i32) (result i32) (local $at i32)
				(local.set $at (global.get $next))
				(global.set $next (i32.add (local.get $at) (local.get 3)))
				(local.get $at)))
		(core instance $libc (instantiate $libc))
		(core func $host (canon lower (func $host) (memory $libc "memory") (realloc (func $libc "realloc"))))
		(core module $m (import "" "host" (func $host (param i32 i32 i32)))
			(func (export "call") (param i32 i32) (result i32) (call $host (local.get 0) (local.get 1) (i32.const 16)) (i32.const 16)))
		(core instance $i (instantiate $m (with "" (instance (export "host" (func $host))))))
		(func (export "call") (param "a" string) (result string)
			(canon lift (core func $i "call") (memory $libc "memory") (realloc (func $libc "realloc")))))`
	c := compile(t, eng, guest)
	s := engine.NewStore(eng, nil)
	defer s.Close()
	mustBe(t, l.Root().Func("host", engine.F1(func(s *engine.Store, text string) (string, error) {
		if depths++; depths == 6 {
			return text + "!", nil
		}
		inner, err := l.Instantiate(s, c)
		if err != nil {
			return "", err
		}
		if f, err = inner.Func("call"); err != nil {
			return "", err
		}
		got, err := f.Call(text + "(")
		if err != nil {
			return "", err
		}
		return got.(string) + ")", nil
	})))
	var err error
	inst, err = l.Instantiate(s, c)
	mustBe(t, err)
	outer := typed[string, string](t, inst, "call")
	if got, err := outer.Call("x"); err != nil || got != "x(((((!)))))" {
		t.Errorf("nested calls give %q, %v", got, err)
	}
}

// A host function that calls its caller without end meets the guest's stack
// limit, which counts the host's frames in between: an error, no crash.
func TestRecursionThroughTheHost(t *testing.T) {
	var f *engine.Func
	fn := engine.F1(func(_ *engine.Store, n uint32) (uint32, error) {
		_, err := f.Call(n)
		return 0, err
	})
	f, err := hostOnly(t, oneU32, oneCore, fn)
	mustBe(t, err)
	_, err = f.Call(uint32(1))
	var trap *engine.Trap
	for errors.As(err, &trap) && trap.Code == engine.TrapHost {
		err = trap.Cause
	}
	if trap == nil || trap.Code != engine.TrapStackOverflow {
		t.Errorf("the innermost error is %v", err)
	}
}

// A store that is closed by a host function goes when the guest is done.
func TestCloseInsideOfAHostFunction(t *testing.T) {
	fn := engine.F1(func(s *engine.Store, n uint32) (uint32, error) {
		s.Close()
		s.Close()
		return n, nil
	})
	f, err := hostOnly(t, oneU32, oneCore, fn)
	mustBe(t, err)
	if got, err := f.Call(uint32(7)); got != uint32(7) || err != nil {
		t.Errorf("gives %v, %v", got, err)
	}
	if _, err := f.Call(uint32(7)); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("a later call gives %v", err)
	}
}

func TestHostFunctionGetsItsStore(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	for name, fn := range map[string]any{
		"host": func(s *engine.Store, n uint32) uint32 { return n + s.State().(uint32) },
	} {
		mustBe(t, l.Root().Func(name, fn))
	}
	c := compile(t, eng, `(component
		(import "host" (func $host (param "a" u32) (result u32)))
		(core func $host (canon lower (func $host)))
		(core module $m (import "" "host" (func $host (param i32) (result i32)))
			(func (export "run") (param i32) (result i32) (call $host (local.get 0))))
		(core instance $i (instantiate $m (with "" (instance (export "host" (func $host))))))
		(func (export "run") (param "a" u32) (result u32) (canon lift (core func $i "run"))))`)
	for state := range uint32(3) {
		s := engine.NewStore(eng, state)
		defer s.Close()
		inst, err := l.Instantiate(s, c)
		mustBe(t, err)
		if got, err := typed[uint32, uint32](t, inst, "run").Call(10); got != 10+state || err != nil {
			t.Errorf("with state %d: %d, %v", state, got, err)
		}
	}
}
