package engine_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/long"
)

// Of what is provided, only what a component imports is defined, and what is defined
// by its name comes first.
func TestProvide(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	defer l.Close()
	for _, name := range []string{"a:b/c@0.2.12", "a:b/d@0.2.12", "a:b/e@1.0.0"} {
		mustBe(t, l.Provide(name, func(i *engine.LinkerInstance) error {
			if name == "a:b/e@1.0.0" {
				t.Error("nobody imports " + name)
			}
			mustBe(t, i.Func("n", number(1)))
			return i.Func("wrong", 7) // not a function: an error, if anybody asked for it
		}))
	}
	mustBe(t, l.Instance("a:b/d@0.2.12").Func("n", number(2)))
	for name, want := range map[string]uint32{"a:b/c@0.2.0": 1, "a:b/c@0.2.12": 1, "a:b/d@0.2.3": 2} {
		if n, err := callN(t, l, compile(t, eng, importer(name))); n != want || err != nil {
			t.Errorf("%s gives %d, %v", name, n, err)
		}
	}
	var missing *engine.LinkError
	if _, err := callN(t, l, compile(t, eng, importer("a:b/e@2.0.0"))); !errors.As(err, &missing) {
		t.Errorf("what is not provided gives %v", err)
	}
	if err := l.Provide("a:b/f", nil); !errors.Is(err, engine.ErrSealed) {
		t.Errorf("after the first instantiation: %v", err)
	}
}

// Components that import different parts of one instance are instantiated at once.
func TestProvideInParallel(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	mustBe(t, l.Provide("a:b/c", func(i *engine.LinkerInstance) error { return i.Func("n", number(1)) }))
	mustBe(t, l.Provide("a:b/d", func(i *engine.LinkerInstance) error { return i.Func("n", number(1)) }))
	components := []*engine.Component{compile(t, eng, importer("a:b/c")), compile(t, eng, importer("a:b/d"))}
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			for range 50 {
				if got, err := callN(t, l, components[n%2]); got != 1 || err != nil {
					t.Errorf("it gives %d, %v", got, err)
				}
			}
		})
	}
	wg.Wait()
	l.Close()
	if _, err := callN(t, l, components[0]); err == nil {
		t.Error("a closed linker instantiates")
	}
}

// What nobody provides becomes a trap, and what is provided does not.
func TestProvideAndTraps(t *testing.T) {
	eng := newEngine(t)
	for wants, provided := range map[string]bool{"a:b/c@0.2.1": true, "a:b/x@0.2.1": false} {
		l := engine.NewLinker(eng)
		mustBe(t, l.Provide("a:b/c@0.2.12", func(i *engine.LinkerInstance) error { return i.Func("n", number(1)) }))
		c := compile(t, eng, importer(wants))
		mustBe(t, l.DefineUnknownImportsAsTraps(c))
		n, err := callN(t, l, c)
		var unknown *engine.UnknownImportError
		if errors.As(err, &unknown) == provided || provided && n != 1 {
			t.Errorf("%s gives %d, %v", wants, n, err)
		}
		l.Close()
	}
}

func TestProvideCore(t *testing.T) {
	eng := newEngine(t)
	c := compile(t, eng, `(module (import "env" "one" (func $one (result i32))) (import "env" "own" (func $own (result i32)))
		(func (export "n") (result i32) (i32.add (call $one) (call $own))))`)
	gives := func(n uint64) func(*engine.Caller) error {
		return func(c *engine.Caller) error { c.SetResult(0, n); return nil }
	}
	sig := engine.CoreSignature{Results: []engine.TypeKind{"i32"}}
	for _, traps := range []bool{false, true} {
		l := engine.NewLinker(eng)
		asked := map[string]bool{}
		mustBe(t, l.ProvideCore("env", func(name string) (engine.CoreFunction, bool) {
			asked[name] = true
			return engine.CoreFunction{Signature: sig, Call: gives(1)}, name != "none"
		}))
		mustBe(t, l.RawCoreFunc("env", "own", sig, gives(40)))
		if traps {
			mustBe(t, l.DefineUnknownImportsAsTraps(c))
		}
		store := engine.NewStore(eng, nil)
		i, err := l.Instantiate(store, c)
		mustBe(t, err)
		f, err := i.Func("n")
		mustBe(t, err)
		if n, err := f.Call(); n != int32(41) || err != nil || asked["two"] || !asked["one"] {
			t.Errorf("it gives %v, %v; asked for %v", n, err, asked)
		}
		store.Close()
		l.Close()
	}
}

// What a guest imports under names that nobody provides is forgotten with it.
func TestProvideForgetsNames(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	defer l.Close()
	mustBe(t, l.Provide("a:b/c", func(i *engine.LinkerInstance) error { return i.Func("n", number(1)) }))
	mustBe(t, l.ProvideCore("m", func(name string) (engine.CoreFunction, bool) { return engine.CoreFunction{}, false }))
	const guests, names, length = 20, 50, 5_000
	var begin, end runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&begin)
	for n := range guests {
		var component, module strings.Builder
		for i := range names {
			name := fmt.Sprintf("g%d-x%s%d", n, strings.Repeat("a", length), i)
			fmt.Fprintf(&component, "(export %q (func))", name)
			fmt.Fprintf(&module, "(import \"m\" %q (func))", name)
		}
		for _, text := range []string{`(component (import "a:b/c" (instance ` + component.String() + `)))`, "(module " + module.String() + ")"} {
			c, err := eng.Compile([]byte(text))
			mustBe(t, err)
			s := engine.NewStore(eng, nil)
			var missing *engine.LinkError
			if _, err := l.Instantiate(s, c); !errors.As(err, &missing) {
				t.Errorf("it is instantiated: %v", err)
			}
			s.Close()
			mustBe(t, c.Close())
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&end)
	if grown := int64(end.HeapAlloc) - int64(begin.HeapAlloc); grown > guests*names*length/4 {
		t.Errorf("the heap grew by %d bytes", grown)
	}
	runtime.KeepAlive(l)
}

// A core module may import more than wasmtime lists quickly.
func TestProvideManyImports(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	defer l.Close()
	mustBe(t, l.ProvideCore("m", func(name string) (engine.CoreFunction, bool) {
		return engine.CoreFunction{Call: func(*engine.Caller) error { return nil }}, strings.HasPrefix(name, "f")
	}))
	text := "(module " + strings.Repeat(`(import "m" "f" (func))`, 5000) + `(import "m" "fin" (func)))`
	s := engine.NewStore(eng, nil)
	defer s.Close()
	if _, err := l.Instantiate(s, compile(t, eng, text)); err != nil {
		t.Error(err)
	}
}

// A linker grows for one component while others are instantiated by what it was before.
func TestProvideWhileGrowing(t *testing.T) {
	eng := newEngine(t)
	const parts = 8
	var components [parts]*engine.Component
	for n := range components {
		components[n] = compile(t, eng, importer(fmt.Sprintf("a:b/c%d", n)))
	}
	for range long.Or(1000, 20_000) {
		l := engine.NewLinker(eng)
		for n := range components {
			mustBe(t, l.Provide(fmt.Sprintf("a:b/c%d", n), func(i *engine.LinkerInstance) error { return i.Func("n", number(1)) }))
		}
		var all sync.WaitGroup
		for _, c := range components {
			all.Go(func() {
				if got, err := callN(t, l, c); got != 1 || err != nil {
					t.Errorf("it gives %d, %v", got, err)
				}
			})
		}
		all.Wait()
		l.Close()
	}
}
