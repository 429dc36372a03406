package engine_test

import (
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/engine/internal/component/baseline"
)

// Each benchmark named Bare does the same as its namesake with the C API
// alone. The ratio of the two is what counts: see docs on performance.

const (
	runIface   = "wasi:cli/run@0.2.0"
	benchPools = 64
)

var pools = []struct {
	name   string
	pooled uint32
}{{"demand", 0}, {"pooling", benchPools}}

func benchConfig(pooled uint32) engine.Config {
	return engine.Config{EpochInterruption: true, Pooling: engine.PoolingConfig{Instances: pooled}}
}

func BenchmarkNewEngine(b *testing.B) {
	for _, p := range pools {
		b.Run(p.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				eng, err := engine.New(benchConfig(p.pooled))
				if err != nil {
					b.Fatal(err)
				}
				eng.Close()
			}
		})
		b.Run(p.name+"/Bare", func(b *testing.B) {
			for b.Loop() {
				bareEngine(p.pooled).Close()
			}
		})
	}
}

// bareEngine keeps the import of the yardstick in one file.
func bareEngine(pooled uint32) baseline.Engine { return baseline.NewEngine(pooled) }

func BenchmarkCompile(b *testing.B) {
	wasm := fixture(b, "hello/hello.wasm")
	b.Run("Engine", func(b *testing.B) {
		eng := newEngine(b)
		for b.Loop() {
			c, err := eng.Compile(wasm)
			if err != nil {
				b.Fatal(err)
			}
			c.Close()
		}
	})
	b.Run("Bare", func(b *testing.B) {
		eng := bareEngine(0)
		defer eng.Close()
		for b.Loop() {
			c, err := eng.Compile(wasm)
			if err != nil {
				b.Fatal(err)
			}
			c.Close()
		}
	})
}

func BenchmarkDeserializeFile(b *testing.B) {
	path := codeFile(b, newEngine(b), "hello/hello.wasm")
	b.Run("Engine", func(b *testing.B) {
		eng := newEngine(b)
		b.ReportAllocs()
		for b.Loop() {
			c, err := eng.DeserializeFile(path, engine.KindComponent)
			if err != nil {
				b.Fatal(err)
			}
			c.Close()
		}
	})
	b.Run("Bare", func(b *testing.B) {
		eng := bareEngine(0)
		defer eng.Close()
		for b.Loop() {
			c, err := eng.Load(path)
			if err != nil {
				b.Fatal(err)
			}
			c.Close()
		}
	})
}

// codeFile writes the compiled code of a fixture to a file.
func codeFile(b *testing.B, eng *engine.Engine, name string) string {
	b.Helper()
	data, err := compile(b, eng, string(fixture(b, name))).Serialize()
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "code")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// hello runs a command once: a store, WASI, an instance, and all of it freed.
func hello(l *engine.Linker, c *engine.Component) error {
	s := engine.NewStore(c.Engine(), nil)
	defer s.Close()
	if err := s.SetWASI(&engine.WASIConfig{Args: []string{"hello"}}); err != nil {
		return err
	}
	return runCommand(l, s, c)
}

func runCommand(l *engine.Linker, s *engine.Store, c *engine.Component) error {
	inst, err := l.Instantiate(s, c)
	if err != nil {
		return err
	}
	f, err := inst.Func(runIface, "run")
	if err != nil {
		return err
	}
	run, err := engine.NewTypedFunc[engine.Unit, engine.Result[engine.Unit, engine.Unit]](f)
	if err != nil {
		return err
	}
	_, err = run.Call(engine.Unit{})
	return err
}

