package engine_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/long"
)

// limited instantiates a core module in a store with limits, and calls "run".
func limited(t *testing.T, cfg engine.Config, limits engine.Limits, wat string) (*engine.Store, any, error) {
	t.Helper()
	eng := newEngineWith(t, cfg)
	c := compile(t, eng, wat)
	s := engine.NewStore(eng, nil)
	t.Cleanup(s.Close)
	s.SetLimits(limits)
	inst, err := engine.NewLinker(eng).Instantiate(s, c)
	if err != nil {
		return s, nil, err
	}
	run, err := inst.Func("run")
	mustBe(t, err)
	got, err := run.Call()
	return s, got, err
}

const page = 64 << 10

var (
	plain     = engine.Config{EpochInterruption: true}
	accounted = engine.Config{EpochInterruption: true, MemoryAccounting: true}
	pooled    = engine.Config{EpochInterruption: true, Pooling: engine.PoolingConfig{Instances: 4}}
)

// growing grows a memory page by page until it is refused, and tells the pages.
const growing = `(module (memory 1)
	(func (export "run") (result i32)
		(loop $l (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
		(memory.size)))`

func TestMemoryLimit(t *testing.T) {
	for name, cfg := range map[string]engine.Config{"plain": plain, "accounted": accounted, "pooled": pooled} {
		_, got, err := limited(t, cfg, engine.Limits{Memory: 10*page + 1}, growing)
		if got != int32(10) || err != nil {
			t.Errorf("%s: a memory grows to %v pages, %v", name, got, err)
		}
		_, _, err = limited(t, cfg, engine.Limits{Memory: page}, `(module (memory 2) (func (export "run")))`)
		var e *engine.Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), "memory") {
			t.Errorf("%s: a memory that starts above the limit gives %v", name, err)
		}
	}
}

func TestTotalMemory(t *testing.T) {
	wantLimit := func(t *testing.T, s *engine.Store, err error, limit uint64) {
		t.Helper()
		var stopped *engine.InterruptError
		if !errors.As(err, &stopped) || stopped.Reason != engine.MemoryLimit {
			t.Errorf("gives %v", err)
		}
		if stats := s.Stats(); stats.Stopped != engine.MemoryLimit || stats.PeakMemory > limit {
			t.Errorf("the stats are %+v", stats)
		}
	}
	t.Run("one memory grows", func(t *testing.T) {
		s, _, err := limited(t, accounted, engine.Limits{TotalMemory: 10 * page}, growing)
		wantLimit(t, s, err, 10*page)
		if peak := s.Stats().PeakMemory; peak != 10*page {
			t.Errorf("the peak is %d", peak)
		}
	})
	t.Run("a start above the limit", func(t *testing.T) {
		s, _, err := limited(t, accounted, engine.Limits{TotalMemory: 2*page - 1}, `(module (memory 2) (func (export "run")))`)
		wantLimit(t, s, err, 0)
	})
	t.Run("the second memory is too much", func(t *testing.T) {
		s, _, err := limited(t, accounted, engine.Limits{TotalMemory: 3 * page}, `(module (memory 2) (memory 2) (func (export "run")))`)
		wantLimit(t, s, err, 2*page)
	})
	t.Run("four memories in turn", func(t *testing.T) {
		eng := newEngineWith(t, accounted)
		s := engine.NewStore(eng, nil)
		defer s.Close()
		s.SetLimits(engine.Limits{TotalMemory: 50 << 20})
		inst, err := engine.NewLinker(eng).Instantiate(s, compile(t, eng, string(fixture(t, "many-memories/many-memories.wat"))))
		mustBe(t, err)
		run, err := inst.Func(runIface, "run")
		mustBe(t, err)
		_, err = run.Call()
		wantLimit(t, s, err, 50<<20)
		if peak := s.Stats().PeakMemory; peak < 48<<20 {
			t.Errorf("the peak is %d", peak)
		}
	})
	t.Run("enough", func(t *testing.T) {
		s, got, err := limited(t, accounted, engine.Limits{TotalMemory: 10 * page, Memory: 4 * page}, growing)
		if got != int32(4) || err != nil {
			t.Errorf("gives %v, %v", got, err)
		}
		s.Close()
		if stats := s.Stats(); stats.PeakMemory != 4*page || stats.Stopped != 0 {
			t.Errorf("after Close, the stats are %+v", stats)
		}
	})
}

