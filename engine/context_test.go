package engine_test

import (
	"context"
	"errors"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

var errEnough = errors.New("enough")

// A context that is done ends a call, typed or not, and a start function, with its
// cause; and one that was done before starts nothing, and leaves the store usable.
func TestContextEndsTheGuest(t *testing.T) {
	eng := newEngine(t)
	c := compile(t, eng, calling)
	for name, call := range map[string]func(context.Context, *engine.Instance) error{
		"call": func(ctx context.Context, inst *engine.Instance) error {
			f, err := inst.Func("run")
			mustBe(t, err)
			_, err = f.CallContext(ctx)
			return err
		},
		"typed call": func(ctx context.Context, inst *engine.Instance) error {
			run := typed[engine.Unit, engine.Unit](t, inst, "run")
			_, err := run.CallContext(ctx, engine.Unit{})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			l := engine.NewLinker(eng)
			mustBe(t, l.Root().Func("started", engine.F0(func(*engine.Store) (engine.Unit, error) {
				cancel(errEnough)
				return engine.Unit{}, nil
			})))
			s := engine.NewStore(eng, nil)
			defer s.Close()
			inst, err := l.InstantiateContext(ctx, s, c)
			mustBe(t, err)
			err = call(ctx, inst)
			var stopped *engine.InterruptError
			if !errors.As(err, &stopped) || !errors.Is(err, errEnough) || len(stopped.Frames) == 0 {
				t.Errorf("the guest ends with %v", err)
			}
			if s.Context() != context.Background() {
				t.Error("the store keeps the context")
			}
		})
	}
}

func TestContextEndsAStartFunction(t *testing.T) {
	eng := newEngine(t)
	c := compile(t, eng, `(module (import "e" "f" (func $f)) (func $s (call $f) (loop (br 0))) (start $s))`)
	l := engine.NewLinker(eng)
	ctx, cancel := context.WithCancelCause(t.Context())
	mustBe(t, l.CoreFunc("e", "f", func() { cancel(errEnough) }))
	s := engine.NewStore(eng, nil)
	defer s.Close()
	if _, err := l.InstantiateContext(ctx, s, c); !errors.Is(err, errEnough) {
		t.Errorf("it ends with %v", err)
	}
}

func TestContextBefore(t *testing.T) {
	eng := newEngine(t)
	s := engine.NewStore(eng, nil)
	defer s.Close()
	l := engine.NewLinker(eng)
	c := compile(t, eng, `(module (func (export "f") (result i32) (i32.const 7)))`)
	ctx, cancel := context.WithCancelCause(t.Context())
	inst, err := l.InstantiateContext(ctx, s, c)
	mustBe(t, err)
	f, err := inst.Func("f")
	mustBe(t, err)
	cancel(errEnough)
	if _, err := f.CallContext(ctx); !errors.Is(err, errEnough) {
		t.Errorf("a call gives %v", err)
	}
	if _, err := l.InstantiateContext(ctx, s, c); !errors.Is(err, errEnough) {
		t.Errorf("instantiating gives %v", err)
	}
	if n, err := f.CallContext(t.Context()); err != nil || n != int32(7) {
		t.Errorf("another call gives %v, %v", n, err)
	}
	if n, err := f.CallContext(context.Background()); err != nil || n != int32(7) {
		t.Errorf("a call without an end gives %v, %v", n, err)
	}
}

// What nothing can stop doesn't take a context that can be done.
func TestContextNeedsInterruption(t *testing.T) {
	eng := newEngineWith(t, engine.Config{})
	s := engine.NewStore(eng, nil)
	defer s.Close()
	inst, err := engine.NewLinker(eng).InstantiateContext(context.Background(), s, compile(t, eng, `(module (func (export "f")))`))
	mustBe(t, err)
	f, err := inst.Func("f")
	mustBe(t, err)
	var refused *engine.Error
	if _, err := f.CallContext(t.Context()); !errors.As(err, &refused) {
		t.Errorf("a call gives %v", err)
	}
	if _, err := f.CallContext(context.WithoutCancel(t.Context())); err != nil {
		t.Error(err)
	}
}

// Host functions see the context of their call, and the one around it afterwards.
func TestContextOfHostFunctions(t *testing.T) {
	type key struct{}
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	var seen []any
	mustBe(t, l.Root().Func("f", engine.F0(func(s *engine.Store) (uint32, error) {
		seen = append(seen, s.Context().Value(key{}))
		return 1, nil
	})))
	c := compile(t, eng, `(component
		(import "f" (func $f (result u32)))
		(core func $l (canon lower (func $f)))
		(core module $m (import "" "f" (func $f (result i32))) (func (export "g") (result i32) (call $f)))
		(core instance $i (instantiate $m (with "" (instance (export "f" (func $l))))))
		(func (export "g") (result u32) (canon lift (core func $i "g"))))`)
	s := engine.NewStore(eng, nil)
	defer s.Close()
	inst, err := l.Instantiate(s, c)
	mustBe(t, err)
	g := typed[engine.Unit, uint32](t, inst, "g")
	for _, ctx := range []context.Context{context.WithValue(t.Context(), key{}, "a"), context.WithValue(t.Context(), key{}, "b")} {
		if _, err := g.CallContext(ctx, engine.Unit{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := g.Call(engine.Unit{}); err != nil {
		t.Fatal(err)
	}
	if len(seen) != 3 || seen[0] != "a" || seen[1] != "b" || seen[2] != nil {
		t.Errorf("host functions saw %v", seen)
	}
}

// A context that is done while a call ends either ends that call, or nothing.
func TestContextDoneAtTheEnd(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	ctx, cancel := context.WithCancelCause(t.Context())
	mustBe(t, l.CoreFunc("e", "f", func() { cancel(errEnough) }))
	s := engine.NewStore(eng, nil)
	defer s.Close()
	inst, err := l.Instantiate(s, compile(t, eng, `(module (import "e" "f" (func $f)) (func (export "g") (call $f)) (func (export "h")))`))
	mustBe(t, err)
	g, err := inst.Func("g")
	mustBe(t, err)
	h, err := inst.Func("h")
	mustBe(t, err)
	_, ended := g.CallContext(ctx)
	_, later := h.Call()
	if (ended == nil) != (later == nil) || ended != nil && !errors.Is(ended, errEnough) {
		t.Errorf("the call ends with %v, the next one with %v", ended, later)
	}
}
