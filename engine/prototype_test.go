package engine_test

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/prototype"
)

type weight struct{ n uint32 }

// weighing is a guest that makes a thing and has it weighed, with a result of some type.
func weighing(result string) string {
	return `(component
		(import "acme:test/things" (instance $i
			(export "thing" (type $t (sub resource)))
			(export "make" (func (result (own $t))))
			(export "weigh" (func (param "x" (borrow $t)) (result ` + result + `)))))
		(core func $make (canon lower (func $i "make")))
		(core func $weigh (canon lower (func $i "weigh")))
		(core module $m
			(import "i" "make" (func $make (result i32)))
			(import "i" "weigh" (func $weigh (param i32) (result i32)))
			(func (export "f") (result i32) (call $weigh (call $make))))
		(core instance $m (instantiate $m (with "i" (instance (export "make" (func $make)) (export "weigh" (func $weigh))))))
		(func (export "f") (result u32) (canon lift (core func $m "f"))))`
}

var (
	makeThing = engine.F0(func(*engine.Store) (engine.Own[*weight], error) { return engine.Own[*weight]{Value: &weight{7}}, nil })
	weigh     = engine.F1(func(_ *engine.Store, x engine.Borrow[*weight]) (uint32, error) { return x.Value.n, nil })
)

// thingTypes are the types of both functions.
func thingTypes(t *testing.T, eng *engine.Engine) (made, weighed prototype.Func) {
	t.Helper()
	l := engine.NewLinker(eng)
	defer l.Close()
	i := l.Instance("acme:test/things")
	if _, err := engine.PrototypeOf(i, weigh); err == nil {
		t.Error("a resource type that isn't defined has a name")
	}
	mustBe(t, engine.DefineResource[*weight](i, "thing", nil))
	made, err := engine.PrototypeOf(i, makeThing)
	mustBe(t, err)
	weighed, err = engine.PrototypeOf(i, weigh)
	mustBe(t, err)
	if len(weighed.Handles) != 1 || weighed.Handles[0].Resource != "thing" || !weighed.Resources {
		t.Errorf("%+v", weighed)
	}
	return made, weighed
}

// provideThings defines them late.
func provideThings(t *testing.T, l *engine.Linker) {
	t.Helper()
	made, weighed := thingTypes(t, l.Engine())
	mustBe(t, engine.DefineResource[*prototype.Func](l.Instance("acme:test/other"), "other", nil)) // has the first number
	mustBe(t, l.Provide("acme:test/things", func(i *engine.LinkerInstance) error {
		if err := engine.DefineResource[*weight](i, "thing", nil); err != nil {
			return err
		}
		if err := i.FuncOf("make", &made, makeThing); err != nil {
			return err
		}
		return i.FuncOf("weigh", &weighed, weigh)
	}))
}

// A function whose type is known is bound when it is called, and compared with what a
// component imports before.
func TestFuncOf(t *testing.T) {
	eng := newEngine(t)
	for result, fits := range map[string]bool{"u32": true, "s32": false} {
		l := engine.NewLinker(eng)
		defer l.Close()
		provideThings(t, l)
		c := compile(t, eng, weighing(result))
		for range 2 {
			s := engine.NewStore(eng, nil)
			defer s.Close()
			inst, err := l.Instantiate(s, c)
			if fits != (err == nil) || !fits && !strings.Contains(err.Error(), "weigh") {
				t.Errorf("%s: %v", result, err)
			}
			if err != nil {
				continue
			}
			f, err := inst.Func("f")
			mustBe(t, err)
			if got, err := f.Call(); got != uint32(7) || err != nil {
				t.Errorf("%v, %v", got, err)
			}
		}
	}
}

// What is defined by its name comes first: a resource type of another Go type is not the
// one that the functions have.
func TestFuncOfAnotherResource(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	defer l.Close()
	mustBe(t, engine.DefineResource[*prototype.Handle](l.Instance("acme:test/things"), "thing", nil))
	provideThings(t, l)
	s := engine.NewStore(eng, nil)
	defer s.Close()
	if _, err := l.Instantiate(s, compile(t, eng, weighing("u32"))); err == nil || !strings.Contains(err.Error(), "#make") {
		t.Errorf("%v", err)
	}
}

// A linker that nobody closes is freed when nobody has it, also after functions were bound
// late.
func TestFuncOfKeepsNoLinker(t *testing.T) {
	eng := newEngine(t)
	freed := make(chan struct{})
	func() {
		l := engine.NewLinker(eng)
		provideThings(t, l)
		s := engine.NewStore(eng, nil)
		defer s.Close()
		c, err := eng.Compile([]byte(weighing("u32"))) // it knows the linker that it fits
		mustBe(t, err)
		defer c.Close()
		inst, err := l.Instantiate(s, c)
		mustBe(t, err)
		f, err := inst.Func("f")
		mustBe(t, err)
		_, err = f.Call()
		mustBe(t, err)
		runtime.AddCleanup(l, func(freed chan struct{}) { close(freed) }, freed)
	}()
	for end := time.After(time.Minute); ; {
		runtime.GC()
		select {
		case <-freed:
			return
		case <-end:
			t.Fatal("the linker is still there")
		case <-time.After(10 * time.Millisecond):
		}
	}
}
