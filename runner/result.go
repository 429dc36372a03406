package runner

import (
	"time"

	"github.com/qyvol/qyvol/metrics"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/wasi"
	"github.com/qyvol/qyvol/wasi/host"
)

// Result is what a run came to.
type Result struct {
	// Name, Path and Digest are those of the unit that ran last: the fallback's
	// if it came to that.
	Name, Path, Digest string
	// ExitCode is the guest's own, where it exited; 0 otherwise.
	ExitCode int
	// Exited reports whether the guest ended by itself, with ExitCode.
	Exited bool
	// Attempts are all attempts, in order; the last one is the result.
	Attempts []Attempt
	// Phases add up over the attempts.
	Phases program.Phases
	// Metrics is what was measured.
	Metrics metrics.Run
	// Stdout and Stderr are bytes that the guest wrote, except to a terminal.
	Stdout, Stderr uint64
	// Fallback tells that the fallback component ran.
	Fallback bool
	// Degraded tells that the last attempt had imports that nothing provides, which
	// were left to trap.
	Degraded bool
	// CacheHit tells that the last attempt compiled nothing.
	CacheHit bool
	// Lookups are how the guest of the last attempt looked for files; nothing is known
	// of them with the native WASI.
	Lookups host.Lookups
	// Implementation served the last attempt.
	Implementation wasi.Implementation
	// Limits bounded the last attempt; zero if it came to none.
	Limits wasi.Limits
}

// Attempt is one attempt.
type Attempt struct {
	Path     string
	Err      error // nil: the guest ended with code 0
	Kind     program.Kind
	Duration time.Duration
	// Fuel is what the attempt burnt, if it had a limit.
	Fuel uint64
	// Abandoned tells that the guest had not ended when the attempt did: it
	// was inside of a native host call, with which its thread ends, or
	// Options.LeaveBehind left it to run.
	Abandoned bool
}
