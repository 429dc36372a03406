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

// A host function of other types than the component's import is found out at
// the call, and the error says where.
func TestHostFunctionMismatch(t *testing.T) {
	type u32s = uint32
	for _, tt := range []struct {
		name, signature, core string
		fn                    any
		want                  string
	}{
		{"kind of a parameter", oneU32, oneCore, engine.F1(func(*engine.Store, uint64) (u32s, error) { return 0, nil }), "parameter 1: the component passes u32 where the host takes u64"},
		{
			"kind of the second", `(param "a" u32) (param "b" u32) (result u32)`, `(param i32) (param i32) (result i32)`,
			engine.F2(func(*engine.Store, uint32, int32) (u32s, error) { return 0, nil }), "parameter 2: the component passes u32 where the host takes s32",
		},
		{"too many parameters", oneU32, oneCore, engine.F2(func(*engine.Store, uint32, uint32) (u32s, error) { return 0, nil }), "passes 1 arguments where the host takes 2"},
		{"too few parameters", oneU32, oneCore, engine.F0(func(*engine.Store) (u32s, error) { return 0, nil }), "passes 1 arguments where the host takes 0"},
		{"no result", oneU32, oneCore, engine.F1(func(*engine.Store, uint32) (engine.Unit, error) { return engine.Unit{}, nil }), "expects 1 results where the host gives 0"},
		{"a result", `(param "a" u32)`, `(param i32)`, engine.F1(func(*engine.Store, uint32) (u32s, error) { return 0, nil }), "expects 0 results where the host gives 1"},
		{"kind of the result", oneU32, oneCore, engine.F1(func(*engine.Store, uint32) (uint8, error) { return 0, nil }), "type mismatch: expected u32, found u8"},
		{"reflected parameter", oneU32, oneCore, func(string) u32s { return 0 }, "parameter 1: the component passes u32 where the host takes string"},
		{"reflected arity", oneU32, oneCore, func(_, _ uint32) u32s { return 0 }, "passes 1 arguments where the host takes 2"},
		{"reflected result", oneU32, oneCore, func(uint32) string { return "" }, "type mismatch: expected u32, found string"},
		{"an Own for a number", oneU32, oneCore, engine.F1(func(*engine.Store, engine.Own[*thing]) (u32s, error) { return 0, nil }), "parameter 1: the component passes u32 where the host takes a resource"},
		{"a record for a number", oneU32, oneCore, func(point) u32s { return 0 }, "parameter 1: the component passes u32 where the host takes a record of 2 fields"},
		{"an enum for a number", oneU32, oneCore, func(colour) u32s { return 0 }, "takes an enum"},
		{"flags for a number", oneU32, oneCore, func(permissions) u32s { return 0 }, "takes flags"},
		{"a variant for a number", oneU32, oneCore, func(figure) u32s { return 0 }, "takes a variant"},
		{"an option for a number", oneU32, oneCore, func(engine.Option[uint32]) u32s { return 0 }, "takes option<u32>"},
		{"a result for a number", oneU32, oneCore, func(engine.Result[uint32, string]) u32s { return 0 }, "takes result<u32, string>"},
		{"a list for a number", oneU32, oneCore, func([]uint32) u32s { return 0 }, "takes list<u32>"},
		{"bytes for a number", oneU32, oneCore, func([]byte) u32s { return 0 }, "takes list<u8>"},
		{"a map for a number", oneU32, oneCore, func(map[string]uint8) u32s { return 0 }, "takes map<string, u8>"},
		{"a tuple for a number", oneU32, oneCore, func(two) u32s { return 0 }, "takes a tuple of 2"},
		{"a dynamic record for a number", oneU32, oneCore, func(engine.Record) u32s { return 0 }, "takes record"},
		{"a resource for a number", oneU32, oneCore, func(*engine.Resource) u32s { return 0 }, "takes a resource"},
		{"invalid text", oneU32, oneCore, func(uint32) string { return "\xff" }, "not valid UTF-8"},
		{"invalid char", oneU32, oneCore, func(uint32) engine.Char { return -1 }, "not a Unicode scalar value"},
		{"nil", oneU32, oneCore, func(uint32) any { return nil }, "nil is no value"},
		{"nothing in particular", oneU32, oneCore, func(uint32) any { return engine.Unit{} }, "an absent type"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			run, err := hostOnly(t, tt.signature, tt.core, tt.fn)
			mustBe(t, err)
			args := make([]any, strings.Count(tt.core, "(param"))
			for i := range args {
				args[i] = uint32(1)
			}
			_, err = run.Call(args...)
			var trap *engine.Trap
			if !errors.As(err, &trap) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %#v: %v", err, err)
			}
		})
	}
}

// A Go type that agrees with a record or variant only in part is found out too.
func TestHostFunctionOfOtherNames(t *testing.T) {
	eng := newEngine(t)
	c := compile(t, eng, string(fixture(t, "values/values.wat")))
	type renamed struct{ X, Z int32 }
	type short struct {
		engine.OneOf
		Nothing *engine.Unit
	}
	for _, tt := range []struct {
		kind string
		fn   any
		arg  any
		want string
	}{
		{"record-small", func(renamed) point { return point{} }, point{1, 2}, `field "y" where the host has "z"`},
		{"record-small", func(struct{ X int32 }) point { return point{} }, point{1, 2}, "a record of 1 fields"},
		{"record-small", func(point) renamed { return renamed{} }, point{1, 2}, "expected field `y`, got `z`"},
		{"variant", func(short) figure { return figure{} }, figure{Circle: ptr[float32](1)}, `case "circle"`},
		{"variant", func(figure) figure { return figure{} }, figure{Circle: ptr[float32](1)}, "no case set"},
		{"enum", func(short3) colour { return 0 }, colour(2), `case "blue"`},
		{"flags-8", func(fewFlags) permissions { return 0 }, permissions(1 << 7), `flag "name"`},
		{"tuple", func(two) mixed { return mixed{} }, mixed{}, "a tuple of 2"},
		{"list-record", func([]renamed) []person { return nil }, []person{{}}, "a record of 2 fields"},
		{"option-string", func(engine.Option[uint32]) engine.Option[string] { return engine.None[string]() }, engine.Some("x"), "the component passes string where the host takes u32"},
		{"result", func(engine.Result[uint32, uint32]) uint32 { return 0 }, engine.Err[uint32]("x"), "the component passes string where the host takes u32"},
	} {
		l := valueHost(t, eng, false)
		l.AllowShadowing(true)
		mustBe(t, l.Root().Func(tt.kind, tt.fn))
		f, err := instantiate(t, l, c).Func("call-import-" + tt.kind)
		mustBe(t, err)
		if _, err := f.Call(tt.arg); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: the error is %v, want %s", tt.kind, err, tt.want)
		}
	}
}

type (
	short3   uint8
	fewFlags uint8
)

func (short3) Cases() []string       { return []string{"red", "green"} }
func (fewFlags) FlagNames() []string { return permissionNames[:3] }

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