// Memories of accounted engines behave like any other.
func TestAccountedMemory(t *testing.T) {
	_, got, err := limited(t, accounted, engine.Limits{}, `(module (memory 1 3) (data (i32.const 65532) "\01\02\03\04")
		(func (export "run") (result i32)
			(drop (memory.grow (i32.const 1)))
			(i32.store (i32.const 131068) (i32.load (i32.const 65532)))
			(i32.load (i32.const 131068))))`)
	if got != int32(0x04030201) || err != nil {
		t.Errorf("the bytes are %#x, %v", got, err)
	}
	for _, address := range []string{"65536", "65533", "0x7fffffff", "0xffffffff"} {
		_, _, err := limited(t, accounted, engine.Limits{}, fmt.Sprintf(`(module (memory 1 4) (func (export "run") (i32.store (i32.const %s) (i32.const 1))))`, address))
		var trap *engine.Trap
		if !errors.As(err, &trap) || trap.Code != engine.TrapMemoryOutOfBounds {
			t.Errorf("a store at %s gives %v", address, err)
		}
	}
	_, got, err = limited(t, accounted, engine.Limits{}, `(module (memory 0) (func (export "run") (result i32) (memory.grow (i32.const 65537))))`)
	if got != int32(-1) || err != nil {
		t.Errorf("growing beyond the address space gives %v, %v", got, err)
	}
}

func TestTableLimits(t *testing.T) {
	const grow = `(module (table 1 funcref) (func (export "run") (result i32)
		(table.grow (ref.null func) (i32.const 100))))`
	for name, cfg := range map[string]engine.Config{"plain": plain, "accounted": accounted, "pooled": pooled} {
		if _, got, err := limited(t, cfg, engine.Limits{TableElements: 100}, grow); got != int32(-1) || err != nil {
			t.Errorf("%s: growing above the limit gives %v, %v", name, got, err)
		}
		if _, got, err := limited(t, cfg, engine.Limits{TableElements: 101}, grow); got != int32(1) || err != nil {
			t.Errorf("%s: growing to the limit gives %v, %v", name, got, err)
		}
		for _, table := range []string{"table32", "table64", "table64-component", "memory64"} {
			wat := string(fixture(t, "table-huge/"+table+".wat"))
			cfg := cfg
			cfg.Memory64 = true // what the engine refuses otherwise, the limits must
			eng := newEngineWith(t, cfg)
			c, err := eng.Compile([]byte(wat))
			if err != nil {
				continue // pools refuse at once
			}
			s := engine.NewStore(eng, nil)
			if _, err := engine.NewLinker(eng).Instantiate(s, c); err == nil {
				t.Errorf("%s: %s can be instantiated", name, table)
			}
			s.Close()
			c.Close()
		}
	}
	if _, got, err := limited(t, plain, engine.Limits{}, `(module (table 1 funcref) (func (export "run") (result i32)
		(table.grow (ref.null func) (i32.const 1000000))))`); got != int32(-1) || err != nil {
		t.Errorf("without limits, a million more elements give %v, %v", got, err)
	}
}

func TestCountLimits(t *testing.T) {
	const two = `(component (core module $m (memory 1) (table 1 funcref))
		(core instance (instantiate $m)) (core instance (instantiate $m)))`
	eng := newEngine(t)
	c := compile(t, eng, two)
	for name, limits := range map[string]engine.Limits{
		"Instances": {Instances: 1}, "Tables": {Tables: 1}, "Memories": {Memories: 1},
	} {
		s := engine.NewStore(eng, nil)
		s.SetLimits(limits)
		var limit *engine.CountLimitError
		if _, err := engine.NewLinker(eng).Instantiate(s, c); !errors.As(err, &limit) || limit.Count != 2 ||
			!strings.EqualFold(limit.What[:3], name[:3]) {
			t.Errorf("%s gives %#v", name, err)
		}
		s.SetLimits(engine.Limits{Instances: ^uint64(0), Tables: 100, Memories: 100, Memory: ^uint64(0)})
		if _, err := engine.NewLinker(eng).Instantiate(s, c); err != nil {
			t.Errorf("%s, raised: %v", name, err)
		}
		s.Close()
		s.SetLimits(limits)
	}
}

// Without limits, a guest has so many tables, and no more.
func TestDefaultTables(t *testing.T) {
	tables := func(n int) string {
		const perModule = 32 // wasmtime takes no module with more than a hundred
		return "(component (core module $m " + strings.Repeat("(table 0 funcref)", perModule) + `)
			(core module $last ` + strings.Repeat("(table 0 funcref)", n%perModule) + `(func (export "run")))` +
			strings.Repeat("(core instance (instantiate $m))", n/perModule) + `(core instance $i (instantiate $last))
			(func (export "run") (canon lift (core func $i "run"))))`
	}
	if _, _, err := limited(t, plain, engine.Limits{}, tables(engine.DefaultTables)); err != nil {
		t.Error(err)
	}
	_, _, err := limited(t, plain, engine.Limits{}, tables(engine.DefaultTables+1))
	var limit *engine.CountLimitError
	if !errors.As(err, &limit) || limit.What != "table" {
		t.Errorf("one more table gives %v", err)
	}
}

