package engine_test

import (
	"bytes"
	"errors"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/long"
)

// usage is what a process occupies.
type usage struct {
	resident             uint64 // bytes
	heapObjects          uint64
	descriptors, threads int
}

func measureUsage(t testing.TB) usage {
	t.Helper()
	debug.FreeOSMemory()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return usage{
		resident: residentBytes(t), heapObjects: stats.HeapObjects,
		descriptors: entries("/proc/self/fd"), threads: entries("/proc/self/task"),
	}
}

// residentBytes is how much memory this process occupies, or 0 where the system
// doesn't tell.
func residentBytes(t testing.TB) uint64 {
	t.Helper()
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(data))
	pages, err := strconv.ParseUint(fields[1], 10, 64)
	mustBe(t, err)
	return pages * uint64(os.Getpagesize())
}

func entries(dir string) int {
	list, err := os.ReadDir(dir)
	if err != nil {
		return 0
	}
	return len(list)
}

// Runs by the thousand leave nothing behind: no memory, descriptor, thread, and
// no object of Go that a handle would keep.
func TestRunsLeaveNothingBehind(t *testing.T) {
	if testing.Short() {
		t.Skip("ten thousand runs show leaks, and nothing that one does not show")
	}
	for name, tt := range map[string]struct {
		cfg   engine.Config
		count int
	}{"demand": {plain, long.Or(2_000, 10_000)}, "accounted": {accounted, long.Or(1_000, 3_000)}, "pooled": {pooled, long.Or(1_000, 3_000)}} {
		t.Run(name, func(t *testing.T) {
			runs := leakingRuns(t, newEngineWith(t, tt.cfg))
			for n := range tt.count / 4 { // until the allocators have what they keep
				runs(n)
			}
			before := measureUsage(t)
			for n := range tt.count {
				runs(n)
			}
			after := measureUsage(t)
			for range 1000 { // goroutines of pumps close their pipes
				if after.descriptors <= before.descriptors {
					break
				}
				time.Sleep(5 * time.Millisecond) //nolint:forbidigo // between two looks
				after.descriptors = entries("/proc/self/fd")
			}
			t.Logf("before %+v, after %+v", before, after)
			allowed := uint64(16 << 20) // less than two kilobytes a run
			if raceEnabled {
				allowed = 64 << 20 // the detector's shadow of the memory
			}
			if after.resident > before.resident+allowed {
				t.Errorf("memory grew from %d to %d bytes", before.resident, after.resident)
			}
			if after.heapObjects > before.heapObjects+max(500, uint64(tt.count)/10) {
				t.Errorf("the heap grew from %d to %d objects", before.heapObjects, after.heapObjects)
			}
			if after.descriptors > before.descriptors+4 || after.threads > before.threads+20 {
				t.Errorf("descriptors grew from %d to %d, threads from %d to %d", before.descriptors, after.descriptors, before.threads, after.threads)
			}
		})
	}
}

