package engine_test

import (
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

type (
	weight    struct{ n uint32 }
	unweighed struct{}
)

// A function of which the prototype is known is bound when it is called, and compared with
// what a component imports before.
func TestFuncOf(t *testing.T) {
	eng := newEngine(t)
	text := func(result string) string {
		return `(component
			(import "acme:test/things" (instance $i
				(export "thing" (type $t (sub resource)))
				(export "weigh" (func (param "x" (borrow $t)) (result ` + result + `)))))
			(core module $m (func (export "f") (result i32) (i32.const 7)))
			(core instance $m (instantiate $m))
			(func (export "f") (result u32) (canon lift (core func $m "f"))))`
	}
	weigh := engine.F1(func(_ *engine.Store, x engine.Borrow[*weight]) (uint32, error) { return x.Value.n, nil })

	before := engine.NewLinker(eng)
	defer before.Close()
	i := before.Instance("acme:test/things")
	if _, err := engine.PrototypeOf(i, weigh); err == nil {
		t.Error("a resource type that isn't defined has a name")
	}
	mustBe(t, engine.DefineResource[*weight](i, "thing", nil))
	p, err := engine.PrototypeOf(i, weigh)
	mustBe(t, err)
	if len(p.Handles) != 1 || p.Handles[0].Resource != "thing" || !p.Resources {
		t.Errorf("%+v", p)
	}

	for result, fits := range map[string]bool{"u32": true, "u64": false} {
		l := engine.NewLinker(eng)
		defer l.Close()
		mustBe(t, engine.DefineResource[*unweighed](l.Instance("acme:test/other"), "another", nil)) // has the first number
		mustBe(t, l.Provide("acme:test/things", func(i *engine.LinkerInstance) error {
			if err := engine.DefineResource[*weight](i, "thing", nil); err != nil {
				return err
			}
			return i.FuncOf("weigh", &p, weigh)
		}))
		s := engine.NewStore(eng, nil)
		defer s.Close()
		_, err := l.Instantiate(s, compile(t, eng, text(result)))
		if fits != (err == nil) || !fits && !strings.Contains(err.Error(), "weigh") {
			t.Errorf("%s: %v", result, err)
		}
	}
}
