package engine_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// importer imports the function "n" of an instance of a name, and exports it.
func importer(iface string) string {
	return fmt.Sprintf(`(component
		(import "%s" (instance $i (export "n" (func (result u32)))))
		(core func $n (canon lower (func $i "n")))
		(core module $m (import "" "n" (func $n (result i32))) (func (export "n") (result i32) (call $n)))
		(core instance $m (instantiate $m (with "" (instance (export "n" (func $n))))))
		(func (export "n") (result u32) (canon lift (core func $m "n"))))`, iface)
}

func number(n uint32) engine.HostFunc {
	return engine.F0(func(*engine.Store) (uint32, error) { return n, nil })
}

func callN(t *testing.T, l *engine.Linker, c *engine.Component) (uint32, error) {
	t.Helper()
	s := engine.NewStore(c.Engine(), nil)
	defer s.Close()
	inst, err := l.Instantiate(s, c)
	if err != nil {
		return 0, err
	}
	return typed[engine.Unit, uint32](t, inst, "n").Call(engine.Unit{})
}

func TestVersionsMatchBySemver(t *testing.T) {
	for _, tt := range []struct {
		has, wants string
		matches    bool
	}{
		{"a:b/c@0.2.6", "a:b/c@0.2.6", true},
		{"a:b/c@0.2.6", "a:b/c@0.2.0", true},
		{"a:b/c@0.2.6", "a:b/c@0.2.9", true},
		{"a:b/c@0.2.6", "a:b/c@0.3.0", false},
		{"a:b/c@1.2.0", "a:b/c@1.9.0", true},
		{"a:b/c@1.9.0", "a:b/c@1.2.0", true},
		{"a:b/c@1.0.0", "a:b/c@2.0.0", false},
		{"a:b/c@0.0.1", "a:b/c@0.0.2", false},
		{"a:b/c@0.2.0-rc-2023", "a:b/c@0.2.0", false},
		{"a:b/c", "a:b/c@1.0.0", false},
		{"a:b/d@0.2.6", "a:b/c@0.2.6", false},
	} {
		eng := newEngine(t)
		l := engine.NewLinker(eng)
		mustBe(t, l.Instance(tt.has).Func("n", number(1)))
		_, err := callN(t, l, compile(t, eng, importer(tt.wants)))
		var missing *engine.LinkError
		switch {
		case tt.matches && err != nil:
			t.Errorf("%s does not satisfy %s: %v", tt.has, tt.wants, err)
		case !tt.matches && (!errors.As(err, &missing) || missing.Import != tt.wants):
			t.Errorf("%s for %s gives %v", tt.has, tt.wants, err)
		}
		// What is not provided, and only that, is replaced by a trap.
		traps := engine.NewLinker(eng)
		mustBe(t, traps.Instance(tt.has).Func("n", number(1)))
		c := compile(t, eng, importer(tt.wants))
		mustBe(t, traps.DefineUnknownImportsAsTraps(c))
		_, err = callN(t, traps, c)
		var unknown *engine.UnknownImportError
		if tt.matches == errors.As(err, &unknown) {
			t.Errorf("with unknown imports as traps, %s for %s gives %v", tt.has, tt.wants, err)
		}
	}
}

func TestDuplicatesAndShadowing(t *testing.T) {
	eng := newEngine(t)
	c := compile(t, eng, importer("a:b/c"))
	l := engine.NewLinker(eng)
	i := l.Instance("a:b/c")
	mustBe(t, i.Func("n", number(1)))
	var duplicate *engine.DuplicateError
	if err := i.Func("n", number(2)); !errors.As(err, &duplicate) || duplicate.Name != "n" {
		t.Errorf("a second definition gives %v", err)
	}
	if err := engine.DefineResource[*thing](l.Instance("a:b/c"), "n", nil); !errors.As(err, &duplicate) {
		t.Errorf("a resource of the same name gives %v", err)
	}
	if err := l.Root().Func("a:b/c", number(2)); !errors.As(err, &duplicate) {
		t.Errorf("a function of the instance's name gives %v", err)
	}
	l.AllowShadowing(true)
	mustBe(t, i.Func("n", number(3)))
	if n, err := callN(t, l, c); n != 3 || err != nil {
		t.Errorf("n is %d, %v", n, err)
	}
}

