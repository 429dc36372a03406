package runner

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/wasi"
)

// Runner runs units, any number at a time, and keeps engines and linkers from
// one run to the next. The zero value is ready.
type Runner struct {
	mu    sync.Mutex
	hosts map[engine.Config]*host
}

// host is an engine with a linker that provides WASI.
type host struct {
	engine *engine.Engine
	linker *engine.Linker
}

// Run runs a unit once, with a Runner of its own. See Runner.Run.
func Run(ctx context.Context, unit *loader.Unit, opts Options) (Result, error) {
	var r Runner
	defer r.Close()
	return r.Run(ctx, unit, opts)
}

// RunFile reads a manifest, or a component by itself, and runs it.
func (r *Runner) RunFile(ctx context.Context, path string, opts Options) (Result, error) {
	var parse time.Duration
	unit, err := timed(&parse, func() (*loader.Unit, error) {
		return parseManifest(path, loader.Options{Cache: opts.Cache})
	})
	if err != nil {
		return Result{Path: path, Phases: Phases{ParseManifest: parse}}, err
	}
	result, err := r.Run(ctx, unit, opts)
	result.Phases.ParseManifest = parse
	return result, err
}

// Run runs a unit until it ends, fails for good, or the context is done. A
// guest that ends with code 0 is no error; ends otherwise are
// *ModuleExitError, *TrapError, *TimeoutError, *MemoryLimitError, *FuelError,
// *InterruptedError, *PipeClosedError, *LinkError, *PermissionDeniedError,
// *NotCommandError, *InstantiateError, and those of loader and wasi. KindOf
// tells them apart.
func (r *Runner) Run(ctx context.Context, unit *loader.Unit, opts Options) (Result, error) {
	run := &run{runner: r, opts: opts, warn: newWarnings(&opts), result: Result{Name: unit.Name()}}
	run.warn.ofManifest(unit)
	err := run.attempts(ctx, unit)
	if err != nil && run.mayFallBack(unit, err) {
		err = run.fallBack(ctx, unit, err)
	}
	return run.result, err
}

// Close frees the engines. Runs that were abandoned keep what they need.
func (r *Runner) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, h := range r.hosts {
		h.linker.Close()
		h.engine.Close()
	}
	r.hosts = nil
}

// host returns the engine and linker of a configuration.
func (r *Runner) host(cfg engine.Config) (*host, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if h, ok := r.hosts[cfg]; ok {
		return h, nil
	}
	eng, err := engine.New(cfg)
	if err != nil {
		return nil, err
	}
	h := &host{engine: eng, linker: engine.NewLinker(eng)}
	if err := wasi.AddToLinker(h.linker); err != nil {
		return nil, err
	}
	if r.hosts == nil {
		r.hosts = map[engine.Config]*host{}
	}
	r.hosts[cfg] = h
	return h, nil
}

// run is one run with all its attempts.
type run struct {
	runner *Runner
	opts   Options
	warn   *warnings
	result Result
}

// mayFallBack tells whether a failure is one that the fallback is for: not a
// cancellation, and an exit code only where the manifest retries on it.
func (r *run) mayFallBack(unit *loader.Unit, err error) bool {
	cause, ok := KindOf(err).cause()
	if !ok || !unit.HasFallback() {
		return false
	}
	return cause != manifest.OnExit || retriesOn(unit.Manifest(), cause)
}

func (r *run) fallBack(ctx context.Context, unit *loader.Unit, why error) error {
	r.opts.Log.Warn().Err(why).Str("unit", unit.Name()).Msg("running the fallback component")
	fallback, err := unit.Fallback()
	if err != nil {
		return errors.Join(why, err)
	}
	r.result.Fallback = true
	return r.attempts(ctx, fallback)
}
