package runner

import (
	"context"
	"slices"
	"time"

	"github.com/cenkalti/backoff/v5"

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
