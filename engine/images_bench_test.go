package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/engine/internal/component"
)

// heavy is a core module with so many bytes of data, of which it reads and writes
// little.
func heavy(size int) string {
	if size == 0 {
		return `(module (memory (export "memory") 1) (func (export "run")))`
	}
	return fmt.Sprintf(`(module (memory (export "memory") %d) (func (export "run")
		(i32.store (i32.const 8) (i32.load (i32.const %d)))) (data (i32.const 0) "%s"))`,
		size>>16+1, size/2, strings.Repeat("0123456789abcdef", size/16))
}

// BenchmarkImages creates a guest with data, calls it and frees it, on one core and on
// all: with wasmtime's memories, and with accounted ones whose data is copied or mapped.
func BenchmarkImages(b *testing.B) {
	for _, size := range []int{0, 32 << 10, 1 << 20, 16 << 20} {
		for _, how := range []struct {
			name   string
			config engine.Config
			copied bool
			kept   int
		}{
			{"Demand", plain, false, 0},
			{"Pooled", pooled, false, 0},
			{"Copied", accounted, true, 0},
			{"Mapped", accounted, false, 0},
			{"Kept", accounted, false, 4},
		} {
			b.Run(fmt.Sprintf("%dKiB/%s", size>>10, how.name), func(b *testing.B) {
				run := createAndCall(b, newEngineWith(b, how.config), heavy(size), how.copied, how.kept)
				for b.Loop() {
					if err := run(); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run(fmt.Sprintf("%dKiB/%s/AllCores", size>>10, how.name), func(b *testing.B) {
				run := createAndCall(b, newEngineWith(b, how.config), heavy(size), how.copied, how.kept)
				b.ResetTimer()
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						if err := run(); err != nil {
							b.Error(err)
							return
						}
					}
				})
			})
		}
	}
}

// createAndCall gives a function that creates a guest, calls it, and frees it.
func createAndCall(b *testing.B, eng *engine.Engine, text string, copied bool, kept int) func() error {
	b.Helper()
	component.CopyImages(copied)
	c := compile(b, eng, text)
	component.CopyImages(false)
	c.KeepMemories(kept)
	l := engine.NewLinker(eng)
	b.Cleanup(l.Close)
	return func() error {
		s := engine.NewStore(eng, nil)
		defer s.Close()
		i, err := l.Instantiate(s, c)
		if err != nil {
			return err
		}
		run, err := i.Func("run")
		if err == nil {
			_, err = run.Call()
		}
		return err
	}
}
