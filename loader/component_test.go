package loader_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
)

func newEngine(t testing.TB, cfg engine.Config) *engine.Engine {
	t.Helper()
	eng, err := engine.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(eng.Close)
	return eng
}

// loadReal loads as a new process would, and closes the component.
func loadReal(t testing.TB, eng *engine.Engine, path string, cache *loader.Cache) (engine.Kind, loader.LoadInfo) {
	t.Helper()
	unit, err := loader.Load(path, loader.Options{Cache: cache})
	if err != nil {
		t.Fatal(err)
	}
	component, info, err := loader.LoadComponent(context.Background(), eng, unit, loader.LoadOptions{Cache: cache})
	if err != nil {
		t.Fatal(err)
	}
	defer component.Close()
	if len(info.Warnings) > 0 {
		t.Fatalf("warnings: %v", info.Warnings)
	}
	return component.Kind(), info
}

// Every format goes through the cache, and comes out as the kind it was.
func TestRealEngine(t *testing.T) {
	t.Parallel()
	eng := newEngine(t, engine.Config{})
	dir := t.TempDir()
	cache := loader.OpenCache(loader.CacheOptions{Dir: filepath.Join(dir, "cache")})
	for path, want := range map[string]engine.Kind{
		"../fixtures/hello/hello.wasm":    engine.KindComponent,
		"../fixtures/hello/hello.qyv":     engine.KindComponent,
		"../fixtures/hello/hello-p1.wasm": engine.KindModule,
		write(t, filepath.Join(dir, "component.wat"), "\xef\xbb\xbf;; c\n(component)"): engine.KindComponent,
		write(t, filepath.Join(dir, "module.wat"), "(module)"):                         engine.KindModule,
		write(t, filepath.Join(dir, "field.wat"), "(memory 1)"):                        engine.KindModule,
	} {
		for range 3 {
			if kind, _ := loadReal(t, eng, path, cache); kind != want {
				t.Errorf("%s: %v, want %v", path, kind, want)
			}
		}
		if _, info := loadReal(t, eng, path, cache); !info.CacheHit {
			t.Errorf("%s: not cached", path)
		}
	}
}

// Code of one configuration is not used under another.
func TestRealEngineConfigurations(t *testing.T) {
	t.Parallel()
	cache := loader.OpenCache(loader.CacheOptions{Dir: filepath.Join(t.TempDir(), "cache")})
	for _, cfg := range []engine.Config{{}, {ConsumeFuel: true}, {EpochInterruption: true}, {OptLevel: engine.OptNone}, {MemoryAccounting: true}} {
		eng := newEngine(t, cfg)
		loadReal(t, eng, "../fixtures/hello/hello.wasm", cache)
		if _, info := loadReal(t, eng, "../fixtures/hello/hello.wasm", cache); !info.CacheHit {
			t.Errorf("%+v: not cached", cfg)
		}
	}
}

