package host_test

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/clocks"
	"github.com/qyvol/qyvol/wasi/host/preview1"
)

// inGo has the same clocks and random bytes as the system, but as a host's own: C
// can't answer.
func inGo() host.Config {
	system := host.New(host.Config{}).Config()
	return host.Config{
		Monotonic: struct{ host.MonotonicClock }{system.Monotonic},
		Wall:      struct{ host.WallClock }{system.Wall},
		Random:    struct{ io.Reader }{rand.Reader},
	}
}

const directModule = `(module
	(import "wasi_snapshot_preview1" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
	(import "wasi_snapshot_preview1" "clock_res_get" (func $res (param i32 i32) (result i32)))
	(import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
	(import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
	(memory %s 2)
	(func (export "clock_time_get") (param i32 i64 i32) (result i32) (call $time (local.get 0) (local.get 1) (local.get 2)))
	(func (export "clock_res_get") (param i32 i32) (result i32) (call $res (local.get 0) (local.get 1)))
	(func (export "random_get") (param i32 i32) (result i32) (call $random (local.get 0) (local.get 1)))
	(func (export "sched_yield") (result i32) (call $yield)))`

// coreGuests make guests of directModule.
func coreGuests(t *testing.T, memory string) *guests {
	t.Helper()
	g := &guests{eng: newEngineOf(t, engine.OptNone)}
	g.linker = engine.NewLinker(g.eng)
	t.Cleanup(g.linker.Close)
	mustBe(t, preview1.AddToLinker(g.linker))
	var err error
	g.driver, err = g.eng.Compile(fmt.Appendf(nil, directModule, memory))
	mustBe(t, err)
	t.Cleanup(func() { g.driver.Close() })
	return g
}

func (g *guest) core(name string, args ...any) (any, error) {
	g.Helper()
	f, err := g.inst.Func(name)
	mustBe(g, err)
	return f.Call(args...)
}

// call1 is a call of preview 1, and where it may write.
type call1 struct {
	name     string
	args     []any
	at, size uint32
}

func directCalls() []call1 {
	const size = 2 * 65536
	calls := []call1{{name: "sched_yield"}}
	for _, at := range []uint32{0, 4, 8, 1024, size - 16, size - 8, size - 7, size - 4, size, size + 8, math.MaxUint32, math.MaxUint32 - 7} {
		for _, id := range []uint32{0, 1, 2, 3, 4, 7, 256, math.MaxUint32} {
			calls = append(calls,
				call1{"clock_time_get", []any{id, uint64(0), at}, at, 8},
				call1{"clock_time_get", []any{id, uint64(math.MaxUint64), at}, at, 8},
				call1{"clock_res_get", []any{id, at}, at, 8})
		}
		for _, n := range []uint32{0, 1, 4, 7, 8, 9, 16, 255, 256, 257, 4096, 65536, size, size + 1, math.MaxUint32} {
			calls = append(calls, call1{"random_get", []any{at, n}, at, n})
		}
	}
	return calls
}

// outcome is how a call ended, without what is another each time.
func (g *guest) outcome(c call1) string {
	g.Helper()
	memory, ok := g.inst.Memory("memory")
	if !ok {
		got, err := g.core(c.name, c.args...)
		return fmt.Sprint(got, err)
	}
	for i := range memory {
		memory[i] = 0xa5
	}
	got, err := g.core(c.name, c.args...)
	text := fmt.Sprint(got, err)
	var wrote []byte
	if uint64(c.at)+uint64(c.size) <= uint64(len(memory)) {
		wrote = bytes.Clone(memory[c.at : c.at+c.size])
		for i := range wrote {
			memory[int(c.at)+i] = 0xa5
		}
	}
	if bytes.Count(memory, []byte{0xa5}) != len(memory) {
		text += ", and writes elsewhere"
	}
	if len(wrote) < 8 {
		return text
	}
	switch v := binary.LittleEndian.Uint64(wrote); {
	case v == 0xa5a5a5a5a5a5a5a5:
		text += ", and writes nothing"
	case c.name == "clock_res_get":
		text += fmt.Sprint(", ", v)
	case c.name == "clock_time_get" && c.args[0] == uint32(0) && time.Since(time.Unix(0, int64(v))).Abs() > time.Minute:
		text += ", another time"
	case c.name == "clock_time_get" && c.args[0] == uint32(1) && v > uint64(5*time.Minute):
		text += ", another beginning"
	case c.name == "random_get" && c.size > 16 && bytes.Count(wrote, []byte{0xa5}) > len(wrote)/4:
		text += ", and fills too little"
	}
	return text
}

// C and Go give the same answers, and count the same.
func TestDirectAgrees(t *testing.T) {
	for name, memory := range map[string]string{"memory": `(export "memory")`, "memory of another name": `(export "mem")`, "memory not exported": ""} {
		t.Run(name, func(t *testing.T) {
			g := coreGuests(t, memory)
			direct, asked := g.make(t, host.Config{}), g.make(t, inGo())
			for _, c := range directCalls() {
				for range 2 {
					if got, want := direct.outcome(c), asked.outcome(c); got != want {
						t.Errorf("%s%v: C %s, Go %s", c.name, c.args, got, want)
					}
				}
			}
			sameCounters(t, direct, asked)
			if n := asked.Counters.Direct(host.Preview1); name == "memory" && n != 1 {
				t.Errorf("C answers %d calls for a host of its own clocks, not that of sched_yield", n)
			}
			if n := direct.Counters.Direct(host.Preview1); (n > 100) != (name == "memory") {
				t.Errorf("C answers %d calls", n)
			}
		})
	}
}

