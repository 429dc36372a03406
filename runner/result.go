package runner

import (
	"context"
	"errors"
	"log/slog"
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

// record adds an attempt to the result.
func (r *run) record(of *attempt, a Attempt, rep report) {
	a.Path, a.Kind = of.unit.Path(), program.KindOf(a.Err)
	res := &r.result
	res.Attempts = append(res.Attempts, a)
	res.Path, res.Digest = a.Path, of.unit.Digest()
	res.Phases.Add(rep.phases)
	res.CacheHit, res.Degraded = rep.cacheHit, rep.degraded
	if of.grant != nil {
		res.Implementation, res.Limits = of.grant.Implementation, of.grant.Limits
	}
	res.Exited, res.ExitCode = exitOf(a.Err)
	res.Stdout += rep.stats.Stdout
	res.Stderr += rep.stats.Stderr
	res.Metrics.LoadTime, res.Metrics.ExecutionTime = res.Phases.LoadComponent, res.Phases.Execute
	res.Metrics.MemoryUsage = max(res.Metrics.MemoryUsage, rep.stats.PeakMemory)
	rep.usage.AddTo(&res.Metrics)
	res.Lookups = rep.usage.Lookups
	if a.Err != nil {
		res.Metrics.ErrorCount++
	}
	r.log(a, rep)
}

func exitOf(err error) (exited bool, code int) {
	var exit *program.ModuleExitError
	switch {
	case err == nil:
		return true, 0
	case errors.As(err, &exit):
		return true, exit.Code
	default:
		return false, 0
	}
}

func (r *run) log(a Attempt, rep report) {
	p := rep.phases
	log, ctx := r.opts.log(), context.Background()
	log.LogAttrs(ctx, slog.LevelDebug, "phases", slog.String("path", a.Path),
		slog.Float64("init_engine_ms", ms(p.InitEngine)), slog.Float64("load_component_ms", ms(p.LoadComponent)),
		slog.Float64("configure_wasi_ms", ms(p.ConfigureWASI)), slog.Float64("execute_ms", ms(p.Execute)),
		slog.Float64("clean_up_ms", ms(p.CleanUp)))
	attrs := []slog.Attr{
		slog.String("path", a.Path), slog.Int("attempt", len(r.result.Attempts)), slog.String("kind", string(a.Kind)),
	}
	if a.Err != nil {
		attrs = append(attrs, slog.Any("error", a.Err))
	}
	attrs = append(attrs, slog.Float64("duration_ms", ms(a.Duration)), slog.Bool("cached", rep.cacheHit), slog.Bool("abandoned", a.Abandoned))
	log.LogAttrs(ctx, slog.LevelInfo, "attempt", attrs...)
}

// ms is a duration in milliseconds, to the microsecond.
func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