func BenchmarkHello(b *testing.B) {
	wasm := string(fixture(b, "hello/hello.wasm"))
	for _, p := range pools {
		b.Run(p.name, func(b *testing.B) {
			eng := newEngineWith(b, benchConfig(p.pooled))
			c := compile(b, eng, wasm)
			l := wasiLinker(b, eng)
			b.ReportAllocs()
			for b.Loop() {
				if err := hello(l, c); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(p.name+"/Bare", func(b *testing.B) {
			g := bareCommand(b, p.pooled, wasm)
			for b.Loop() {
				if !g.Run() {
					b.Fatal("the guest failed")
				}
			}
		})
	}
}

func wasiLinker(b testing.TB, eng *engine.Engine) *engine.Linker {
	b.Helper()
	l := engine.NewLinker(eng)
	b.Cleanup(l.Close)
	if err := l.AddWASI(); err != nil {
		b.Fatal(err)
	}
	return l
}

func bareCommand(b *testing.B, pooled uint32, wasm string) baseline.Guest {
	b.Helper()
	eng := bareEngine(pooled)
	b.Cleanup(eng.Close)
	c, err := eng.Compile([]byte(wasm))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(c.Close)
	g, err := eng.Command(c, runIface)
	b.Cleanup(g.Close)
	if err != nil {
		b.Fatal(err)
	}
	return g
}

// BenchmarkHelloAllCores tells how creating instances scales over cores.
func BenchmarkHelloAllCores(b *testing.B) {
	wasm := string(fixture(b, "hello/hello.wasm"))
	for _, p := range pools {
		b.Run(p.name, func(b *testing.B) {
			eng := newEngineWith(b, benchConfig(p.pooled))
			c := compile(b, eng, wasm)
			l := wasiLinker(b, eng)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := hello(l, c); err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
		b.Run(p.name+"/Bare", func(b *testing.B) {
			g := bareCommand(b, p.pooled, wasm)
			b.RunParallel(func(pb *testing.PB) {
				own := g.Clone()
				defer own.Free()
				for pb.Next() {
					if !own.Run() {
						b.Error("the guest failed")
						return
					}
				}
			})
		})
	}
}

// benchGuest calls each host function in a loop of its own, so that a call is
// what an operation of the benchmark measures.
const benchGuest = `(component
  (import "thing" (type $thing (sub resource)))
  (import "add" (func $add (param "a" u32) (param "b" u32) (result u32)))
  (import "make" (func $make (param "rep" u32) (result (own $thing))))
  (import "get" (func $get (param "self" (borrow $thing)) (param "n" u32) (result (result u32))))
  (import "bytes-in" (func $bytes (param "b" (list u8)) (result u32)))
  (import "text-in" (func $text (param "s" string) (result u32)))
  (core module $libc (memory (export "memory") 4)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 131072))
  (core instance $libc (instantiate $libc))
  (core func $add (canon lower (func $add)))
  (core func $make (canon lower (func $make)))
  (core func $get (canon lower (func $get) (memory $libc "memory")))
  (core func $bytes (canon lower (func $bytes) (memory $libc "memory")))
  (core func $text (canon lower (func $text) (memory $libc "memory") string-encoding=latin1+utf16))
  (core func $drop (canon resource.drop $thing))
  (core module $main
    (import "h" "add" (func $add (param i32 i32) (result i32)))
    (import "h" "make" (func $make (param i32) (result i32)))
    (import "h" "get" (func $get (param i32 i32 i32)))
    (import "h" "drop" (func $drop (param i32)))
    (import "h" "bytes" (func $bytes (param i32 i32) (result i32)))
    (import "h" "text" (func $text (param i32 i32) (result i32)))
    (import "h" "memory" (memory 1))
    (func (export "loop-add") (param $n i32)
      (if (i32.eqz (local.get $n)) (then return))
      (loop $l
        (drop (call $add (local.get $n) (i32.const 1)))
        (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
    (func (export "loop-get") (param $n i32) (local $thing i32)
      (if (i32.eqz (local.get $n)) (then return))
      (local.set $thing (call $make (i32.const 7)))
      (loop $l
        (call $get (local.get $thing) (i32.const 1) (i32.const 16))
        (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
      (call $drop (local.get $thing)))
    (func (export "loop-bytes") (param $n i32)
      (if (i32.eqz (local.get $n)) (then return))
      (loop $l
        (drop (call $bytes (i32.const 0) (i32.const 65536)))
        (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
    (func (export "loop-text") (param $n i32)
      (if (i32.eqz (local.get $n)) (then return))
      (loop $l
        (drop (call $text (i32.const 0) (i32.const 65536)))
        (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
    (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
    (func (export "len") (param i32 i32) (result i32) (local.get 1))
    (func (export "give") (param $n i32) (result i32)
      (i32.store (i32.const 16) (i32.const 1024)) (i32.store (i32.const 20) (local.get $n)) (i32.const 16)))
  (core instance $main (instantiate $main (with "h" (instance
    (export "add" (func $add)) (export "make" (func $make)) (export "get" (func $get))
    (export "drop" (func $drop)) (export "bytes" (func $bytes)) (export "text" (func $text))
    (export "memory" (memory $libc "memory"))))))
  (func (export "loop-add") (param "n" u32) (canon lift (core func $main "loop-add")))
  (func (export "loop-get") (param "n" u32) (canon lift (core func $main "loop-get")))
  (func (export "loop-bytes") (param "n" u32) (canon lift (core func $main "loop-bytes")))
  (func (export "loop-text") (param "n" u32) (canon lift (core func $main "loop-text")))
  (func (export "sum") (param "a" u32) (param "b" u32) (result u32) (canon lift (core func $main "add")))
  (func (export "bytes-len") (param "b" (list u8)) (result u32)
    (canon lift (core func $main "len") (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "text-len") (param "s" string) (result u32)
    (canon lift (core func $main "len") (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "give-bytes") (param "n" u32) (result (list u8))
    (canon lift (core func $main "give") (memory $libc "memory")))
  (func (export "give-text") (param "n" u32) (result string)
    (canon lift (core func $main "give") (memory $libc "memory")))
)`

type benchThing struct{ rep uint32 }

// benchFuncs are the host functions of benchGuest.
func benchFuncs(b *testing.B, root *engine.LinkerInstance) {
	b.Helper()
	mustBe(b, engine.DefineResource[*benchThing](root, "thing", nil))
	for name, fn := range map[string]any{
		"add": engine.F2(func(_ *engine.Store, x, y uint32) (uint32, error) { return x + y, nil }),
		"make": engine.F1(func(_ *engine.Store, rep uint32) (engine.Own[*benchThing], error) {
			return engine.Own[*benchThing]{Value: &benchThing{rep}}, nil
		}),
		"get": engine.F2(func(_ *engine.Store, t engine.Borrow[*benchThing], n uint32) (engine.Result[uint32, engine.Unit], error) {
			return engine.Ok[uint32, engine.Unit](t.Value.rep + n), nil
		}),
		"bytes-in": engine.F1(func(_ *engine.Store, data []byte) (uint32, error) { return uint32(len(data)), nil }),
		"text-in":  engine.F1(func(_ *engine.Store, s string) (uint32, error) { return uint32(len(s)), nil }),
	} {
		mustBe(b, root.Func(name, fn))
	}
}

// mustBe stops a test or benchmark at an error.
func mustBe(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// benchLoop has the guest call a host function b.N times.
func benchLoop(b *testing.B, export string, redefine func(*engine.LinkerInstance)) {
	b.Helper()
	eng := newEngine(b)
	l := engine.NewLinker(eng)
	l.AllowShadowing(true)
	benchFuncs(b, l.Root())
	if redefine != nil {
		redefine(l.Root())
	}
	loop := typed[uint32, engine.Unit](b, instantiate(b, l, compile(b, eng, benchGuest)), export)
	b.ReportAllocs()
	b.ResetTimer()
	if _, err := loop.Call(uint32(b.N)); err != nil {
		b.Fatal(err)
	}
}

func typed[P, R any](t testing.TB, inst *engine.Instance, path ...string) *engine.TypedFunc[P, R] {
	t.Helper()
	f, err := inst.Func(path...)
	mustBe(t, err)
	typed, err := engine.NewTypedFunc[P, R](f)
	mustBe(t, err)
	return &typed
}

func bareLoop(b *testing.B, export string) {
	b.Helper()
	g := bareGuest(b, export)
	b.ResetTimer()
	if !g.Call(uint32(b.N)) {
		b.Fatal("the guest failed")
	}
}

func bareGuest(b *testing.B, export string) baseline.Guest {
	b.Helper()
	wasm, err := engine.TextToBinary([]byte(benchGuest))
	mustBe(b, err)
	eng := bareEngine(0)
	b.Cleanup(eng.Close)
	c, err := eng.Compile(wasm)
	mustBe(b, err)
	b.Cleanup(c.Close)
	g, err := eng.Open(c, export)
	b.Cleanup(g.Close)
	mustBe(b, err)
	return g
}

func BenchmarkHostCallScalar(b *testing.B) {
	b.Run("F2", func(b *testing.B) { benchLoop(b, "loop-add", nil) })
	b.Run("Reflected", func(b *testing.B) {
		benchLoop(b, "loop-add", func(root *engine.LinkerInstance) {
			mustBe(b, root.Func("add", func(x, y uint32) uint32 { return x + y }))
		})
	})
	b.Run("Bare", func(b *testing.B) { bareLoop(b, "loop-add") })
}

func BenchmarkHostCallResource(b *testing.B) {
	b.Run("F2", func(b *testing.B) { benchLoop(b, "loop-get", nil) })
	b.Run("Bare", func(b *testing.B) { bareLoop(b, "loop-get") })
}

func BenchmarkHostCallBytes(b *testing.B) {
	b.Run("F1", func(b *testing.B) { b.SetBytes(65536); benchLoop(b, "loop-bytes", nil) })
	b.Run("Bare", func(b *testing.B) { b.SetBytes(65536); bareLoop(b, "loop-bytes") })
}

func BenchmarkHostCallText(b *testing.B) {
	b.Run("F1", func(b *testing.B) { b.SetBytes(65536); benchLoop(b, "loop-text", nil) })
	b.Run("Bare", func(b *testing.B) { b.SetBytes(65536); bareLoop(b, "loop-text") })
}

func BenchmarkCallScalar(b *testing.B) {
	b.Run("Typed", func(b *testing.B) {
		sum := typed[engine.Tuple2[uint32, uint32], uint32](b, benchInstance(b), "sum")
		b.ReportAllocs()
		for b.Loop() {
			if n, err := sum.Call(engine.Tuple2[uint32, uint32]{F0: 40, F1: 2}); n != 42 || err != nil {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("Any", func(b *testing.B) {
		sum, err := benchInstance(b).Func("sum")
		mustBe(b, err)
		b.ReportAllocs()
		for b.Loop() {
			if n, err := sum.Call(uint32(40), uint32(2)); n != uint32(42) || err != nil {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("Bare", func(b *testing.B) {
		g := bareGuest(b, "sum")
		for b.Loop() {
			if n, ok := g.Add(40, 2); n != 42 || !ok {
				b.Fatal(n, ok)
			}
		}
	})
}

func benchInstance(b *testing.B) *engine.Instance {
	b.Helper()
	eng := newEngine(b)
	l := engine.NewLinker(eng)
	benchFuncs(b, l.Root())
	return instantiate(b, l, compile(b, eng, benchGuest))
}

func BenchmarkCallPayload(b *testing.B) {
	const size = 65536
	data, text := make([]byte, size), string(make([]byte, size))
	inst := benchInstance(b)
	run := func(name string, call func() error) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(size)
			b.ReportAllocs()
			for b.Loop() {
				if err := call(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	bytesIn := typed[[]byte, uint32](b, inst, "bytes-len")
	run("BytesIn", func() error { _, err := bytesIn.Call(data); return err })
	textIn := typed[string, uint32](b, inst, "text-len")
	run("TextIn", func() error { _, err := textIn.Call(text); return err })
	bytesOut := typed[uint32, []byte](b, inst, "give-bytes")
	run("BytesOut", func() error { _, err := bytesOut.Call(size); return err })
	textOut := typed[uint32, string](b, inst, "give-text")
	run("TextOut", func() error { _, err := textOut.Call(size); return err })
}

// BenchmarkCallAllCores has each core call its own instance.
func BenchmarkCallAllCores(b *testing.B) {
	eng := newEngine(b)
	l := engine.NewLinker(eng)
	benchFuncs(b, l.Root())
	c := compile(b, eng, benchGuest)
	var failures atomic.Int64
	b.RunParallel(func(pb *testing.PB) {
		s := engine.NewStore(eng, nil)
		defer s.Close()
		inst, err := l.Instantiate(s, c)
		if err != nil {
			failures.Add(1)
			return
		}
		loop := typed[uint32, engine.Unit](b, inst, "loop-add")
		for pb.Next() {
			if _, err := loop.Call(100); err != nil {
				failures.Add(1)
				return
			}
		}
	})
	if n := failures.Load(); n > 0 {
		b.Fatal(n, "failures")
	}
}
