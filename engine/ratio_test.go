package engine_test

import (
	"slices"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
)

// BenchmarkRatio is how many times as long the engine takes as the C API alone:
// the median over pairs of runs that take turns, so that what else happens on
// the machine slows both. The aims are in the project's performance document.
func BenchmarkRatio(b *testing.B) {
	b.Run("NewEngine", func(b *testing.B) {
		ratio(b, 50, func(n int) {
			for range n {
				eng, err := engine.New(benchConfig(0))
				mustBe(b, err)
				eng.Close()
			}
		}, func(n int) {
			for range n {
				bareEngine(0).Close()
			}
		})
	})
	for _, p := range pools {
		b.Run("Hello/"+p.name, func(b *testing.B) {
			wasm := string(fixture(b, "hello/hello.wasm"))
			eng := newEngineWith(b, benchConfig(p.pooled))
			c, l, g := compile(b, eng, wasm), wasiLinker(b, eng), bareCommand(b, p.pooled, wasm)
			ratio(b, 20, func(n int) {
				for range n {
					mustBe(b, hello(l, c))
				}
			}, func(n int) {
				for range n {
					if !g.Run() {
						b.Fatal("the guest failed")
					}
				}
			})
		})
	}
	for _, loop := range []struct {
		export string
		calls  int
	}{{"loop-add", 5000}, {"loop-get", 3000}, {"loop-bytes", 1}, {"loop-text", 100}} {
		b.Run("HostCall/"+loop.export, func(b *testing.B) {
			call := typed[uint32, engine.Unit](b, benchInstance(b), loop.export)
			g := bareGuest(b, loop.export)
			ratio(b, loop.calls, func(n int) {
				if _, err := call.Call(uint32(n)); err != nil {
					b.Fatal(err)
				}
			}, func(n int) {
				if !g.Call(uint32(n)) {
					b.Fatal("the guest failed")
				}
			})
		})
	}
	b.Run("Call", func(b *testing.B) {
		sum := typed[engine.Tuple2[uint32, uint32], uint32](b, benchInstance(b), "sum")
		g := bareGuest(b, "sum")
		ratio(b, 3000, func(n int) {
			for range n {
				if _, err := sum.Call(engine.Tuple2[uint32, uint32]{F0: 40, F1: 2}); err != nil {
					b.Fatal(err)
				}
			}
		}, func(n int) {
			for range n {
				if _, ok := g.Add(40, 2); !ok {
					b.Fatal("the guest failed")
				}
			}
		})
	})
}

// ratio runs two ways to do n operations in turn and reports the median of the
// ratios of their times.
func ratio(b *testing.B, n int, ours, bare func(n int)) {
	b.Helper()
	measure := func(fn func(int)) time.Duration {
		begin := time.Now()
		fn(n)
		return time.Since(begin)
	}
	ours(n)
	bare(n)
	var ratios []float64
	for i := 0; b.Loop(); i++ {
		var a, c time.Duration
		if i%2 == 0 {
			a, c = measure(ours), measure(bare)
		} else {
			c, a = measure(bare), measure(ours)
		}
		ratios = append(ratios, float64(a)/float64(c))
	}
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "ratio")
	b.ReportMetric(0, "ns/op")
}
