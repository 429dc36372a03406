package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// yielding is a linker with sched_yield, which tells when C doesn't answer it, and how
// much memory its caller has.
func yielding(t *testing.T, eng *engine.Engine, direct *engine.DirectHost, asked *[]int) *engine.Linker {
	t.Helper()
	l := engine.NewLinker(eng)
	t.Cleanup(l.Close)
	yield := engine.CoreFunction{
		Signature: engine.CoreSignature{Results: []engine.TypeKind{"i32"}},
		Memory:    true,
		Direct:    engine.Direct{Func: engine.DirectSchedYield},
		Call: func(c *engine.Caller) error {
			*asked = append(*asked, len(c.Memory("memory")))
			if direct != nil {
				c.Store.SetDirect(direct)
			}
			c.SetResult(0, 0)
			return nil
		},
	}
	random := yield
	random.Signature.Params = []engine.TypeKind{"i32", "i32"}
	random.Direct.Func = engine.DirectRandomGet
	mustBe(t, l.ProvideCore("env", func(name string) (engine.CoreFunction, bool) {
		return map[string]engine.CoreFunction{"yield": yield, "random": random}[name], name == "yield" || name == "random"
	}))
	return l
}

const yieldingGuest = `(module
	(import "env" "yield" (func $yield (result i32)))
	(import "env" "random" (func $random (param i32 i32) (result i32)))
	(export "imported" (func $yield))
	(memory (export "memory") %d)
	(func (export "yield") (result i32) (call $yield))
	(func (export "random") (param i32 i32) (result i32) (call $random (local.get 0) (local.get 1)))
	(func (export "grow-random") (result i32)
		(drop (call $yield))
		(drop (memory.grow (i32.const 1)))
		(call $random (i32.sub (i32.mul (memory.size) (i32.const 65536)) (i32.const 16)) (i32.const 16)))
	(func (export "sum") (param $from i32) (param $to i32) (result i32) (local $sum i32)
		(loop $l
			(local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $from))))
			(local.set $from (i32.add (local.get $from) (i32.const 1)))
			(br_if $l (i32.lt_u (local.get $from) (local.get $to))))
		(local.get $sum)))`

func callCore(t *testing.T, inst *engine.Instance, name string, args ...any) any {
	t.Helper()
	f, err := inst.Func(name)
	mustBe(t, err)
	got, err := f.Call(args...)
	mustBe(t, err)
	return got
}

// Go is asked until the store has a DirectHost, from when that is stopped, and for a
// caller without memory, also right after one that has some.
func TestDirect(t *testing.T) {
	eng := newEngine(t)
	direct := engine.NewDirectHost(engine.DirectHostConfig{Random: true})
	var asked []int
	l := yielding(t, eng, direct, &asked)
	s := engine.NewStore(eng, nil)
	defer s.Close()
	inst, err := l.Instantiate(s, compile(t, eng, fmt.Sprintf(yieldingGuest, 1)))
	mustBe(t, err)
	for _, name := range []string{"yield", "yield", "imported", "yield", "imported", "imported"} {
		callCore(t, inst, name)
	}
	if fmt.Sprint(asked) != "[65536 0 0 0]" || direct.Calls(0) != 2 {
		t.Errorf("Go is asked with memories of %v bytes, C %d times", asked, direct.Calls(0))
	}
	direct.Stop()
	callCore(t, inst, "yield")
	if len(asked) != 5 || direct.Calls(0) != 2 {
		t.Errorf("after its end C is asked: %d calls", direct.Calls(0))
	}
	s.SetDirect(engine.NewDirectHost(engine.DirectHostConfig{}))
	callCore(t, inst, "random", int32(0), int32(16))
	s.SetDirect(new(engine.DirectHost))
	callCore(t, inst, "yield")
	if len(asked) != 7 {
		t.Error("C answers what it may not")
	}
}

// Random bytes go to the memory of the caller, as large as it is by then.
func TestDirectMemories(t *testing.T) {
	eng := newEngine(t)
	direct := engine.NewDirectHost(engine.DirectHostConfig{Random: true})
	var asked []int
	l := yielding(t, eng, nil, &asked)
	s := engine.NewStore(eng, nil)
	defer s.Close()
	s.SetDirect(direct)
	var instances []*engine.Instance
	for n := range 3 {
		inst, err := l.Instantiate(s, compile(t, eng, fmt.Sprintf(yieldingGuest, n+1)))
		mustBe(t, err)
		instances = append(instances, inst)
		callCore(t, inst, "grow-random")
		for m, inst := range instances {
			pages := m + 2 // with the one that it grew by
			callCore(t, inst, "random", int32(16*n), int32(16))
			if callCore(t, inst, "sum", int32(16*n), int32(16*n+16)) == int32(0) || callCore(t, inst, "sum", int32(pages*65536-16), int32(pages*65536)) == int32(0) {
				t.Errorf("there are no random bytes in memory %d of %d", m, n+1)
			}
			if callCore(t, inst, "sum", int32(16*n+16), int32(pages*65536-16)) != int32(0) {
				t.Errorf("memory %d of %d has bytes where none were asked for", m, n+1)
			}
		}
	}
	if len(asked) != 0 || direct.Bytes(0) != 16*(3+6) {
		t.Errorf("Go is asked %d times, C gives %d bytes", len(asked), direct.Bytes(0))
	}
}

// C trusts what it is told of arguments, so that only what is right is taken.
func TestDirectsThatAreRefused(t *testing.T) {
	eng := newEngine(t)
	for what, f := range map[string]engine.CoreFunction{
		"parameters":       {Signature: engine.CoreSignature{Params: []engine.TypeKind{"i32"}, Results: []engine.TypeKind{"i32"}}, Direct: engine.Direct{Func: engine.DirectRandomGet}},
		"no result":        {Signature: engine.CoreSignature{}, Direct: engine.Direct{Func: engine.DirectSchedYield}},
		"of components":    {Signature: engine.CoreSignature{Results: []engine.TypeKind{"i32"}}, Direct: engine.Direct{Func: engine.DirectMonotonicNow}},
		"unknown":          {Signature: engine.CoreSignature{Results: []engine.TypeKind{"i32"}}, Direct: engine.Direct{Func: 200}},
		"counter":          {Signature: engine.CoreSignature{Results: []engine.TypeKind{"i32"}}, Direct: engine.Direct{Func: engine.DirectSchedYield, Counter: engine.DirectCounters}},
		"counter, no func": {Signature: engine.CoreSignature{}, Direct: engine.Direct{Counter: 255}},
	} {
		l := engine.NewLinker(eng)
		mustBe(t, l.ProvideCore("env", func(string) (engine.CoreFunction, bool) { return f, true }))
		s := engine.NewStore(eng, nil)
		_, err := l.Instantiate(s, compile(t, eng, `(module (import "env" "f" (func)))`))
		if err == nil || !strings.Contains(err.Error(), "C is to answer") && !strings.Contains(err.Error(), "counter") {
			t.Errorf("%s: %v", what, err)
		}
		s.Close()
		l.Close()
	}
	l := engine.NewLinker(eng)
	defer l.Close()
	now := engine.F0(func(*engine.Store) (uint64, error) { return 0, nil })
	if err := l.Root().Func("now", now.Direct(engine.Direct{Counter: engine.DirectCounters})); err == nil {
		t.Error("a counter that there isn't is taken")
	}
}