const endless = `(module (func (export "run") (loop (br 0))) (func (export "short")))`

func TestFuel(t *testing.T) {
	eng := newEngineWith(t, engine.Config{ConsumeFuel: true})
	s := engine.NewStore(eng, nil)
	defer s.Close()
	mustBe(t, s.SetFuel(10_000))
	inst, err := engine.NewLinker(eng).Instantiate(s, compile(t, eng, endless))
	mustBe(t, err)
	short, err := inst.Func("short")
	mustBe(t, err)
	if _, err := short.Call(); err != nil {
		t.Fatal(err)
	}
	left, err := s.Fuel()
	if err != nil || left == 0 || left >= 10_000 {
		t.Errorf("%d are left, %v", left, err)
	}
	run, err := inst.Func("run")
	mustBe(t, err)
	var trap *engine.Trap
	if _, err := run.Call(); !errors.As(err, &trap) || trap.Code != engine.TrapOutOfFuel {
		t.Errorf("without fuel, a call gives %v", err)
	}
	if left, err := s.Fuel(); left != 0 || err != nil {
		t.Errorf("%d are left, %v", left, err)
	}
	s.Close()
	if err := s.SetFuel(1); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("SetFuel of a closed store gives %v", err)
	}
	if _, err := s.Fuel(); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("Fuel of a closed store gives %v", err)
	}
	unfuelled := engine.NewStore(newEngine(t), nil)
	defer unfuelled.Close()
	var e *engine.Error
	if err := unfuelled.SetFuel(1); !errors.As(err, &e) {
		t.Errorf("SetFuel of an engine without fuel gives %v", err)
	}
	if _, err := unfuelled.Fuel(); !errors.As(err, &e) {
		t.Errorf("Fuel of an engine without fuel gives %v", err)
	}
}

// running gives a function that calls an endless guest, and tells when the
// guest runs: it calls the host first.
func running(t *testing.T, eng *engine.Engine) (s *engine.Store, started chan struct{}, call func() error) {
	t.Helper()
	s, started, call = runningOf(t, eng, compile(t, eng, calling))
	t.Cleanup(s.Close)
	return s, started, call
}

// calling says that it started and loops.
const calling = `(component
	(import "started" (func $started))
	(core func $started (canon lower (func $started)))
	(core module $m (import "" "started" (func $started)) (func $endless (export "run") (call $started) (loop (br 0))))
	(core instance $m (instantiate $m (with "" (instance (export "started" (func $started))))))
	(func (export "run") (canon lift (core func $m "run"))))`

func runningOf(t *testing.T, eng *engine.Engine, c *engine.Component) (s *engine.Store, started chan struct{}, call func() error) {
	t.Helper()
	started = make(chan struct{})
	l := engine.NewLinker(eng)
	mustBe(t, l.Root().Func("started", engine.F0(func(*engine.Store) (engine.Unit, error) { close(started); return engine.Unit{}, nil })))
	s = engine.NewStore(eng, nil)
	inst, err := l.Instantiate(s, c)
	mustBe(t, err)
	run := typed[engine.Unit, engine.Unit](t, inst, "run")
	return s, started, func() error { _, err := run.Call(engine.Unit{}); return err }
}

func TestInterrupt(t *testing.T) {
	for name, cfg := range map[string]engine.Config{"plain": plain, "accounted": accounted, "pooled": pooled} {
		s, started, call := running(t, newEngineWith(t, cfg))
		go func() {
			<-started
			s.Interrupt(context.DeadlineExceeded)
			s.Interrupt(context.Canceled) // the first cause stays
		}()
		err := call()
		var stopped *engine.InterruptError
		if !errors.As(err, &stopped) || stopped.Reason != engine.Interrupted || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: the guest ends with %v", name, err)
		} else if len(stopped.Frames) == 0 || stopped.Frames[0].Func != "endless" {
			t.Errorf("%s: the frames are %v", name, stopped.Frames)
		}
		if s.Stats().Stopped != engine.Interrupted {
			t.Errorf("%s: the stats are %+v", name, s.Stats())
		}
	}
}

