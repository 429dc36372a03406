package runner

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/qyvol/qyvol/program"
)

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
	said := []slog.Attr{
		slog.String("path", a.Path), slog.Int("attempt", len(r.result.Attempts)), slog.String("kind", string(a.Kind)),
	}
	if a.Err != nil {
		said = append(said, slog.Any("error", a.Err))
	}
	said = append(said, slog.Float64("duration_ms", ms(a.Duration)), slog.Bool("cached", rep.cacheHit), slog.Bool("abandoned", a.Abandoned))
	log.LogAttrs(ctx, slog.LevelInfo, "attempt", said...)
}

// ms is a duration in milliseconds, to the microsecond.
func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
