package program

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/internal/long"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/wasi"
)

func guest(t testing.TB, name string) *loader.Unit {
	t.Helper()
	u, err := loader.Load(filepath.Join(fixtures.Dir(t), filepath.FromSlash(name)), loader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func written(t testing.TB, text string) *loader.Unit {
	t.Helper()
	u, err := loader.LoadBytes("guest.wat", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func prepared(t testing.TB, u *loader.Unit, opts Options) *Program {
	t.Helper()
	p, err := Prepare(t.Context(), u, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func start(t testing.TB, p *Program, streams wasi.Stdio) *Session {
	t.Helper()
	s, err := p.Start(t.Context(), streams)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// A program starts as often as one likes, and each session has its own streams.
func TestSessions(t *testing.T) {
	p := prepared(t, guest(t, "cat/cat.wasm"), Options{KeepMemories: 2})
	for n := range 10 {
		var out bytes.Buffer
		in := strings.Repeat(fmt.Sprint(n), 1000)
		s := start(t, p, wasi.Stdio{Stdin: strings.NewReader(in), Stdout: &out})
		if err := s.Run(t.Context()); err != nil || out.String() != in {
			t.Fatalf("session %d printed %.20q, %v", n, out.String(), err)
		}
		s.Close()
		if stats := s.Stats(); stats.Stdout != 1000 || stats.PeakMemory == 0 {
			t.Errorf("it counted %+v", stats)
		}
	}
}

// counter is a component with a state, whose functions are called one by one.
const counter = `(component (core module $m (global $n (mut i32) (i32.const 0))
	(func (export "add") (param i32) (result i32) (global.set $n (i32.add (global.get $n) (local.get 0))) (global.get $n))
	(func (export "trap") unreachable) (func (export "loop") (loop $l (br $l))))
	(core instance $i (instantiate $m))
	(func (export "add") (param "n" u32) (result u32) (canon lift (core func $i "add")))
	(func (export "trap") (canon lift (core func $i "trap")))
	(func (export "loop") (canon lift (core func $i "loop"))))`

func TestCall(t *testing.T) {
	p := prepared(t, written(t, counter), Options{})
	one, other := start(t, p, wasi.Stdio{}), start(t, p, wasi.Stdio{})
	for n := range uint32(3) {
		got, err := one.Call(t.Context(), []string{"add"}, uint32(2))
		if err != nil || got != 2*(n+1) {
			t.Fatalf("got %v, %v", got, err)
		}
	}
	if got, err := other.Call(t.Context(), []string{"add"}, uint32(5)); err != nil || got != uint32(5) {
		t.Errorf("another session has %v, %v", got, err)
	}
	if _, err := other.Call(t.Context(), []string{"trap"}); KindOf(err) != KindTrap {
		t.Errorf("it ends with %v", err)
	}
	var instance *InstantiateError
	if _, err := one.Call(t.Context(), []string{"nope"}); err == nil || errors.As(err, &instance) {
		t.Errorf("a function that isn't there is called: %v", err)
	}
	var none *NotCommandError
	if err := one.Run(t.Context()); !errors.As(err, &none) {
		t.Errorf("it runs, though it is no command: %v", err)
	}
	one.Close()
	if _, err := one.Call(t.Context(), []string{"add"}, uint32(1)); !errors.Is(err, ErrClosed) || err.Error() != "the session is closed" {
		t.Errorf("a closed session answers %v", err)
	}
}

// add calls the counter with typed values.
func add(n uint32, sum *uint32) func(*engine.Instance) error {
	return func(i *engine.Instance) error {
		f, err := i.Func("add")
		if err != nil {
			return err
		}
		typed, err := engine.NewTypedFunc[uint32, uint32](f)
		if err != nil {
			return err
		}
		*sum, err = typed.Call(n)
		return err
	}
}

// calls calls an export that takes nothing.
func calls(name string) func(*engine.Instance) error {
	return func(i *engine.Instance) error {
		f, err := i.Func(name)
		if err == nil {
			_, err = f.Call()
		}
		if err != nil {
			return fmt.Errorf("calling %s: %w", name, err)
		}
		return nil
	}
}

// What Do calls is held to the session's limits and to its context, and ends with its errors.
func TestDo(t *testing.T) {
	free := prepared(t, written(t, counter), Options{})
	s, err := free.Open(wasi.Stdio{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var sum uint32
	for range 3 {
		if err := s.Do(t.Context(), add(2, &sum)); err != nil {
			t.Fatal(err)
		}
	}
	own := errors.New("the caller's")
	if err := s.Do(t.Context(), func(*engine.Instance) error { return own }); sum != 6 || err != own { //nolint:errorlint // it comes back as it is
		t.Errorf("the sum is %d, and an error of the caller's comes back as %v", sum, err)
	}
	s.Close()
	if err := s.Do(t.Context(), add(1, &sum)); !errors.Is(err, ErrClosed) {
		t.Errorf("a closed session answers %v", err)
	}
	limited := prepared(t, written(t, counter), Options{Limits: wasi.Limits{Timeout: 50 * time.Millisecond}})
	s = start(t, limited, wasi.Stdio{})
	var late *TimeoutError
	if err := s.Do(t.Context(), calls("loop")); !errors.As(err, &late) || late.Limit != limited.Grant().Limits.Timeout {
		t.Errorf("a loop ends with %v", err)
	}
	if err := s.Do(t.Context(), func(*engine.Instance) error { t.Error("it is called"); return nil }); KindOf(err) != KindTimeout {
		t.Errorf("after its limit it ends with %v", err)
	}
	if err := start(t, free, wasi.Stdio{}).Do(t.Context(), calls("trap")); KindOf(err) != KindTrap {
		t.Errorf("a trap ends with %v", err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(10*time.Millisecond, func() { cancel(own) })
	if err := start(t, free, wasi.Stdio{}).Do(ctx, calls("loop")); KindOf(err) != KindInterrupted || !errors.Is(err, own) {
		t.Errorf("it is interrupted with %v", err)
	}
}

// A guest that exits in Do has no result there; a session in use takes no other call.
func TestDoOfGuestsThatExitAndCallBack(t *testing.T) {
	var exit *ModuleExitError
	cat := start(t, prepared(t, guest(t, "cat/cat.wasm"), Options{}), wasi.Stdio{})
	if err := cat.Do(t.Context(), func(*engine.Instance) error { return &engine.ExitError{} }); !errors.As(err, &exit) || exit.Code != 0 {
		t.Errorf("an exit with code 0 ends with %v", err)
	}
	s := start(t, prepared(t, written(t, counter), Options{}), wasi.Stdio{})
	err := s.Do(t.Context(), func(*engine.Instance) error {
		_, err := s.Call(t.Context(), []string{"add"}, uint32(1))
		return err
	})
	if !errors.Is(err, ErrInUse) {
		t.Errorf("a call within Do ends with %v", err)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	err = s.Do(t.Context(), func(*engine.Instance) error {
		_, err := s.Call(over, []string{"add"}, uint32(1))
		return err
	})
	if !errors.Is(err, ErrInUse) {
		t.Errorf("a call within Do whose context is over ends with %v", err)
	}
	if got, err := s.Call(t.Context(), []string{"add"}, uint32(1)); got != uint32(1) || err != nil {
		t.Errorf("afterwards it answers %v, %v", got, err)
	}
}

// Close from another goroutine ends what runs, and returns once that has ended.
func TestCloseWhileItRuns(t *testing.T) {
	p := prepared(t, written(t, counter), Options{Limits: wasi.Limits{Timeout: time.Hour}})
	for range 20 {
		s := start(t, p, wasi.Stdio{})
		begun, result := make(chan struct{}), make(chan error, 1)
		ended := false // the race detector sees whether Close waits
		go func() {
			result <- s.Do(t.Context(), func(i *engine.Instance) error {
				defer func() { ended = true }()
				close(begun)
				return calls("loop")(i)
			})
		}()
		<-begun
		var others sync.WaitGroup
		others.Go(s.Close)
		s.Close()
		if !ended {
			t.Error("it still runs")
		}
		others.Wait()
		if err := <-result; KindOf(err) != KindInterrupted || !errors.Is(err, ErrClosed) {
			t.Errorf("it ends with %v", err)
		}
	}
}

// The time limit is about the time in which the guest runs, over all calls; a context is
// about one call, and what is interrupted stays so.
func TestTimeOfASession(t *testing.T) {
	p := prepared(t, written(t, counter), Options{Limits: wasi.Limits{Timeout: 50 * time.Millisecond}})
	s := start(t, p, wasi.Stdio{})
	for range 4 {
		time.Sleep(20 * time.Millisecond) //nolint:forbidigo // time in which nothing of the guest runs
		if _, err := s.Call(t.Context(), []string{"add"}, uint32(1)); err != nil {
			t.Fatalf("idle time counts: %v", err)
		}
	}
	var late *TimeoutError
	if _, err := s.Call(t.Context(), []string{"loop"}); !errors.As(err, &late) || late.Limit != 50*time.Millisecond {
		t.Errorf("a loop ends with %v", err)
	}
	if _, err := s.Call(t.Context(), []string{"add"}, uint32(1)); KindOf(err) != KindTimeout {
		t.Errorf("afterwards it answers %v", err)
	}

	free := prepared(t, written(t, counter), Options{})
	s = start(t, free, wasi.Stdio{})
	ctx, cancel := context.WithCancelCause(t.Context())
	because := errors.New("because")
	time.AfterFunc(20*time.Millisecond, func() { cancel(because) })
	if _, err := s.Call(ctx, []string{"loop"}); KindOf(err) != KindInterrupted || !errors.Is(err, because) {
		t.Errorf("it ends with %v", err)
	}
	if _, err := free.Start(ctx, wasi.Stdio{}); KindOf(err) != KindInterrupted {
		t.Errorf("with a context that is over it starts: %v", err)
	}
}

// Where a context ends just before the guest would start, that is no success: neither of
// Run, nor of Err.
func TestCancelledBeforeItRuns(t *testing.T) {
	p := prepared(t, guest(t, "hello/hello.wasm"), Options{})
	s, err := p.Open(wasi.Stdio{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Run(ctx); KindOf(err) != KindInterrupted {
		t.Errorf("it ends with %v", err)
	}
	s.Close()
	if err := s.Err(); KindOf(err) != KindInterrupted {
		t.Errorf("it ended with %v", err)
	}
}

// A guest that ends while it is instantiated, or called, is no instance, and no result.
func TestExitInsteadOfAResult(t *testing.T) {
	u := written(t, `(module (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32))) (memory (export "memory") 1)
		(func $start (call $exit (i32.const 0))) (start $start) (func (export "f") (result i32) (i32.const 1)))`)
	var exit *ModuleExitError
	if _, err := prepared(t, u, Options{}).Start(t.Context(), wasi.Stdio{}); !errors.As(err, &exit) || exit.Code != 0 {
		t.Errorf("it starts with %v", err)
	}
	u = written(t, `(module (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32))) (memory (export "memory") 1)
		(func (export "f") (result i32) (call $exit (i32.const 0)) (i32.const 1)))`)
	s := start(t, prepared(t, u, Options{}), wasi.Stdio{})
	if got, err := s.Call(t.Context(), []string{"f"}); !errors.As(err, &exit) || got != nil {
		t.Errorf("it gives %v, %v", got, err)
	}
}

// Programs, sessions and engines may be closed in any order; none starts afterwards.
func TestProgramsAreCounted(t *testing.T) {
	var engines Engines
	p := prepared(t, written(t, counter), Options{Engines: &engines})
	s := start(t, p, wasi.Stdio{})
	p.Close()
	engines.Close()
	if _, err := p.Start(t.Context(), wasi.Stdio{}); !errors.Is(err, ErrClosed) {
		t.Errorf("a closed program answers %v", err)
	}
	if got, err := s.Call(t.Context(), []string{"add"}, uint32(1)); err != nil || got != uint32(1) {
		t.Errorf("its session has %v, %v", got, err)
	}
	again := prepared(t, written(t, counter), Options{Engines: &engines})
	start(t, again, wasi.Stdio{})
	p.Close()
	s.Close()
	s.Close()
}

// Two programs of one component and one grant share its code.
func TestProgramsShareCode(t *testing.T) {
	var engines Engines
	defer engines.Close()
	one := prepared(t, written(t, counter), Options{Engines: &engines})
	other := prepared(t, written(t, counter), Options{Engines: &engines})
	if one.Info().CacheHit || !other.Info().CacheHit || one.Component() != other.Component() {
		t.Errorf("%+v, %+v", one.Info(), other.Info())
	}
}

// What nobody provides traps in each session, by one linker.
func TestDegradedSessions(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "m.qyv")
	text := "name: m\nruntime: wasi\nentrypoint: " + filepath.Join(fixtures.Dir(t), "missing-import", "missing-import.wat") + "\nrecovery: {degrade: true}\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	u, err := loader.Load(path, loader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p := prepared(t, u, Options{})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			s, err := p.Start(t.Context(), wasi.Stdio{})
			if err != nil || !s.Degraded() {
				t.Errorf("it starts with %v", err)
				return
			}
			s.Close()
		})
	}
	all.Wait()
}

// resources are what a process has.
type resources struct{ files, threads, goroutines, maps int }

func held(t *testing.T) resources {
	t.Helper()
	count := func(dir string) int {
		list, err := os.ReadDir(dir)
		if err != nil {
			t.Skip("the system doesn't tell: ", err)
		}
		return len(list)
	}
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Skip("the system doesn't tell: ", err)
	}
	return resources{count("/proc/self/fd"), count("/proc/self/task"), runtime.NumGoroutine(), bytes.Count(maps, []byte("\n"))}
}

// Sessions by the thousand, from many goroutines, with cancellations in between, leave
// nothing behind: no memory, descriptor, thread or mapping.
func TestSessionsLeaveNothingBehind(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of sessions")
	}
	u := written(t, `(component (core module $m (memory (export "m") 2) (data (i32.const 0) "`+strings.Repeat("x", 40<<10)+`")
		(func (export "work") (result i32) (drop (memory.grow (i32.const 2))) (i32.store (i32.const 200000) (i32.const 1))
			(i32.store (i32.const 4) (i32.const 1)) (i32.load8_u (i32.const 100)))
		(func (export "loop") (loop $l (br $l))))
		(core instance $i (instantiate $m))
		(func (export "work") (result u32) (canon lift (core func $i "work")))
		(func (export "loop") (canon lift (core func $i "loop"))))`)
	p := prepared(t, u, Options{KeepMemories: 4, Limits: wasi.Limits{Memory: 16 << 20}})
	round := func(count int) {
		var next atomic.Int64
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for n := next.Add(1); n <= int64(count); n = next.Add(1) {
					if err := one(t.Context(), p, int(n)); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		all.Wait()
	}
	round(500)
	before := held(t)
	before.files += min(8, runtime.NumCPU()) - 1 // a processor that had nothing to do opens its /proc/self/pagemap later: written.c
	round(long.Or(2000, 10_000))
	var after resources
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) { //nolint:forbidigo // between two looks
		if after = held(t); after.goroutines <= before.goroutines && after.files <= before.files {
			break
		}
	}
	// A busy machine makes Go start threads, each with some mappings; a leak of
	// one in a hundred sessions would be more.
	if after.files > before.files || after.goroutines > before.goroutines || after.threads > before.threads+20 || after.maps > before.maps+200 {
		t.Errorf("there are %+v, and were %+v", after, before)
	}
	t.Logf("before %+v, after %+v", before, after)
}

// one is a session that works, is cancelled in a loop, or before it starts.
func one(ctx context.Context, p *Program, n int) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if n%50 == 49 {
		cancel()
	}
	s, err := p.Start(ctx, wasi.Stdio{})
	if n%50 == 49 {
		if KindOf(err) != KindInterrupted {
			return fmt.Errorf("cancelled before: %w", err)
		}
		return nil
	}
	if err != nil {
		return err
	}
	defer s.Close()
	if n%50 == 25 {
		time.AfterFunc(time.Millisecond, cancel)
		if _, err := s.Call(ctx, []string{"loop"}); KindOf(err) != KindInterrupted {
			return fmt.Errorf("cancelled: %w", err)
		}
		return nil
	}
	if got, err := s.Call(ctx, []string{"work"}); err != nil || got != uint32('x') {
		return fmt.Errorf("it has %v: %w", got, err)
	}
	return nil
}

// A session that never ran anything can be closed, and one whose guest was left behind.
func TestAbandonedSession(t *testing.T) {
	p := prepared(t, guest(t, "sleep/sleep.wasm"), Options{Args: []string{"1"}, WASI: wasi.Native})
	s, err := p.Open(wasi.Stdio{})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if s, err = p.Open(wasi.Stdio{}); err != nil {
		t.Fatal(err)
	}
	interrupted := make(chan error, 1)
	s.OnInterrupt(func(cause error) { interrupted <- cause })
	ended := make(chan error, 1)
	go func() { ended <- s.Run(context.Background()); s.Close() }()
	late := &deadline{time.Second}
	time.AfterFunc(50*time.Millisecond, func() { s.Interrupt(late) })
	if cause := <-interrupted; !errors.Is(cause, context.DeadlineExceeded) {
		t.Errorf("it was interrupted for %v", cause)
	}
	if err := s.Abandon(); KindOf(err) != KindTimeout {
		t.Errorf("it ended with %v", err)
	}
	if err := <-ended; err != nil && KindOf(err) != KindTimeout {
		t.Errorf("its guest ended with %v", err)
	}
}

// Guests of the hosted WASI are left behind too, where the host doesn't come back; how
// many is bounded, and those that can't be stopped aren't counted.
func TestHostedGuestsAreLeftBehind(t *testing.T) {
	u := written(t, `(component
		(import "wait" (func $wait (result u32)))
		(core func $wait (canon lower (func $wait)))
		(core module $m (import "" "wait" (func $wait (result i32))) (func (export "run") (result i32) (call $wait)))
		(core instance $i (instantiate $m (with "" (instance (export "wait" (func $wait))))))
		(func (export "run") (result u32) (canon lift (core func $i "run"))))`)
	waiting, end := make(chan struct{}), make(chan struct{})
	link := func(l *engine.Linker) error {
		return l.Root().Func("wait", engine.F0(func(*engine.Store) (uint32, error) {
			waiting <- struct{}{}
			<-end
			return 0, nil
		}))
	}
	var ended sync.WaitGroup
	leave := func(opts Options) error {
		opts.Link = link
		s, err := prepared(t, u, opts).Start(t.Context(), wasi.Stdio{})
		if err != nil {
			return err
		}
		ended.Go(func() {
			defer s.Close()
			_, _ = s.Call(context.Background(), []string{"run"})
		})
		<-waiting
		s.Interrupt(context.Canceled)
		return s.Abandon()
	}
	for range 3 {
		if err := leave(Options{Unstoppable: true}); KindOf(err) != KindInterrupted {
			t.Fatal(err)
		}
	}
	for range MaxLeftBehind {
		if err := leave(Options{}); KindOf(err) != KindInterrupted {
			t.Fatal(err)
		}
	}
	p, err := Prepare(t.Context(), u, Options{Link: link})
	var full *LeftBehindError
	if !errors.As(err, &full) || full.Count != MaxLeftBehind || full.Implementation != wasi.Hosted || KindOf(err) != KindLeftBehind {
		t.Errorf("one too many: %v, %v", p, err)
	}
	close(end)
	ended.Wait()
	if s, err := prepared(t, u, Options{Link: link}).Open(wasi.Stdio{}); err != nil {
		t.Errorf("afterwards: %v", err)
	} else {
		s.Close()
	}
}

// A host function that waits for its context is ended by an interruption, by the
// caller's context, and by the limit of time; and sees the caller's values.
func TestHostFunctionsAreInterrupted(t *testing.T) {
	u := written(t, `(component
		(import "wait" (func $wait (result u32)))
		(core func $wait (canon lower (func $wait)))
		(core module $m (import "" "wait" (func $wait (result i32))) (func (export "run") (result i32) (call $wait)))
		(core instance $i (instantiate $m (with "" (instance (export "wait" (func $wait))))))
		(func (export "run") (result u32) (canon lift (core func $i "run"))))`)
	type key struct{}
	waiting := make(chan any, 1)
	link := func(l *engine.Linker) error {
		return l.Root().Func("wait", engine.F0(func(s *engine.Store) (uint32, error) {
			waiting <- s.Context().Value(key{})
			<-s.Context().Done()
			return 0, context.Cause(s.Context())
		}))
	}
	for name, tt := range map[string]struct {
		limits wasi.Limits
		end    func(*Session, context.CancelFunc)
		want   Kind
	}{
		"interrupted": {end: func(s *Session, _ context.CancelFunc) { s.Interrupt(context.Canceled) }, want: KindInterrupted},
		"cancelled":   {end: func(_ *Session, cancel context.CancelFunc) { cancel() }, want: KindInterrupted},
		"late":        {limits: wasi.Limits{Timeout: 20 * time.Millisecond}, end: func(*Session, context.CancelFunc) {}, want: KindTimeout},
	} {
		t.Run(name, func(t *testing.T) {
			p := prepared(t, u, Options{Link: link, Limits: tt.limits})
			ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "value"))
			defer cancel()
			s, err := p.Start(ctx, wasi.Stdio{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			go func() {
				if seen := <-waiting; seen != "value" {
					t.Errorf("the host function sees %v", seen)
				}
				tt.end(s, cancel)
			}()
			if _, err := s.Call(ctx, []string{"run"}); KindOf(err) != tt.want {
				t.Errorf("it ends with %v", err)
			}
		})
	}
}

// Of what is missing of an instance, the error says what it is, and what is near.
func TestMissingParts(t *testing.T) {
	shop := func(l *engine.Linker) error {
		stock := l.Instance("acme:shop/stock@1.0.0")
		price := engine.F1(func(*engine.Store, engine.Borrow[int]) (uint32, error) { return 1, nil })
		return errors.Join(
			engine.DefineResource[int](stock, "item", nil),
			stock.Func("fnd", engine.F1(func(*engine.Store, string) (engine.Own[int], error) { return engine.Own[int]{}, nil })),
			stock.Func("item.price", price),
		)
	}
	const stock = `(component (import "acme:shop/stock@1.0.0" (instance (export "item" (type $item (sub resource))) `
	for _, tt := range []struct{ guest, said, dicho string }{
		{
			stock + `(export "[method]item.price" (func (param "self" (borrow $item)) (result u32))))))`,
			"guest.wat imports [method]item.price of acme:shop/stock@1.0.0, which isn't defined; did you mean item.price?",
			"guest.wat importa [method]item.price de acme:shop/stock@1.0.0, donde no existe; ¿será item.price?",
		},
		{
			stock + `(export "find" (func (param "name" string) (result (own $item)))))))`,
			"guest.wat imports find of acme:shop/stock@1.0.0, which isn't defined; did you mean fnd?",
			"guest.wat importa find de acme:shop/stock@1.0.0, donde no existe; ¿será fnd?",
		},
		{
			stock + `(export "sell" (func)))))`,
			"guest.wat imports sell of acme:shop/stock@1.0.0, which isn't defined",
			"guest.wat importa sell de acme:shop/stock@1.0.0, donde no existe",
		},
		{
			`(component (import "wasi:random/random@0.2.0" (instance (export "get-random-byte" (func)))))`,
			"guest.wat imports get-random-byte of wasi:random/random@0.2.0, which isn't defined; did you mean get-random-bytes?",
			"guest.wat importa get-random-byte de wasi:random/random@0.2.0, donde no existe; ¿será get-random-bytes?",
		},
		{
			`(component (import "acme:shop/stack@1.0.0" (instance (export "sell" (func)))))`,
			"guest.wat imports acme:shop/stack@1.0.0, which nothing provides",
			"guest.wat importa acme:shop/stack@1.0.0, que nada proporciona",
		},
	} {
		_, err := prepared(t, written(t, tt.guest), Options{Link: shop}).Start(t.Context(), wasi.Stdio{})
		var missing *LinkError
		if !errors.As(err, &missing) || err.Error() != tt.said || message.Of(err, message.Spanish) != tt.dicho || missing.Hint().IsZero() {
			t.Errorf("got %v", err)
		}
		_, err = prepared(t, written(t, tt.guest), Options{Link: shop, WASI: wasi.Native}).Start(t.Context(), wasi.Stdio{})
		if !errors.As(err, &missing) {
			t.Errorf("with native WASI: %v", err)
		}
	}
}
