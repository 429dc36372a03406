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
	a := &attempt{runner: r.runner, unit: unit, opts: &r.opts, warn: r.warn}
	grant, err := a.decide()
	if err != nil {
		r.record(Attempt{Path: unit.Path(), Err: err, Kind: KindOf(err), Duration: time.Since(start)}, a, report{})
		return err
	}
	if grant.Limits.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, grant.Limits.Timeout, &deadline{grant.Limits.Timeout})
		defer cancel()
	}
	rep := a.wait(ctx)
	r.record(Attempt{
		Path: unit.Path(), Err: rep.err, Kind: KindOf(rep.err), Duration: time.Since(start),
		Fuel: rep.fuel, Abandoned: rep.abandoned,
	}, a, rep)
	return rep.err
}

// record adds an attempt to the result.
func (r *run) record(a Attempt, of *attempt, rep report) {
	res := &r.result
	res.Attempts = append(res.Attempts, a)
	res.Path, res.Digest = of.unit.Path(), of.unit.Digest()
	res.Phases.add(rep.phases)
	res.CacheHit, res.Degraded = rep.cacheHit, of.degrades()
	if of.grant != nil {
		res.Implementation = of.grant.Implementation
	}
	res.Exited, res.ExitCode = exitOf(a)
	res.Stdout += rep.stats.Stdout
	res.Stderr += rep.stats.Stderr
	res.Metrics.LoadTime, res.Metrics.ExecutionTime = res.Phases.LoadComponent, res.Phases.Execute
	res.Metrics.MemoryUsage = max(res.Metrics.MemoryUsage, rep.stats.PeakMemory)
	if a.Err != nil {
		res.Metrics.ErrorCount++
	}
	r.opts.Log.Info().Err(a.Err).Str("path", a.Path).Int("attempt", len(res.Attempts)).
		Dur("duration", a.Duration).Bool("cached", rep.cacheHit).Msg("attempt")
}

func exitOf(a Attempt) (bool, int) {
	switch err := a.Err.(type) { //nolint:errorlint // made by outcome
	case nil:
		return true, 0
	case *ModuleExitError:
		return true, err.Code
	default:
		return false, 0
	}
}

// attempt is one attempt under way. Its fields belong to the goroutine of the
// guest, save for what mu guards.
type attempt struct {
	runner *Runner
	unit   *loader.Unit
	opts   *Options
	grant  *wasi.Grant
	warn   *warnings

	host      *host
	linker    *engine.Linker
	component *engine.Component
	info      loader.LoadInfo
	phases    Phases

	mu      sync.Mutex
	store   *engine.Store
	stopped error // why the attempt was stopped, once it was
}

// report is what an attempt came to.
type report struct {
	err       error
	phases    Phases
	stats     engine.Stats
	fuel      uint64
	cacheHit  bool
	abandoned bool
}

func (a *attempt) degrades() bool { return a.grant != nil && a.grant.Degrade }

func (a *attempt) subject() subject { return subject{a.unit.Path(), a.grant.Limits} }

// wait runs the phases and returns when they end, or a little after the context
// does.
func (a *attempt) wait(ctx context.Context) report {
	if ctx.Err() != nil {
		return report{err: cancelled(context.Cause(ctx), a.subject())}
	}
	done := make(chan report, 1)
	go func() { done <- a.run() }()
	select {
	case rep := <-done:
		return rep
	case <-ctx.Done():
	}
	cause := context.Cause(ctx)
	a.stop(cause)
	timer := time.NewTimer(a.opts.grace())
	defer timer.Stop()
	select {
	case rep := <-done:
		return rep
	case <-timer.C:
		return report{err: cancelled(cause, a.subject()), stats: a.stats(), abandoned: true}
	}
}

// stop ends the guest, or keeps it from starting.
func (a *attempt) stop(cause error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stopped = cause
	if a.store != nil {
		a.store.Interrupt(cause)
	}
}

func (a *attempt) stats() engine.Stats {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.store == nil {
		return engine.Stats{}
	}
	return a.store.Stats()
}

// run takes the unit through its phases.
func (a *attempt) run() (rep report) {
	err := a.phasesUntilStore()
	if err == nil {
		_, err = timed(&a.phases.Execute, a.execute)
	}
	rep.fuel = a.burnt()
	_, _ = timed(&a.phases.CleanUp, a.cleanUp) //nolint:errcheck // it has no error
	rep.err, rep.phases, rep.stats, rep.cacheHit = err, a.phases, a.stats(), a.info.CacheHit
	return rep
}

func (a *attempt) phasesUntilStore() (err error) {
	if a.host, err = timed(&a.phases.InitEngine, a.initEngine); err != nil {
		return err
	}
	if a.component, err = timed(&a.phases.LoadComponent, a.loadComponent); err != nil {
		return err
	}
	store, err := timed(&a.phases.ConfigureWASI, a.configureWASI)
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