func sameCounters(t *testing.T, a, b *guest) {
	t.Helper()
	for _, i := range host.Interfaces() {
		if a.Counters.Calls(i) != b.Counters.Calls(i) || a.Counters.Bytes(i) != b.Counters.Bytes(i) {
			t.Errorf("%s: %d and %d calls, %d and %d bytes", i, a.Counters.Calls(i), b.Counters.Calls(i), a.Counters.Bytes(i), b.Counters.Bytes(i))
		}
	}
}

// The same for components.
func TestDirectComponents(t *testing.T) {
	g := newGuests(t)
	direct, asked := g.make(t, host.Config{}), g.make(t, inGo())
	interfaces := []host.Interface{host.MonotonicClocks, host.WallClocks, host.Random}
	for n, g := range []*guest{direct, asked} {
		var last uint64
		var wall clocks.Datetime
		for range 100 {
			now := must[uint64](g, "now", engine.Unit{})
			if now < last || now > uint64(5*time.Minute) {
				t.Fatalf("the clock goes from %d to %d", last, now)
			}
			last = now
			if res := must[uint64](g, "resolution", engine.Unit{}); res != 1 {
				t.Fatalf("the resolution is %d", res)
			}
			w := must[clocks.Datetime](g, "wall-clock-now", engine.Unit{})
			if at := time.Unix(int64(w.Seconds), int64(w.Nanoseconds)); time.Since(at).Abs() > time.Minute || w.Nanoseconds >= 1e9 || w == wall {
				t.Fatalf("it is %v", at)
			}
			wall = w
			if res := must[clocks.Datetime](g, "wall-clock-resolution", engine.Unit{}); res != (clocks.Datetime{Nanoseconds: 1}) {
				t.Fatalf("the resolution is %v", res)
			}
			if a, b := must[uint64](g, "get-random-u64", engine.Unit{}), must[uint64](g, "get-random-u64", engine.Unit{}); a == b {
				t.Fatalf("%d comes twice", a)
			}
		}
		for _, i := range interfaces {
			if got, all := g.Counters.Direct(i), g.Counters.Calls(i); all != 200 || (got >= 199) != (n == 0) || n == 1 && got != 0 {
				t.Errorf("%s: C answers %d of %d calls", i, got, all)
			}
		}
	}
	sameCounters(t, direct, asked)
}

// Each source is the host's own or the system's by itself, and a guest that has some
// answers from C and others from Go sees one clock.
func TestDirectBesideGo(t *testing.T) {
	wall := stoppedWall{&stopped{wall: time.Unix(77, 0)}}
	g := newGuest(t, host.Config{Wall: wall})
	for range 3 {
		if w := must[clocks.Datetime](g, "wall-clock-now", engine.Unit{}); w.Seconds != 77 {
			t.Errorf("the host's clock is at %d", w.Seconds)
		}
		must[uint64](g, "now", engine.Unit{})
	}
	for range 200 {
		asC := must[uint64](g, "now", engine.Unit{})
		asGo := g.Config().Monotonic.Now()
		again := must[uint64](g, "now", engine.Unit{})
		if asC > asGo || asGo > again {
			t.Fatalf("the clock goes from %d to %d to %d", asC, asGo, again)
		}
		at := again + 1000
		must[engine.Unit](g, "pollable-block", pollable(must[ownPollable](g, "subscribe-instant", at).Value))
		if now := must[uint64](g, "now", engine.Unit{}); now < at {
			t.Fatalf("it is %d at %d", now, at)
		}
	}
	if g.Counters.Direct(host.MonotonicClocks) < 500 || g.Counters.Direct(host.WallClocks) != 0 {
		t.Error("C does not answer what it should")
	}
}

// After its run's end a guest is told nothing, whoever would answer.
func TestDirectEnds(t *testing.T) {
	over := errors.New("over")
	g := newGuest(t, host.Config{})
	for range 3 {
		must[uint64](g, "now", engine.Unit{})
	}
	g.Cancel(over)
	if _, err := call[engine.Unit, uint64](g, "now", engine.Unit{}); !errors.Is(err, over) {
		t.Errorf("it ends with %v", err)
	}
	late := coreGuests(t, `(export "memory")`).make(t, host.Config{})
	late.Cancel(over)
	for range 2 {
		if _, err := late.core("sched_yield"); !errors.Is(err, over) {
			t.Errorf("it ends with %v", err)
		}
	}
}

// Guests of one linker have random bytes and counters of their own, and the counters
// can be read by anybody, also when the guest is gone.
func TestDirectGuests(t *testing.T) {
	const guests, calls = 4, 1000
	g := coreGuests(t, `(export "memory")`)
	var all sync.Map
	var wg sync.WaitGroup
	for n := range guests {
		guest := g.make(t, host.Config{})
		ended := make(chan struct{})
		wg.Go(func() {
			defer close(ended)
			for range calls * (n + 1) {
				if _, err := guest.core("random_get", uint32(0), uint32(16+n)); err != nil {
					t.Error(err)
					return
				}
				memory, _ := guest.inst.Memory("memory")
				if _, twice := all.LoadOrStore([16]byte(memory), n); twice {
					t.Error("bytes come twice")
				}
			}
			guest.store.Close()
		})
		wg.Go(func() {
			var last uint64
			for running := true; running; {
				select {
				case <-ended:
					running = false
				default:
				}
				now := guest.Counters.Calls(host.Preview1)
				if now < last {
					t.Errorf("the counter goes from %d to %d", last, now)
				}
				last = now
			}
			if want := uint64(calls * (n + 1)); last != want || guest.Counters.Bytes(host.Preview1) != want*uint64(16+n) {
				t.Errorf("in the end it says %d of %d", last, want)
			}
		})
	}
	wg.Wait()
}