func TestShadowingNativeWASI(t *testing.T) {
	eng := newEngine(t)
	c := compile(t, eng, `(component
		(import "wasi:random/random@0.2.0" (instance $i (export "get-random-u64" (func (result u64)))))
		(core func $n (canon lower (func $i "get-random-u64")))
		(core module $m (import "" "n" (func $n (result i64))) (func (export "n") (result i32) (i32.wrap_i64 (call $n))))
		(core instance $m (instantiate $m (with "" (instance (export "n" (func $n))))))
		(func (export "n") (result u32) (canon lift (core func $m "n"))))`)
	l := engine.NewLinker(eng)
	l.AllowShadowing(true)
	mustBe(t, l.AddWASI())
	mustBe(t, l.Instance("wasi:random/random@0.2.0").Func("get-random-u64", engine.F0(func(*engine.Store) (uint64, error) { return 4, nil })))
	if n, err := callN(t, l, c); n != 4 || err != nil {
		t.Errorf("the random number is %d, %v", n, err)
	}
}

func TestLinkerIsSealed(t *testing.T) {
	eng := newEngine(t)
	c := compile(t, eng, addComponent)
	l := engine.NewLinker(eng)
	early := l.Instance("early")
	instantiate(t, l, c)
	for name, err := range map[string]error{
		"Func":                        l.Root().Func("n", number(1)),
		"Func of an earlier instance": early.Func("n", number(1)),
		"Func of a later instance":    l.Instance("late").Func("n", number(1)),
		"DefineResource":              engine.DefineResource[*thing](l.Root(), "thing", nil),
		"AddWASI":                     l.AddWASI(),
		"CoreFunc":                    l.CoreFunc("env", "f", func() {}),
		"Module":                      l.Root().Module("m", compile(t, eng, "(module)")),
		"unknown imports":             l.DefineUnknownImportsAsTraps(compile(t, eng, importer("a:b/c"))),
		"unknown imports of a module": l.DefineUnknownImportsAsTraps(compile(t, eng, `(module (import "a" "b" (func)))`)),
	} {
		if !errors.Is(err, engine.ErrSealed) {
			t.Errorf("%s gives %v", name, err)
		}
	}
	instantiate(t, l, c)
}

// A linker whose definitions wasmtime refuses says so each time.
func TestLinkerThatCannotBeSealed(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	mustBe(t, l.AddWASI())
	for patch := range 20 { // wasmtime's own version is among them
		mustBe(t, l.Instance(fmt.Sprintf("wasi:random/random@0.2.%d", patch)).Func("get-random-u64", number(1)))
	}
	for range 2 {
		s := engine.NewStore(eng, nil)
		defer s.Close()
		_, err := l.Instantiate(s, compile(t, eng, addComponent))
		var e *engine.Error
		if !errors.As(err, &e) || e.Op != "link" {
			t.Errorf("instantiating gives %v", err)
		}
	}
}

func TestMissingImports(t *testing.T) {
	eng := newEngine(t)
	for _, tt := range []struct{ guest, want string }{
		{importer("acme:widgets/gadget@1.0.0"), "acme:widgets/gadget@1.0.0"},
		{string(fixture(t, "missing-import/missing-import.wat")), "acme:widgets/gadget@1.0.0"},
		{`(component (import "f" (func)))`, "f"},
		{`(component (import "r" (type (sub resource))))`, "r"},
		{`(component (import "m" (core module)))`, "m"},
		{`(module (import "env" "name" (func)))`, "env::name"},
		{`(module (import "env" "mem" (memory 1)))`, "env::mem"},
		{`(module (import "" "" (func)))`, "::"},
	} {
		l := engine.NewLinker(eng)
		mustBe(t, l.AddWASI())
		s := engine.NewStore(eng, nil)
		defer s.Close()
		_, err := l.Instantiate(s, compile(t, eng, tt.guest))
		var missing *engine.LinkError
		if !errors.As(err, &missing) || missing.Import != tt.want || !strings.Contains(missing.Error(), strings.Trim(tt.want, ":")) {
			t.Errorf("a missing %s gives %#v", tt.want, err)
		}
	}
}

