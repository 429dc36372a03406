package loader

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/qyvol/qyvol/internal/resident"
)

// waiter is whether anybody still waits for a load, and whether it is
// compiling in this process, which nothing can stop.
type waiter struct {
	mu        sync.Mutex
	left      bool
	compiling bool
	begun     chan bool // gets something when compiling begins: whether in this process
}

// leftBehind counts the compilations of this process that nobody waits for. Each
// has a thread, and memory.
var leftBehind atomic.Int32

// mostLeftBehind is how many there may be before no other begins.
func mostLeftBehind() int32 { return int32(max(4, runtime.GOMAXPROCS(0))) } //nolint:gosec // a number of processors

// errGivenUp ends a load that nobody waits for.
var errGivenUp = errors.New("nobody waits for it any more")

// begin is called before compiling in this process.
func (w *waiter) begin(path string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.left:
		return errGivenUp
	case leftBehind.Load() >= mostLeftBehind():
		return &CompileBusyError{Path: path, Count: int(leftBehind.Load())}
	}
	w.compiling = true
	return nil
}

func (w *waiter) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.compiling = false
	if w.left {
		leftBehind.Add(-1)
	}
}

// begins starts the clock anew, as waiting for others that compile the same is
// over, or begins to watch this process.
func (w *waiter) begins(here bool) {
	select {
	case w.begun <- here:
	default: // nobody listens any more
	}
}

// loaded is what a load came to.
type loaded[C code] struct {
	code C
	info LoadInfo
	err  error

	panicked any // of an adapter: the caller's to see
}

// awaited loads what the cache doesn't remember, until the context ends, or
// compiling is over its limits. Waiting for others that compile the same may take
// as long.
func (l *loading[C]) awaited() (C, LoadInfo, error) {
	ctx, cancel := context.WithCancelCause(l.ctx)
	defer cancel(nil)
	l.ctx, l.waiter.begun = ctx, make(chan bool, 4)
	done := make(chan loaded[C], 1)
	early := l.info
	go l.run(done)
	timer := time.NewTimer(l.opts.Compilation.timeout())
	defer timer.Stop()
	watch := growth{}
	defer func() { watch.stop() }()
	for {
		why := error(nil)
		select {
		case got := <-done:
			return got.result()
		case here := <-l.waiter.begun:
			if !here {
				timer.Reset(l.opts.Compilation.timeout())
			} else if watch.end == nil {
				watch = watchGrowth(l.opts.Compilation.Memory)
			}
			continue
		case <-ctx.Done():
			why = context.Cause(ctx)
		case <-timer.C:
			why = l.timeoutError()
		case <-watch.grown:
			why = l.memoryError(l.opts.Compilation.Memory)
		}
		if got, ok := l.giveUp(done); ok {
			return got.result()
		}
		cancel(why)
		var none C
		return none, early, why
	}
}

func (got loaded[C]) result() (C, LoadInfo, error) {
	if got.panicked != nil {
		panic(got.panicked)
	}
	return got.code, got.info, got.err
}

// run is a load's own goroutine.
func (l *loading[C]) run(done chan<- loaded[C]) {
	var got loaded[C]
	defer func() {
		got.panicked = recover()
		l.closeApart()
		got.info = l.info
		l.deliver(done, got)
	}()
	got.code, got.err = l.unrecorded()
}

// deliver hands the code to whoever waits for it. Where nobody does any more, the
// cache has it.
func (l *loading[C]) deliver(done chan<- loaded[C], got loaded[C]) {
	l.waiter.mu.Lock()
	defer l.waiter.mu.Unlock()
	if !l.waiter.left {
		done <- got
	} else if got.err == nil && got.panicked == nil {
		_ = got.code.Close() // it was never used
	}
}

// giveUp waits no longer, unless it is done at that very moment.
func (l *loading[C]) giveUp(done <-chan loaded[C]) (got loaded[C], ok bool) {
	l.waiter.mu.Lock()
	defer l.waiter.mu.Unlock()
	select {
	case got := <-done:
		return got, true
	default:
	}
	l.waiter.left = true
	if l.waiter.compiling {
		leftBehind.Add(1)
	}
	return got, false
}

// growth tells when this process has grown by more than a limit.
type growth struct{ grown, end chan struct{} }

// growthInterval is how often it is looked at: a compiler takes some tens of
// megabytes in that time.
const growthInterval = 20 * time.Millisecond

// watchGrowth watches, unless there is no limit or the system doesn't tell.
func watchGrowth(limit uint64) growth {
	g := growth{grown: make(chan struct{}), end: make(chan struct{})}
	if limit == 0 {
		return g
	}
	start, ok := resident.Self()
	if !ok {
		return g
	}
	go func() {
		tick := time.NewTicker(growthInterval)
		defer tick.Stop()
		for {
			select {
			case <-g.end:
				return
			case <-tick.C:
			}
			if now, ok := resident.Self(); ok && now > start && now-start > limit {
				close(g.grown)
				return
			}
		}
	}()
	return g
}

func (g growth) stop() {
	if g.end != nil {
		close(g.end)
	}
}
