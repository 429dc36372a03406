package program

import (
	"sync"
	"time"
)

// Phase is a phase of a run.
type Phase int

// The phases, in their order.
const (
	ParseManifest Phase = iota // the .qyv file, or a component by itself
	InitEngine                 // an engine for what the grant asks for
	LoadComponent              // from the cache, or compiled
	ConfigureWASI              // permissions, grant, state, store
	Execute                    // instantiate and run, until it ends or is stopped
	CleanUp                    // everything is given back
)

// Phases are how long each phase took.
type Phases struct {
	ParseManifest time.Duration
	InitEngine    time.Duration
	LoadComponent time.Duration
	ConfigureWASI time.Duration
	Execute       time.Duration
	CleanUp       time.Duration
}

func (p *Phases) of(phase Phase) *time.Duration {
	return [...]*time.Duration{&p.ParseManifest, &p.InitEngine, &p.LoadComponent, &p.ConfigureWASI, &p.Execute, &p.CleanUp}[phase]
}

// Add adds others, phase by phase.
func (p *Phases) Add(q Phases) {
	for phase := ParseManifest; phase <= CleanUp; phase++ {
		*p.of(phase) += *q.of(phase)
	}
}

// Stopwatch measures phases, and can be read during one, from any goroutine.
type Stopwatch struct {
	mu     sync.Mutex
	phases Phases
	now    Phase
	since  time.Time // zero: none is under way
}

// Timed measures a phase of a stopwatch, which may be nil.
func Timed[T any](w *Stopwatch, phase Phase, do func() (T, error)) (T, error) {
	if w != nil {
		w.start(phase)
		defer w.stop()
	}
	return do()
}

func (w *Stopwatch) start(phase Phase) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now, w.since = phase, time.Now()
}

func (w *Stopwatch) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	*w.phases.of(w.now) += time.Since(w.since)
	w.since = time.Time{}
}

// Read returns the phases so far.
func (w *Stopwatch) Read() Phases {
	w.mu.Lock()
	defer w.mu.Unlock()
	read := w.phases
	if !w.since.IsZero() {
		*read.of(w.now) += time.Since(w.since)
	}
	return read
}
