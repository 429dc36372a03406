package runner

import (
	"context"
	"sync"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/wasi"
)

// attempt runs a unit once. The guest has a goroutine of its own, so that the
// attempt can end without it: compilation and native host calls can't be
// stopped.
func (r *run) attempt(ctx context.Context, unit *loader.Unit) error {
	start := time.Now()
	a := &attempt{runner: r.runner, unit: unit, opts: &r.opts, warn: r.warn, disks: &r.disks}
	if r.input != nil {
		a.input = &turn{input: r.input}
	}
	if unit.Err() != nil {
		r.record(a, Attempt{Err: unit.Err(), Duration: time.Since(start)}, report{})
		return unit.Err()
	}
	if _, err := a.decide(); err != nil {
		r.record(a, Attempt{Err: err, Duration: time.Since(start)}, report{})
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	a.cancel = cancel
	rep := a.wait(ctx)
	if rep.panicked != nil {
		panic(rep.panicked)
	}
	r.record(a, Attempt{
		Err: rep.err, Duration: time.Since(start), Fuel: rep.fuel, Abandoned: rep.abandoned,
	}, rep)
	return rep.err
}

// attempt is one attempt under way. Its fields belong to the goroutine of the
// guest, save for what is decided before it starts and what mu guards.
type attempt struct {
	runner *Runner
	unit   *loader.Unit
	opts   *Options
	grant  *wasi.Grant
	warn   *warnings
	input  *turn // nil: the run's own
	disks  *wasi.Disks
	denied denials

	platform  *platform
	component *engine.Component
	kept      *keptComponent // what component is of
	info      loader.LoadInfo
	state     *wasi.State
	watch     stopwatch
	ended     engine.Reason // for which the guest had been stopped when it ended

	cancel context.CancelCauseFunc // ends the attempt

	mu       sync.Mutex
	store    *engine.Store
	stopped  error // why the attempt was stopped, once it was
	degraded bool  // imports that nobody provides were left to trap
	left     bool  // the guest counts as left behind
	gone     bool  // its goroutine has ended
	failed   error // how the guest itself failed, once it did
}

// report is what an attempt came to.
type report struct {
	err       error
	phases    Phases
	stats     engine.Stats
	fuel      uint64
	usage     usage
	cacheHit  bool
	degraded  bool
	abandoned bool
	panicked  any // what a function of the caller's panicked with
}

func (a *attempt) subject() subject { return subject{a.unit.Path(), a.grant.Limits} }

// wait runs the phases and returns when they end, or a little after the context
// does.
func (a *attempt) wait(ctx context.Context) report {
	if ctx.Err() != nil {
		return report{err: cancelled(context.Cause(ctx), a.subject())}
	}
	if err := a.mayBeLeft(); err != nil {
		return report{err: err}
	}
	done := make(chan report, 1)
	go func() { done <- a.runGuest(ctx) }()
	select {
	case rep := <-done:
		return rep
	case <-ctx.Done():
		a.stop(context.Cause(ctx))
	}
	timer := time.NewTimer(a.grace())
	defer timer.Stop()
	select {
	case rep := <-done:
		return rep
	case <-timer.C:
		return a.abandon(context.Cause(ctx))
	}
}

// stop ends the guest, or keeps it from starting.
func (a *attempt) stop(cause error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stopped = cause
	if a.store != nil {
		a.store.Interrupt(cause)
		a.state.Cancel(cause)
	}
}

// detachWait is how long a write of a guest that is left behind may still take.
const detachWait = 10 * time.Millisecond

// abandon leaves the guest behind, and takes the run's streams from it.
func (a *attempt) abandon(cause error) report {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.leave()
	rep := report{err: cancelled(cause, a.subject()), phases: a.watch.read(), degraded: a.degraded, abandoned: true}
	if a.failed != nil { // before it was given up what remained to be written
		rep.err = ending(a.failed, a.subject())
	}
	if a.input != nil {
		a.input.end()
	}
	if a.store != nil {
		a.state.Detach(detachWait)
		rep.stats, rep.cacheHit = a.statsOf(a.store), a.info.CacheHit
		rep.usage = a.used()
	}
	return rep
}

// guestEnded notes how a guest failed that nobody had stopped: what is still to be
// written of it, or given back, may take longer than its time, and changes nothing.
func (a *attempt) guestEnded(err error) {
	if err == nil || a.ended != 0 {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.failed = err
}

// runGuest is the guest's goroutine. A panic in it, of a function that the caller
// gave the run, is the caller's to see.
func (a *attempt) runGuest(ctx context.Context) (rep report) {
	defer a.goes()
	defer func() {
		if p := recover(); p != nil {
			rep.panicked = p
			_, _ = a.cleanUp()
		}
	}()
	return a.run(ctx)
}

// run takes the unit through its phases.
func (a *attempt) run(ctx context.Context) report {
	w := &a.watch
	err := a.phasesUntilStore(ctx)
	ran := err == nil
	if ran {
		defer a.limitTime()()
		_, err = timed(w, &w.phases.Execute, a.execute)
		a.guestEnded(err)
	}
	rep := report{fuel: a.burnt(), usage: a.used()} // before the store drops what was left open
	_, _ = timed(w, &w.phases.CleanUp, a.cleanUp)
	if ran {
		err = a.outcome(err)
	}
	rep.err, rep.stats, rep.phases = err, a.stats(), w.read()
	rep.cacheHit, rep.degraded = a.info.CacheHit, a.degraded
	return rep
}

// limitTime starts the clock of the time limit, which is about the guest: what
// comes before it, compilation above all, has limits of its own. The function that
// it returns stops the clock.
func (a *attempt) limitTime() (stop func()) {
	limit := a.grant.Limits.Timeout
	if limit <= 0 {
		return func() {}
	}
	timer := time.AfterFunc(limit, func() { a.cancel(&deadline{limit}) })
	return func() { timer.Stop() }
}

func (a *attempt) phasesUntilStore(ctx context.Context) (err error) {
	w := &a.watch
	if a.platform, err = timed(w, &w.phases.InitEngine, a.initEngine); err != nil {
		return err
	}
	a.component, err = timed(w, &w.phases.LoadComponent, func() (*engine.Component, error) { return a.loadComponent(ctx) })
	if err != nil {
		return err
	}
	store, err := timed(w, &w.phases.ConfigureWASI, a.configureWASI)
	if err != nil {
		return err
	}
	return a.admit(store)
}

// admit makes the store known to whoever stops the attempt.
func (a *attempt) admit(store *engine.Store) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.store = store
	if a.stopped != nil {
		return cancelled(a.stopped, a.subject())
	}
	return nil
}

func (a *attempt) stats() engine.Stats {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.store == nil {
		return engine.Stats{}
	}
	return a.statsOf(a.store)
}

// statsOf adds what the hosted WASI counts itself.
func (a *attempt) statsOf(store *engine.Store) engine.Stats {
	s := store.Stats()
	if h := a.state.Host(); h != nil {
		s.Stdout, s.Stderr = h.Stdout.Written(), h.Stderr.Written()
	}
	return s
}