// A damaged entry of real code is rebuilt, never run.
func TestRealEngineDamage(t *testing.T) {
	t.Parallel()
	eng := newEngine(t, engine.Config{})
	dir := filepath.Join(t.TempDir(), "cache")
	cache := loader.OpenCache(loader.CacheOptions{Dir: dir})
	loadReal(t, eng, "../fixtures/hello/hello.wasm", cache)
	paths, err := filepath.Glob(filepath.Join(dir, "code", "*.code"))
	if err != nil || len(paths) != 1 {
		t.Fatal(paths, err)
	}
	code, err := os.ReadFile(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	code[len(code)/2] ^= 0xff
	if err := os.WriteFile(paths[0], code, 0o600); err != nil {
		t.Fatal(err)
	}
	unit, err := loader.Load("../fixtures/hello/hello.wasm", loader.Options{Cache: cache})
	if err != nil {
		t.Fatal(err)
	}
	component, info, err := loader.LoadComponent(context.Background(), eng, unit, loader.LoadOptions{Cache: cache})
	if err != nil {
		t.Fatal(err)
	}
	defer component.Close()
	var damaged *loader.CacheEntryError
	if info.CacheHit || len(info.Warnings) != 1 || !errors.As(info.Warnings[0], &damaged) {
		t.Errorf("%+v", info)
	}
	if _, info := loadReal(t, eng, "../fixtures/hello/hello.wasm", cache); !info.CacheHit {
		t.Error("not rebuilt")
	}
}

// What wasmtime serialises is recognised as such, with its version.
func TestRealPrecompiledIsRecognised(t *testing.T) {
	t.Parallel()
	eng := newEngine(t, engine.Config{})
	for _, source := range []string{"(component)", "(module)"} {
		component, err := eng.Compile([]byte(source))
		if err != nil {
			t.Fatal(err)
		}
		code, err := component.Serialize()
		if err != nil {
			t.Fatal(err)
		}
		_, err = loader.Load(write(t, filepath.Join(t.TempDir(), "x.cwasm"), string(code)), loader.Options{})
		major, _, _ := strings.Cut(engine.WasmtimeVersion(), ".")
		var e *loader.NotWasmError
		if !errors.As(err, &e) || e.Looks != loader.LookPrecompiled || e.Detail != major {
			t.Errorf("%s: %v", source, err)
		}
	}
}

// The engine's obscure reasons are explained.
func TestModuleLoadHints(t *testing.T) {
	t.Parallel()
	eng := newEngine(t, engine.Config{})
	for name, c := range map[string]struct {
		source string
		want   *message.Template
	}{
		"async function":   {`(component (import "f" (func async)))`, &message.LoaderHintAsync},
		"stream":           {`(component (type (stream u8)))`, &message.LoaderHintAsync},
		"error context":    {`(component (import "x" (func (param "e" error-context))))`, &message.LoaderHintAsync},
		"memory64":         {`(module (memory i64 1))`, &message.LoaderHintMemory64},
		"table64":          {`(component (core module (table i64 1 funcref)))`, &message.LoaderHintMemory64},
		"large limit":      {`(module (memory i64 0x1_0000_0001))`, &message.LoaderHintMaybeMemory64},
		"shared memory":    {`(module (memory 1 1 shared))`, &message.LoaderHintThreads},
		"gc":               {`(module (type (struct)))`, &message.LoaderHintGC},
		"exceptions":       {`(module (tag) (func throw 0))`, &message.LoaderHintExceptions},
		"try_table":        {`(module (func (try_table)))`, &message.LoaderHintExceptions},
		"legacy exception": {`(module (func try catch_all end))`, &message.LoaderHintLegacyExceptions},
		"utf-8":            {"(module (func \xff))", &message.LoaderHintUTF8},
		"name not utf-8":   {moduleHeader + "\x00\x03\x02\xff\xff", &message.LoaderHintUTF8},
		"fixed list":       {`(component (type (list u8 4)))`, &message.LoaderHintFeature},
		"wide arithmetic":  {`(module (func (i64.add128 (i64.const 0)(i64.const 0)(i64.const 0)(i64.const 0)) drop drop))`, &message.LoaderHintFeature},
		"cut inside":       {moduleHeader + "\x01\x02\x01\x60", &message.LoaderHintTruncated},
		"wrong type":       {`(module (func (result i32)))`, nil},
		"a typo":           {`(module (fun))`, nil},
	} {
		unit, err := loader.Load(write(t, filepath.Join(t.TempDir(), "x.wasm"), c.source), loader.Options{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_, _, err = loader.LoadComponent(context.Background(), eng, unit, loader.LoadOptions{})
		var e *loader.ModuleLoadError
		var cause *engine.Error
		if !errors.As(err, &e) || !errors.As(err, &cause) {
			t.Fatalf("%s: %v", name, err)
		}
		if hint := e.Hint(); hint.Template != c.want {
			t.Errorf("%s: %v\nhint: %v", name, err, hint)
		}
	}
}

// wasmtime issue 13540 refuses composed components with a reason that a wrong
// module can have, too: only where it can be the defect is it explained.
func TestComposedHint(t *testing.T) {
	if !strings.HasPrefix(engine.WasmtimeVersion(), "44.") {
		t.Skip("wasmtime 44 alone has the defect")
	}
	const reason = "failed to compile: wasm[%]::function[16]: type mismatch: expected i32 but nothing on stack"
	unit, err := loader.Load("../fixtures/composed/composed-borrow.wat", loader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = loader.LoadComponent(context.Background(), newEngine(t, engine.Config{}), unit, loader.LoadOptions{})
	if err == nil || message.HintOf(err).Template != &message.LoaderHintComposed {
		t.Errorf("%v\n%v", err, message.HintOf(err))
	}
	for _, c := range []struct {
		format loader.Format
		module string
		want   *message.Template
	}{
		{loader.FormatComponent, "4", &message.LoaderHintComposed},
		{loader.FormatText, "1", &message.LoaderHintComposed},
		{loader.FormatComponent, "0", nil},
		{loader.FormatModule, "0", nil},
	} {
		e := &loader.ModuleLoadError{Format: c.format, Err: errors.New(strings.Replace(reason, "%", c.module, 1))}
		if e.Hint().Template != c.want {
			t.Errorf("%v, module %s: %v", c.format, c.module, e.Hint())
		}
	}
}