// Of an instance that is there, the error has what is missing of it, and what there is.
func TestMissingPartsOfImports(t *testing.T) {
	eng := newEngine(t)
	for _, tt := range []struct{ wants, item, defined string }{
		{`(export "n" (func (result u32))) (export "m" (func))`, "m", "n, i"},
		{`(export "r" (type (sub resource)))`, "r", "n, i"},
		{`(export "q" (instance (export "x" (func))))`, "q", "n, i"},
		{`(export "i" (instance (export "x" (func))))`, "i#x", "y"},
	} {
		guest := compile(t, eng, `(component (import "a:b/c@1.0.0" (instance `+tt.wants+`)))`)
		named, provided := engine.NewLinker(eng), engine.NewLinker(eng)
		for _, l := range []*engine.Linker{named, provided} {
			fill := func(i *engine.LinkerInstance) error {
				return errors.Join(i.Func("n", number(1)), i.Instance("i").Func("y", number(1)))
			}
			if l == named {
				mustBe(t, fill(l.Instance("a:b/c@1.2.0")))
			} else {
				mustBe(t, l.Provide("a:b/c@1.2.0", fill))
			}
			s := engine.NewStore(eng, nil)
			defer s.Close()
			_, err := l.Instantiate(s, guest)
			var missing *engine.LinkError
			if !errors.As(err, &missing) || missing.Item != tt.item || strings.Join(missing.Defined, ", ") != tt.defined ||
				missing.Error() != "the component imports "+tt.item+" of a:b/c@1.0.0, which isn't defined; defined are "+tt.defined {
				t.Errorf("%s gives %#v: %v", tt.wants, err, err)
			}
		}
	}
}

// Of an instance that nothing defines, nothing in particular is missing.
func TestMissingInstance(t *testing.T) {
	eng := newEngine(t)
	_, err := callN(t, engine.NewLinker(eng), compile(t, eng, importer("a:b/e")))
	var missing *engine.LinkError
	if !errors.As(err, &missing) || missing.Item != "" || missing.Error() != missing.Message {
		t.Errorf("it gives %#v", err)
	}
}

// What a guest imports of wasmtime's own WASI, and isn't there, has a name, too.
func TestMissingPartOfNativeWASI(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	mustBe(t, l.AddWASI())
	_, err := callN(t, l, compile(t, eng, importer("wasi:random/random@0.2.0")))
	var missing *engine.LinkError
	if !errors.As(err, &missing) || missing.Item != "n" || missing.Defined != nil ||
		missing.Error() != "the component imports n of wasi:random/random@0.2.0, which isn't defined" {
		t.Errorf("it gives %#v", err)
	}
}

// An import of the right name and the wrong type is an error, not a missing one.
func TestImportOfAnotherKind(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	mustBe(t, l.Root().Func("a:b/c", number(1)))
	_, err := callN(t, l, compile(t, eng, importer("a:b/c")))
	var wrong *engine.ImportTypeError
	if !errors.As(err, &wrong) || wrong.Import != "a:b/c" || wrong.Reason != "expected instance found func" {
		t.Errorf("a function in place of an instance gives %v", err)
	}
}

