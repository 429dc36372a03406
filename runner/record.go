package runner

import "errors"

// record adds an attempt to the result.
func (r *run) record(of *attempt, a Attempt, rep report) {
	a.Path, a.Kind = of.unit.Path(), KindOf(a.Err)
	res := &r.result
	res.Attempts = append(res.Attempts, a)
	res.Path, res.Digest = a.Path, of.unit.Digest()
	res.Phases.add(rep.phases)
	res.CacheHit, res.Degraded = rep.cacheHit, rep.degraded
	if of.grant != nil {
		res.Implementation = of.grant.Implementation
	}
	res.Exited, res.ExitCode = exitOf(a.Err)
	res.Stdout += rep.stats.Stdout
	res.Stderr += rep.stats.Stderr
	res.Metrics.LoadTime, res.Metrics.ExecutionTime = res.Phases.LoadComponent, res.Phases.Execute
	res.Metrics.MemoryUsage = max(res.Metrics.MemoryUsage, rep.stats.PeakMemory)
	rep.usage.addTo(&res.Metrics)
	if a.Err != nil {
		res.Metrics.ErrorCount++
	}
	r.log(a, rep)
}

func exitOf(err error) (exited bool, code int) {
	var exit *ModuleExitError
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
	r.opts.Log.Debug().Str("path", a.Path).Dur("init_engine", p.InitEngine).
		Dur("load_component", p.LoadComponent).Dur("configure_wasi", p.ConfigureWASI).
		Dur("execute", p.Execute).Dur("clean_up", p.CleanUp).Msg("phases")
	r.opts.Log.Info().Str("path", a.Path).Int("attempt", len(r.result.Attempts)).
		Str("kind", string(a.Kind)).Err(a.Err).Dur("duration", a.Duration).
		Bool("cached", rep.cacheHit).Bool("abandoned", a.Abandoned).Msg("attempt")
}