// leakingRuns gives a function that runs a guest in one of several ways; most
// of them end well.
func leakingRuns(t *testing.T, eng *engine.Engine) func(n int) {
	t.Helper()
	hello := programs(t, eng, "hello")
	panics := programs(t, eng, "panic")
	d := &desk{}
	l := engine.NewLinker(eng)
	d.define(t, l)
	tickets := compile(t, eng, string(fixture(t, "resources/ticket.wat")))
	counters := compile(t, eng, string(fixture(t, "resources/counter.wat")))
	return func(n int) {
		var out bytes.Buffer
		cfg := &engine.WASIConfig{Stdout: engine.Output{Writer: &out}}
		switch n % 20 {
		case 0:
			_, err := panics[n/20%2].run(cfg)
			var trap *engine.Trap
			if !errors.As(err, &trap) {
				t.Fatal(err)
			}
		case 1: // with input through a pipe, which nobody reads
			cfg.Stdin.Reader = strings.NewReader("text")
			if _, err := hello[0].run(cfg); exitCode(err) != 0 {
				t.Fatal(err)
			}
		case 2: // resources that are left: the host's and the guest's
			s := engine.NewStore(eng, nil)
			inst, err := l.Instantiate(s, tickets)
			mustBe(t, err)
			if _, err := typed[uint32, engine.Unit](t, inst, "leak").Call(1); err != nil {
				t.Fatal(err)
			}
			inst, err = l.Instantiate(s, counters)
			mustBe(t, err)
			if _, err := typed[uint32, *engine.Resource](t, inst, countersIface, "[constructor]counter").Call(1); err != nil {
				t.Fatal(err)
			}
			s.Close()
			if s.Table().Len() != 0 {
				t.Fatal("the table is not empty")
			}
			d.issued = nil
		case 3: // a store of nothing
			s := engine.NewStore(eng, nil)
			s.Close()
		case 4: // an instantiation that fails
			s := engine.NewStore(eng, nil)
			if _, err := l.Instantiate(s, hello[0].c); err == nil {
				t.Fatal("it does not fail")
			}
			s.Close()
		default:
			if _, err := hello[n%2].run(cfg); exitCode(err) != 0 || out.String() != "Hello from Qyvol!\n" {
				t.Fatalf("run %d prints %q, %v", n, out.String(), err)
			}
		}
	}
}

// Engines, linkers and components come and go, too.
func TestEnginesLeaveNothingBehind(t *testing.T) {
	if testing.Short() {
		t.Skip("see TestRunsLeaveNothingBehind")
	}
	code, err := compile(t, newEngine(t), addComponent).Serialize()
	mustBe(t, err)
	round := func() {
		eng, err := engine.New(plain)
		mustBe(t, err)
		c, err := eng.Deserialize(code, engine.KindComponent)
		mustBe(t, err)
		l := engine.NewLinker(eng)
		mustBe(t, l.AddWASI())
		mustBe(t, l.Root().Func("f", engine.F0(func(*engine.Store) (uint32, error) { return 1, nil })))
		mustBe(t, l.CoreFunc("env", "f", func() {}))
		mustBe(t, engine.DefineResource[*thing](l.Root(), "thing", nil))
		s := engine.NewStore(eng, nil)
		inst, err := l.Instantiate(s, c)
		mustBe(t, err)
		if _, err := inst.Func("add"); err != nil {
			t.Fatal(err)
		}
		l.Close()
		eng.Close()
		c.Close()
		s.Close()
	}
	for range 50 {
		round()
	}
	before := measureUsage(t)
	for range 500 {
		round()
	}
	after := measureUsage(t)
	t.Logf("before %+v, after %+v", before, after)
	if after.resident > before.resident+16<<20 || after.heapObjects > before.heapObjects+500 || after.threads > before.threads+20 {
		t.Errorf("usage grew from %+v to %+v", before, after)
	}
}

// Two hundred guests at once: all of them are there before the first one runs.
func TestTwoHundredAtOnce(t *testing.T) {
	const guests = 200
	for name, cfg := range map[string]engine.Config{
		"demand": plain, "accounted": accounted,
		"pooled": {EpochInterruption: true, Pooling: engine.PoolingConfig{Instances: guests}},
	} {
		p := programs(t, newEngineWith(t, cfg), "hello")[0]
		var ready, done sync.WaitGroup
		ready.Add(guests)
		for range guests {
			done.Go(func() {
				s := engine.NewStore(p.c.Engine(), nil)
				var out bytes.Buffer
				err := s.SetWASI(&engine.WASIConfig{Stdout: engine.Output{Writer: &out}})
				inst, instErr := p.l.Instantiate(s, p.c)
				ready.Done()
				ready.Wait()
				if err = errors.Join(err, instErr); err == nil {
					var f *engine.Func
					if f, err = inst.Func(runIface, "run"); err == nil {
						_, err = f.Call()
					}
				}
				s.Close()
				if exitCode(err) != 0 || out.String() != "Hello from Qyvol!\n" {
					t.Errorf("%s: prints %q, %v", name, out.String(), err)
				}
			})
		}
		done.Wait()
	}
}
