package runner

import (
	"context"
	"os"
	"sync"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/stack"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/wasi"
)

// attempt runs a unit once. The guest has a goroutine of its own, so that the
// attempt can end without it: native host calls can't be stopped.
func (r *run) attempt(ctx context.Context, unit *loader.Unit) error {
	start := time.Now()
	a := &attempt{run: r, unit: unit}
	if r.input != nil {
		a.input = &attemptInput{input: r.input}
	}
	rep := a.report(ctx)
	if rep.panicked != nil {
		panic(rep.panicked)
	}
	r.record(a, Attempt{
		Err: rep.err, Duration: time.Since(start), Fuel: rep.fuel, Abandoned: rep.abandoned,
	}, rep)
	return rep.err
}

// attempt is one attempt under way. Its fields belong to the goroutine of the
// guest, except for what is decided before it starts and what mu guards.
type attempt struct {
	run     *run
	unit    *loader.Unit
	grant   *wasi.Grant
	program *program.Program // nil: not prepared yet
	input   *attemptInput    // nil: the run's own
	watch   program.Stopwatch

	mu      sync.Mutex
	session *program.Session // nil: nothing of the guest has run
}

// report is what an attempt came to.
type report struct {
	err       error
	phases    program.Phases
	stats     engine.Stats
	fuel      uint64
	usage     program.Usage
	cacheHit  bool
	degraded  bool
	abandoned bool
	panicked  any // what a function of the caller's panicked with
}

func (a *attempt) report(ctx context.Context) report {
	if err := a.unit.Err(); err != nil {
		return report{err: err}
	}
	if p := a.run.prepared; p != nil && p.Unit() == a.unit {
		a.program, a.grant = p, p.Grant()
		return a.start(ctx)
	}
	var err error
	a.grant, err = program.Timed(&a.watch, program.ConfigureWASI, func() (*wasi.Grant, error) { return program.Decide(a.unit, a.options()) })
	if err != nil {
		return report{err: err, phases: a.watch.Read()}
	}
	return a.start(ctx)
}

func (a *attempt) start(ctx context.Context) report {
	if ctx.Err() != nil {
		return report{err: program.Cancelled(context.Cause(ctx), a.unit.Path()), phases: a.watch.Read()}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	return a.wait(ctx, cancel)
}

// options are the program's.
func (a *attempt) options() program.Options {
	o := a.run.programOptions(a.unit)
	o.Watch = &a.watch
	return o
}

// wait runs the phases and returns when they end, or a little after the context
// does.
func (a *attempt) wait(ctx context.Context, cancel context.CancelCauseFunc) report {
	done := make(chan report, 1)
	go func() {
		stack.Reserve()
		done <- a.runGuest(ctx, cancel)
	}()
	select {
	case rep := <-done:
		return rep
	case <-ctx.Done():
		if s := a.started(); s != nil { // it may be past what the context ends
			s.Interrupt(context.Cause(ctx))
		}
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

// grace is how long the guest may take to end.
func (a *attempt) grace() time.Duration {
	switch {
	case a.run.opts.Grace > 0:
		return a.run.opts.Grace
	case a.mayLeaveBehind():
		return leaveGrace
	default:
		return DefaultGrace
	}
}

// started is the session, nil if nothing of the guest has run.
func (a *attempt) started() *program.Session {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.session
}

// mayLeaveBehind reports whether a guest that is to stop is left to run instead.
func (a *attempt) mayLeaveBehind() bool {
	o := a.options()
	return o.CannotStop(a.grant)
}

// abandon leaves the guest behind, and takes the run's streams from it.
func (a *attempt) abandon(cause error) report {
	if a.input != nil {
		a.input.close()
	}
	session := a.started()
	rep := report{err: program.Cancelled(cause, a.unit.Path()), abandoned: true}
	if session != nil {
		session.Interrupt(cause)
		rep.err = session.Abandon()
		rep.of(session)
		rep.cacheHit = session.Program().Info().CacheHit
	}
	rep.phases = a.watch.Read()
	return rep
}

// of reads what a session came to.
func (r *report) of(s *program.Session) {
	r.stats, r.usage, r.degraded = s.Stats(), s.Usage(), s.Degraded()
}

// runGuest is the guest's goroutine. A panic in it, of a function that the caller
// gave the run, is the caller's to see.
func (a *attempt) runGuest(ctx context.Context, cancel context.CancelCauseFunc) (rep report) {
	defer func() {
		if p := recover(); p != nil {
			rep.panicked = p
			if a.session != nil {
				a.session.Close()
			}
		}
	}()
	rep = a.phases(ctx, cancel)
	rep.phases = a.watch.Read()
	return rep
}

// phases takes the unit through its phases.
func (a *attempt) phases(ctx context.Context, cancel context.CancelCauseFunc) (rep report) {
	fresh := a.program == nil
	if fresh {
		var err error
		if a.program, err = program.PrepareGranted(ctx, a.unit, a.grant, a.options()); err != nil {
			return report{err: err}
		}
		if !a.run.keep(a.program) {
			defer a.program.Close()
		}
	}
	p := a.program
	rep.cacheHit = !fresh || p.Info().CacheHit
	_, err := program.Timed(&a.watch, program.LoadComponent, func() (struct{}, error) { return struct{}{}, p.CheckCommand() })
	if err != nil {
		rep.err = err
		return rep
	}
	session, err := program.Timed(&a.watch, program.ConfigureWASI, func() (*program.Session, error) { return p.Open(a.stdio()) })
	if err != nil {
		rep.err = err
		return rep
	}
	session.OnInterrupt(func(cause error) { cancel(cause) })
	a.mu.Lock()
	a.session = session
	a.mu.Unlock()
	_, _ = program.Timed(&a.watch, program.Execute, func() (struct{}, error) { return struct{}{}, session.Run(ctx) })
	if a.input != nil {
		a.input.close()
	}
	rep.fuel, rep.usage = session.Fuel(), session.Usage() // before the store drops what was left open
	_, _ = program.Timed(&a.watch, program.CleanUp, func() (struct{}, error) { session.Close(); return struct{}{}, nil })
	usage := rep.usage
	rep.of(session)
	rep.usage, rep.err = usage, session.Err()
	return rep
}

// stdio leaves the process's own input to the engine, which shares it itself.
func (a *attempt) stdio() wasi.Stdio {
	streams := a.run.opts.Stdio
	if a.input != nil && (a.grant.Implementation == wasi.Hosted || streams.Stdin != os.Stdin) {
		streams.Stdin = a.input
	}
	return streams
}
