package runner

import (
	"sync"
	"time"
)

// stopwatch measures phases, and can be read during one.
type stopwatch struct {
	mu     sync.Mutex
	phases Phases
	now    *time.Duration // the phase under way, a field of phases
	since  time.Time
}

// timed measures a phase of a stopwatch.
func timed[T any](w *stopwatch, phase *time.Duration, do func() (T, error)) (T, error) {
	w.start(phase)
	defer w.stop()
	return do()
}

func (w *stopwatch) start(phase *time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now, w.since = phase, time.Now()
}

func (w *stopwatch) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	*w.now += time.Since(w.since)
	w.now = nil
}

// read returns the phases so far.
func (w *stopwatch) read() Phases {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.now == nil {
		return w.phases
	}
	before := *w.now
	*w.now += time.Since(w.since)
	phases := w.phases
	*w.now = before
	return phases
}
