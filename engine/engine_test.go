package engine_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// newEngine makes an engine whose guests can be interrupted.
func newEngine(t testing.TB) *engine.Engine {
	t.Helper()
	return newEngineWith(t, engine.Config{EpochInterruption: true})
}

func newEngineWith(t testing.TB, cfg engine.Config) *engine.Engine {
	t.Helper()
	eng, err := engine.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(eng.Close)
	return eng
}

func compile(t testing.TB, eng *engine.Engine, text string) *engine.Component {
	t.Helper()
	c, err := eng.Compile([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// instantiate runs a component whose imports a linker provides.
func instantiate(t testing.TB, l *engine.Linker, c *engine.Component) *engine.Instance {
	t.Helper()
	s := engine.NewStore(c.Engine(), nil)
	t.Cleanup(s.Close)
	inst, err := l.Instantiate(s, c)
	if err != nil {
		t.Fatal(err)
	}
	return inst
}

const addComponent = `(component
  (core module $m (func (export "add") (param i32 i32) (result i32)
    local.get 0 local.get 1 i32.add))
  (core instance $i (instantiate $m))
  (func (export "add") (param "a" u32) (param "b" u32) (result u32)
    (canon lift (core func $i "add"))))`

func TestCompileCallClose(t *testing.T) {
	eng := newEngine(t)
	c := compile(t, eng, addComponent)
	inst := instantiate(t, engine.NewLinker(eng), c)
	f, err := inst.Func("add")
	if err != nil {
		t.Fatal(err)
	}
	got, err := f.Call(uint32(2), uint32(40))
	if err != nil || got != uint32(42) {
		t.Fatalf("add gives %v, %v", got, err)
	}
	add, err := engine.NewTypedFunc[engine.Tuple2[uint32, uint32], uint32](f)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := add.Call(engine.Tuple2[uint32, uint32]{F0: 1, F1: 2}); n != 3 || err != nil {
		t.Fatalf("typed add gives %d, %v", n, err)
	}
	inst.Store().Close()
	if _, err := f.Call(uint32(1), uint32(1)); !errors.Is(err, engine.ErrClosed) {
		t.Fatalf("a call after Close gives %v", err)
	}
}

func TestCompileRefusesGarbage(t *testing.T) {
	eng := newEngine(t)
	for _, data := range []string{"", "\x00asm", "\x00asm\x0d\x00\x01\x00garbage", "\x00asm\x01\x00\x00\x00\xff", "(module (func", "#!/bin/sh\n"} {
		c, err := eng.Compile([]byte(data))
		if data == "" { // the empty text is an empty module
			continue
		}
		var e *engine.Error
		if c != nil || !errors.As(err, &e) {
			t.Errorf("%q compiles to %v, %v", data, c, err)
		}
	}
}

func TestConfigRefusesWhatWouldAbort(t *testing.T) {
	for _, cfg := range []engine.Config{
		{OptLevel: 9},
		{MaxWasmStack: 1 << 30},
		{Pooling: engine.PoolingConfig{Instances: 1 << 20}},
		{Pooling: engine.PoolingConfig{MaxMemory: 1 << 20}},
		{Pooling: engine.PoolingConfig{Instances: 1, MaxMemory: 1 << 40}},
		{Pooling: engine.PoolingConfig{Instances: 1}, MemoryAccounting: true},
		{Pooling: engine.PoolingConfig{Instances: 1}, GC: true},
	} {
		if _, err := engine.New(cfg); !errors.Is(err, engine.ErrConfig) {
			t.Errorf("%+v gives %v", cfg, err)
		}
	}
}

func TestFingerprintTellsConfigurationsApart(t *testing.T) {
	seen := map[string]engine.Config{}
	for _, cfg := range []engine.Config{
		{},
		{EpochInterruption: true},
		{ConsumeFuel: true},
		{DebugInfo: true},
		{Memory64: true},
		{OptLevel: engine.OptNone},
		{Pooling: engine.PoolingConfig{Instances: 1}},
	} {
		f := newEngineWith(t, cfg).Fingerprint()
		if other, ok := seen[f]; ok {
			t.Errorf("%+v and %+v have the fingerprint %s", cfg, other, f)
		}
		seen[f] = cfg
		if !strings.Contains(f, engine.WasmtimeVersion()) {
			t.Errorf("%s does not name wasmtime's version", f)
		}
	}
}

func TestSerializeRoundTrip(t *testing.T) {
	for name, text := range map[string]string{"component": addComponent, "module": `(module (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add))`} {
		t.Run(name, func(t *testing.T) {
			eng := newEngine(t)
			c := compile(t, eng, text)
			data, err := c.Serialize()
			if err != nil {
				t.Fatal(err)
			}
			again, err := eng.Deserialize(data, c.Kind())
			if err != nil {
				t.Fatal(err)
			}
			f, err := instantiate(t, engine.NewLinker(eng), again).Func("add")
			if err != nil {
				t.Fatal(err)
			}
			var args []any
			if c.Kind() == engine.KindModule {
				args = []any{int32(20), int32(22)}
			} else {
				args = []any{uint32(20), uint32(22)}
			}
			if got, err := f.Call(args...); err != nil || (got != uint32(42) && got != int32(42)) {
				t.Fatalf("add gives %v, %v", got, err)
			}
			if _, err := newEngineWith(t, engine.Config{ConsumeFuel: true}).Deserialize(data, c.Kind()); err == nil {
				t.Error("an engine of another configuration takes the code")
			}
		})
	}
}