func TestInterruptBeforeAndAfter(t *testing.T) {
	eng := newEngine(t)
	c := compile(t, eng, endless)
	s := engine.NewStore(eng, nil)
	inst, err := engine.NewLinker(eng).Instantiate(s, c)
	mustBe(t, err)
	s.Interrupt(nil)
	var stopped *engine.InterruptError
	for _, fn := range []string{"run", "short", "run"} {
		f, err := inst.Func(fn)
		mustBe(t, err)
		if _, err := f.Call(); !errors.As(err, &stopped) || stopped.Unwrap() != nil {
			t.Errorf("%s of an interrupted store gives %v", fn, err)
		}
	}
	if _, err := engine.NewLinker(eng).Instantiate(s, compile(t, eng, `(module (func $f (loop (br 0))) (start $f))`)); !errors.As(err, &stopped) {
		t.Errorf("instantiating in an interrupted store gives %v", err)
	}
	s.Close()
	s.Interrupt(nil)
	if s.Stats().Stopped != engine.Interrupted {
		t.Errorf("after Close, the stats are %+v", s.Stats())
	}
	other := engine.NewStore(eng, nil)
	other.Close()
	other.Interrupt(nil)
	if other.Stats().Stopped != 0 {
		t.Error("a closed store was stopped")
	}
}

func TestInterruptAStartFunction(t *testing.T) {
	eng := newEngine(t)
	s := engine.NewStore(eng, nil)
	defer s.Close()
	timer := time.AfterFunc(20*time.Millisecond, func() { s.Interrupt(context.Canceled) })
	defer timer.Stop()
	_, err := engine.NewLinker(eng).Instantiate(s, compile(t, eng, `(module (func $f (loop (br 0))) (start $f))`))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("instantiating gives %v", err)
	}
}

// Interrupting one store leaves those beside it alone.
func TestInterruptOneOfTwo(t *testing.T) {
	eng := newEngine(t)
	a, startedA, callA := running(t, eng)
	b, startedB, callB := running(t, eng)
	ends := make(chan error)
	go func() { ends <- callA() }()
	go func() { ends <- callB() }()
	<-startedA
	<-startedB
	for range 10 {
		eng.IncrementEpoch()
	}
	a.Interrupt(errors.New("a"))
	if err := <-ends; err == nil || !strings.HasSuffix(err.Error(), ": a") {
		t.Errorf("the first to end gives %v", err)
	}
	select {
	case err := <-ends:
		t.Errorf("the other one ended too: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	b.Interrupt(errors.New("b"))
	if err := <-ends; err == nil || !strings.HasSuffix(err.Error(), ": b") {
		t.Errorf("the second to end gives %v", err)
	}
}

// An interrupt that comes while the guest answers an earlier move of the epoch
// is not lost.
func TestInterruptWhileTheEpochMoves(t *testing.T) {
	eng := newEngine(t)
	c := compile(t, eng, calling)
	for range long.Or(2000, 50_000) {
		s, started, call := runningOf(t, eng, c)
		go func() {
			<-started
			for range 10 {
				eng.IncrementEpoch()
			}
			s.Interrupt(context.Canceled)
		}()
		if err := call(); !errors.Is(err, context.Canceled) {
			t.Fatalf("the guest ends with %v", err)
		}
		s.Close()
	}
}

// Interrupt, Stats and Close may come at any time, from anywhere.
func TestStoreIsSafeFromOtherGoroutines(t *testing.T) {
	eng := newEngineWith(t, accounted)
	c := compile(t, eng, growing)
	l := engine.NewLinker(eng)
	for n := range 30 {
		s := engine.NewStore(eng, nil)
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() { _ = s.Stats(); s.Interrupt(context.Canceled); _ = s.Stats() })
		}
		if n%2 == 0 {
			wg.Go(s.Close)
		}
		inst, err := l.Instantiate(s, c)
		if err == nil {
			if run, err := inst.Func("run"); err == nil {
				_, _ = run.Call()
			}
		}
		s.Close()
		wg.Wait()
	}
}

// A store that is closed while a guest runs is freed when that ends.
func TestCloseWhileRunning(t *testing.T) {
	s, started, call := running(t, newEngine(t))
	closed := make(chan struct{})
	go func() {
		<-started
		s.Close()
		close(closed)
		s.Interrupt(context.Canceled)
	}()
	if err := call(); !errors.Is(err, context.Canceled) {
		t.Errorf("the guest ends with %v", err)
	}
	<-closed
	if err := call(); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("a later call gives %v", err)
	}
}

// A store that is forgotten is closed by the garbage collector.
func TestForgottenStoreIsClosed(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	var dropped atomic.Int64
	d := desk{drop: func(*ticket) error { dropped.Add(1); return nil }}
	d.define(t, l)
	c := compile(t, eng, string(fixture(t, "resources/ticket.wat")))
	const stores = 5
	for range stores {
		inst, err := l.Instantiate(engine.NewStore(eng, nil), c)
		mustBe(t, err)
		if _, err := typed[uint32, engine.Unit](t, inst, "leak").Call(1); err != nil {
			t.Fatal(err)
		}
	}
	for deadline := time.Now().Add(20 * time.Second); dropped.Load() < stores; {
		if time.Now().After(deadline) {
			t.Fatalf("only %d of %d stores were closed", dropped.Load(), stores)
		}
		runtime.GC()
		runtime.Gosched()
	}
}