func TestUnknownImportsAsTraps(t *testing.T) {
	eng := newEngine(t)
	c := compile(t, eng, `(component
		(import "a:b/c@1.0.0" (instance $i
			(export "r" (type $r (sub resource)))
			(export "[constructor]r" (func (result (own $r))))
			(export "n" (func (result u32)))
			(export "m" (func (param "r" (borrow $r))))))
		(import "top" (func $top))
		(core func $n (canon lower (func $i "n")))
		(core func $top (canon lower (func $top)))
		(core module $m (import "" "n" (func $n (result i32))) (import "" "top" (func $top))
			(func (export "n") (result i32) (call $n))
			(func (export "top") (call $top)))
		(core instance $m (instantiate $m (with "" (instance (export "n" (func $n)) (export "top" (func $top))))))
		(func (export "n") (result u32) (canon lift (core func $m "n")))
		(func (export "top") (canon lift (core func $m "top"))))`)
	l := engine.NewLinker(eng)
	mustBe(t, l.Instance("a:b/c@1.0.0").Func("n", number(5))) // part of the instance is there
	mustBe(t, l.DefineUnknownImportsAsTraps(c))
	mustBe(t, l.DefineUnknownImportsAsTraps(c))
	if n, err := callN(t, l, c); n != 5 || err != nil {
		t.Errorf("what is provided gives %d, %v", n, err)
	}
	top, err := instantiate(t, l, c).Func("top")
	mustBe(t, err)
	_, err = top.Call()
	var unknown *engine.UnknownImportError
	var trap *engine.Trap
	if !errors.As(err, &unknown) || unknown.Import != "top" || !errors.As(err, &trap) || trap.Code != engine.TrapHost {
		t.Errorf("what is not gives %v", err)
	}
}

func TestUnknownImportsOfAModule(t *testing.T) {
	eng := newEngine(t)
	c := compile(t, eng, `(module (import "env" "f" (func $f (param i32) (result i32)))
		(func (export "run") (result i32) (call $f (i32.const 1))))`)
	l := engine.NewLinker(eng)
	mustBe(t, l.DefineUnknownImportsAsTraps(c))
	run, err := instantiate(t, l, c).Func("run")
	mustBe(t, err)
	var trap *engine.Trap
	if _, err := run.Call(); !errors.As(err, &trap) || !strings.Contains(err.Error(), "env::f") {
		t.Errorf("calling an unknown import gives %v", err)
	}
}

// Code can't be replaced by a trap: an error, no crash.
func TestUnknownModuleImport(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	var e *engine.Error
	if err := l.DefineUnknownImportsAsTraps(compile(t, eng, `(component (import "m" (core module)))`)); !errors.As(err, &e) {
		t.Errorf("an unknown module gives %v", err)
	}
}

func TestModuleImport(t *testing.T) {
	eng := newEngine(t)
	c := compile(t, eng, `(component
		(import "m" (core module $m (export "n" (func (result i32)))))
		(core instance $i (instantiate $m))
		(func (export "n") (result u32) (canon lift (core func $i "n"))))`)
	l := engine.NewLinker(eng)
	if err := l.Root().Module("m", compile(t, eng, addComponent)); err == nil {
		t.Error("a component is taken for a core module")
	}
	m := compile(t, eng, `(module (func (export "n") (result i32) i32.const 9))`)
	mustBe(t, l.Root().Module("m", m))
	if n, err := callN(t, l, c); n != 9 || err != nil {
		t.Errorf("n is %d, %v", n, err)
	}
	closed := engine.NewLinker(eng)
	mustBe(t, closed.Root().Module("m", m))
	m.Close()
	if _, err := callN(t, closed, c); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("a closed module gives %v", err)
	}
}

// What different engines made is never mixed.
func TestDifferentEnginesAreRefused(t *testing.T) {
	a, b := newEngine(t), newEngine(t)
	ca, cb := compile(t, a, addComponent), compile(t, b, addComponent)
	sa, sb := engine.NewStore(a, nil), engine.NewStore(b, nil)
	defer sa.Close()
	defer sb.Close()
	l := engine.NewLinker(a)
	var e *engine.Error
	if _, err := l.Instantiate(sa, cb); !errors.As(err, &e) {
		t.Errorf("a component of another engine gives %v", err)
	}
	if _, err := l.Instantiate(sb, ca); !errors.As(err, &e) {
		t.Errorf("a store of another engine gives %v", err)
	}
	if err := l.Root().Module("m", compile(t, b, "(module)")); !errors.As(err, &e) {
		t.Errorf("a module of another engine gives %v", err)
	}
	if err := l.DefineUnknownImportsAsTraps(cb); !errors.As(err, &e) {
		t.Errorf("unknown imports of another engine's component give %v", err)
	}
}

