package runner

import (
	"errors"
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
	r.opts.Log.Debug().Str("path", a.Path).Float64("init_engine_ms", ms(p.InitEngine)).
		Float64("load_component_ms", ms(p.LoadComponent)).Float64("configure_wasi_ms", ms(p.ConfigureWASI)).
		Float64("execute_ms", ms(p.Execute)).Float64("clean_up_ms", ms(p.CleanUp)).Msg("phases")
	r.opts.Log.Info().Str("path", a.Path).Int("attempt", len(r.result.Attempts)).
		Str("kind", string(a.Kind)).Err(a.Err).Float64("duration_ms", ms(a.Duration)).
		Bool("cached", rep.cacheHit).Bool("abandoned", a.Abandoned).Msg("attempt")
}

// ms is a duration in milliseconds, to the microsecond.
func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
