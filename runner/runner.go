package runner

import (
	"context"
	"errors"
	"sync"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/wasi"
)

// Runner runs units, any number at a time, and keeps engines, linkers and the
// code of the 32 components that ran last from one run to the next, with a cache or
// without. The zero value is ready.
type Runner struct {
	engines program.Engines
}

// Close frees the engines. What an abandoned guest, or a compilation that was
// left behind, still needs stays until it ends. The Runner can be used again.
func (r *Runner) Close() { r.engines.Close() }

// options has the Runner's engines, and says each warning once.
func (r *Runner) options(unit *loader.Unit, opts *Options) program.Options {
	o := opts.program(unit)
	o.Engines, o.Warn = &r.engines, newWarnings(opts).say
	return o
}

// Run runs a unit once, with a Runner of its own. See Runner.Run.
func Run(ctx context.Context, unit *loader.Unit, opts Options) (Result, error) {
	var r Runner
	defer r.Close()
	return r.Run(ctx, unit, opts)
}

// RunFile reads a manifest, or a component by itself, and runs it. The errors
// are those of loader.Load and of Run.
func (r *Runner) RunFile(ctx context.Context, path string, opts Options) (Result, error) {
	var watch program.Stopwatch
	unit, err := program.Timed(&watch, program.ParseManifest, func() (*loader.Unit, error) {
		return loader.Load(path, loader.Options{Cache: opts.Cache})
	})
	var entry *loader.EntryError
	switch {
	case errors.As(err, &entry): // an attempt that failed, as any other
		unit = entry.Unit
	case err != nil:
		return Result{Path: path, Phases: watch.Read()}, err
	}
	result, err := r.Run(ctx, unit, opts)
	result.Phases.ParseManifest = watch.Read().ParseManifest
	return result, err
}

// Run runs a unit until it ends, fails for good, or the context is done. A
// guest that ends with code 0 is no error; ends otherwise are
// *ModuleExitError, *TrapError, *TimeoutError, *MemoryLimitError, *FuelError,
// *InterruptedError, *PipeClosedError, *OutputError, *LinkError,
// *PermissionDeniedError, *NotCommandError, *InstantiateError, *FallbackError,
// *StreamError, *LeftBehindError,
// and those of loader and wasi. KindOf tells them apart.
func (r *Runner) Run(ctx context.Context, unit *loader.Unit, opts Options) (Result, error) {
	if opts.Grace < 0 {
		err := &wasi.LimitError{What: "grace", Value: opts.Grace}
		return Result{Name: unit.Name(), Path: unit.Path()}, err
	}
	run := &run{runner: r, opts: opts, warn: newWarnings(&opts), result: Result{Name: unit.Name()}}
	defer run.end()
	run.shareInput()
	run.warn.ofManifest(unit)
	err := run.attempts(ctx, unit)
	if err != nil && ctx.Err() == nil && run.mayFallBack(unit, err) {
		err = run.fallBack(ctx, unit, err)
	}
	return run.result, err
}

// run is one run with all its attempts.
type run struct {
	runner *Runner
	opts   Options
	input  *input // nil: nothing to share
	warn   *warnings
	disks  wasi.Disks
	result Result

	mu       sync.Mutex
	prepared *program.Program // of the unit that was tried last; nil: none
	ended    bool
}

// keep has the attempts of a unit share a program. It is false when the run is over.
func (r *run) keep(p *program.Program) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return false
	}
	if r.prepared != nil {
		r.prepared.Close()
	}
	r.prepared = p
	return true
}

// end leaves the caller's streams and functions alone, whatever still runs.
func (r *run) end() {
	r.warn.end()
	if r.input != nil {
		r.input.close()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = true
	if r.prepared != nil {
		r.prepared.Close()
	}
	r.disks.Close()
}

// programOptions have the Runner's engines, and the run's warnings.
func (r *run) programOptions(unit *loader.Unit) program.Options {
	o := r.opts.program(unit)
	o.Engines, o.Disks, o.Warn = &r.runner.engines, &r.disks, r.warn.say
	return o
}

// Decide tells what a unit would be granted. It needs nothing of the host: see
// wasi.Request.Preview.
func Decide(unit *loader.Unit, opts Options) (*wasi.Grant, error) {
	return program.Preview(unit, opts.program(unit))
}

// Check reports whether a run of the unit would come to its guest: see program.Check.
func (r *Runner) Check(ctx context.Context, unit *loader.Unit, opts Options) error {
	return program.Check(ctx, unit, r.options(unit, &opts))
}

// Compile puts the code that a run of the unit would need into the cache, and
// runs nothing. The errors are those of Decide and of loader.LoadComponent.
func (r *Runner) Compile(ctx context.Context, unit *loader.Unit, opts Options) (loader.LoadInfo, error) {
	return program.Compile(ctx, unit, r.options(unit, &opts))
}

// Compiled reports whether the cache has the code that a run of the unit would
// need.
func (r *Runner) Compiled(unit *loader.Unit, opts Options) (bool, error) {
	return program.Compiled(unit, r.options(unit, &opts))
}

// RunComponent instantiates a command in a store that has its WASI context, and
// calls its entry point: see program.RunInstance.
func RunComponent(store *engine.Store, linker *engine.Linker, c *engine.Component) error {
	instance, err := linker.Instantiate(store, c)
	if err != nil {
		var exit *engine.ExitError
		if errors.As(err, &exit) && exit.Code == 0 {
			return nil
		}
		return err
	}
	return program.RunInstance(instance, c.Kind())
}
