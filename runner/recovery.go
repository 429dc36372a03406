package runner

import (
	"context"
	"slices"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/program"
)

// attempts tries a unit as often as its manifest says.
func (r *run) attempts(ctx context.Context, unit *loader.Unit) error {
	waits := waitsOf(unit.Manifest())
	for n := 1; ; n++ {
		err := r.attempt(ctx, unit)
		if err == nil || ctx.Err() != nil || n >= attemptsOf(unit.Manifest()) || !r.retries(unit, err) {
			return err
		}
		wait := waits.NextBackOff()
		r.opts.log().Warn("the attempt failed: trying again", "error", err, "attempt", n, "wait_ms", ms(wait))
		if !sleep(ctx, wait) {
			return program.Cancelled(context.Cause(ctx), unit.Path())
		}
		if program.KindOf(err) == program.KindLoad {
			unit = unit.Again()
		}
	}
}

func (r *run) retries(unit *loader.Unit, err error) bool {
	cause, ok := program.KindOf(err).Cause()
	return ok && retriesOn(unit.Manifest(), cause)
}

func retriesOn(m *manifest.Manifest, cause manifest.Cause) bool {
	return m != nil && m.Recovery.Retries != nil && slices.Contains(m.Recovery.Retries.On, cause)
}

func attemptsOf(m *manifest.Manifest) int {
	if m == nil || m.Recovery.Retries == nil {
		return 1
	}
	return m.Recovery.Retries.Attempts
}

// waitsOf doubles from the first wait to the longest, each a little random so
// that runs that failed together don't try again together.
func waitsOf(m *manifest.Manifest) backoff.BackOff {
	if m == nil || m.Recovery.Retries == nil {
		return &backoff.ZeroBackOff{}
	}
	b := backoff.NewExponentialBackOff()
	b.InitialInterval, b.MaxInterval = m.Recovery.Retries.Waits()
	b.Multiplier = 2
	b.RandomizationFactor = 0.2
	return b
}

// sleep waits; false means that the context ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// mayFallBack reports whether a failure is one that the fallback is for: not a
// cancellation, and an exit code only where the manifest retries on it.
func (r *run) mayFallBack(unit *loader.Unit, err error) bool {
	cause, ok := program.KindOf(err).Cause()
	if !ok || !unit.HasFallback() {
		return false
	}
	return cause != manifest.OnExit || retriesOn(unit.Manifest(), cause)
}

func (r *run) fallBack(ctx context.Context, unit *loader.Unit, why error) error {
	r.opts.log().Warn("running the fallback component", "error", why, "unit", unit.Name())
	fallback, err := unit.Fallback()
	if err != nil {
		return &FallbackError{Why: why, Err: err}
	}
	r.result.Fallback = true
	return r.attempts(ctx, fallback)
}

// FallbackError is a failed run whose fallback component can't be run either.
type FallbackError struct {
	Why error // that the fallback was for
	Err error
}

// ErrorKind is for KindOf.
func (e *FallbackError) ErrorKind() program.Kind { return program.KindOf(e.Why) }

// Words are what the error says.
func (e *FallbackError) Words() message.Text { return message.RunnerNoFallback.With(e.Why, e.Err) }

// Unwrap returns both errors.
func (e *FallbackError) Unwrap() []error { return []error{e.Why, e.Err} }

// Error is in English.
func (e *FallbackError) Error() string { return e.Words().String() }

// Hint is about the fallback.
func (e *FallbackError) Hint() message.Text { return message.HintOf(e.Err) }
