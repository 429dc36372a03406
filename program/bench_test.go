package program

import (
	"io"
	"path/filepath"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/wasi"
)

// hellos are ways to create, run and close a guest that greets.
func hellos(b *testing.B) map[string]func() error {
	b.Helper()
	hosted := prepared(b, guest(b, "hello/hello.wasm"), Options{KeepMemories: 8, Limits: wasi.Limits{Memory: 64 << 20}})
	fresh := prepared(b, guest(b, "hello/hello.wasm"), Options{Limits: wasi.Limits{Memory: 64 << 20}})
	session := func(p *Program) func() error {
		return func() error {
			s, err := p.Open(wasi.Stdio{Stdout: io.Discard})
			if err != nil {
				return err
			}
			defer s.Close()
			return s.Run(b.Context())
		}
	}
	return map[string]func() error{"Kept": session(hosted), "New": session(fresh), "NativePooled": nativePooled(b)}
}

// nativePooled is what wasmtime does by itself: its own WASI, its pooling allocator.
func nativePooled(b *testing.B) func() error {
	b.Helper()
	eng, err := engine.New(engine.Config{EpochInterruption: true, Pooling: engine.PoolingConfig{Instances: 64}})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(eng.Close)
	c, err := eng.LoadFile(filepath.Join(fixtures.Dir(b), "hello", "hello.wasm"))
	if err != nil {
		b.Fatal(err)
	}
	l := engine.NewLinker(eng)
	b.Cleanup(l.Close)
	if err := l.AddWASI(); err != nil {
		b.Fatal(err)
	}
	return func() error {
		s := engine.NewStore(eng, nil)
		defer s.Close()
		s.SetLimits(engine.Limits{TotalMemory: 64 << 20})
		if err := s.SetWASI(&engine.WASIConfig{}); err != nil {
			return err
		}
		i, err := l.Instantiate(s, c)
		if err != nil {
			return err
		}
		return RunInstance(i, c.Kind())
	}
}

// BenchmarkSession creates, runs and closes a session, on one core and on all.
func BenchmarkSession(b *testing.B) {
	for name, hello := range hellos(b) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := hello(); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/AllCores", func(b *testing.B) {
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := hello(); err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
}