func TestClosedThings(t *testing.T) {
	eng := newEngine(t)
	c := compile(t, eng, addComponent)
	l := engine.NewLinker(eng)
	inst := instantiate(t, l, c)
	l.Close()
	l.Close()
	s := engine.NewStore(eng, nil)
	defer s.Close()
	if _, err := l.Instantiate(s, c); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("instantiating with a closed linker gives %v", err)
	}
	unused := engine.NewLinker(eng)
	unused.Close()
	unused.AllowShadowing(true)
	if err := unused.AddWASI(); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("AddWASI of a closed linker gives %v", err)
	}
	if err := unused.CoreFunc("a", "b", func() {}); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("CoreFunc of a closed linker gives %v", err)
	}
	if _, err := unused.Instantiate(s, c); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("instantiating with a closed, unused linker gives %v", err)
	}

	c.Close()
	c.Close()
	if _, err := engine.NewLinker(eng).Instantiate(s, c); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("instantiating a closed component gives %v", err)
	}
	if _, err := c.Serialize(); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("serialising a closed component gives %v", err)
	}
	if _, err := c.Type(); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("the type of a closed component gives %v", err)
	}
	// What is instantiated goes on working.
	if n, err := typed[engine.Tuple2[uint32, uint32], uint32](t, inst, "add").Call(engine.Tuple2[uint32, uint32]{F0: 1, F1: 2}); n != 3 || err != nil {
		t.Errorf("an instance whose component and linker are closed gives %d, %v", n, err)
	}

	other := engine.NewStore(eng, nil)
	other.Close()
	if _, err := engine.NewLinker(eng).Instantiate(other, compile(t, eng, addComponent)); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("instantiating in a closed store gives %v", err)
	}
	m := compile(t, eng, `(module (func (export "f")))`)
	mi := instantiate(t, engine.NewLinker(eng), m)
	m.Close()
	if _, err := m.Type(); !errors.Is(err, engine.ErrClosed) || m.HasExport("f") {
		t.Errorf("the type of a closed module gives %v", err)
	}
	if f, err := mi.Func("f"); err != nil {
		t.Error(err)
	} else if _, err := f.Call(); err != nil {
		t.Errorf("an instance of a closed module gives %v", err)
	}
}

func TestClosedEngine(t *testing.T) {
	eng, err := engine.New(engine.Config{EpochInterruption: true})
	mustBe(t, err)
	c, err := eng.Compile([]byte(addComponent))
	mustBe(t, err)
	l := engine.NewLinker(eng)
	s := engine.NewStore(eng, nil)
	inst, err := l.Instantiate(s, c)
	mustBe(t, err)
	eng.Close()
	eng.Close()
	eng.IncrementEpoch()
	if n, err := typed[engine.Tuple2[uint32, uint32], uint32](t, inst, "add").Call(engine.Tuple2[uint32, uint32]{F0: 1, F1: 2}); n != 3 || err != nil {
		t.Errorf("an instance of a closed engine gives %d, %v", n, err)
	}
	if _, err := c.Type(); err != nil {
		t.Errorf("the type of a component of a closed engine: %v", err)
	}
	s.Interrupt(nil)
	s.Close()
	s.Interrupt(nil)
	if _, err := eng.Compile([]byte(addComponent)); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("compiling gives %v", err)
	}
	if _, err := eng.Compile([]byte("(module)")); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("compiling a module gives %v", err)
	}
	late := engine.NewStore(eng, nil)
	if _, err := l.Instantiate(late, c); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("a store of a closed engine gives %v", err)
	}
	late.Interrupt(nil)
	late.Close()
	if _, err := engine.NewLinker(eng).Instantiate(late, c); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("a linker of a closed engine gives %v", err)
	}
}

// One linker and one component serve any number of goroutines, also while they
// are closed.
func TestConcurrentInstances(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	mustBe(t, l.Instance("a:b/c").Func("n", number(3)))
	c := compile(t, eng, importer("a:b/c"))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				n, err := callN(t, l, c)
				if errors.Is(err, engine.ErrClosed) {
					return
				}
				if n != 3 || err != nil {
					t.Errorf("n is %d, %v", n, err)
					return
				}
			}
		})
	}
	wg.Go(func() { _, _ = callN(t, l, c); l.Close(); c.Close() })
	wg.Wait()
}
