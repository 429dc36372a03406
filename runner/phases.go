package runner

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/wasi"
)

// parseManifest reads a manifest and finds its component.
func parseManifest(path string, opts loader.Options) (*loader.Unit, error) {
	return loader.Load(path, opts)
}

// initEngine has an engine with what the grant needs, and no more: fuel and
// memory accounting cost time.
func (a *attempt) initEngine() (*platform, error) {
	return a.runner.acquire(platformKey{a.engineConfig(), a.grant.Implementation})
}

func (a *attempt) engineConfig() engine.Config {
	l := a.grant.Limits
	return engine.Config{
		EpochInterruption: !a.leaves(),
		ConsumeFuel:       l.Fuel > 0,
		MemoryAccounting:  true, // a guest that is measured, or limited, needs no other code
	}
}

// leaves tells whether a guest that is to stop is left to run instead, since the
// process ends after this attempt. One that is refused memory is stopped, and so is
// a native one whose output nobody takes, which it doesn't notice by itself.
func (a *attempt) leaves() bool {
	return a.opts.LeaveBehind && a.grant.Implementation == wasi.Hosted && a.grant.Limits.Memory == 0 &&
		attemptsOf(a.unit.Manifest()) == 1 && !a.unit.HasFallback()
}

// loadOptions are about the code that the attempt needs.
func (a *attempt) loadOptions() loader.LoadOptions {
	limits := a.grant.Limits.Compile
	return loader.LoadOptions{Cache: a.opts.Cache, Adapter: a.adapter(), Compilation: loader.Compilation{
		Timeout: limits.Timeout, Memory: limits.Memory, Process: a.opts.Compiler,
	}}
}

// loadComponent has the component from an earlier run, maps its code from the
// cache, or compiles it.
func (a *attempt) loadComponent(ctx context.Context) (*engine.Component, error) {
	options := a.loadOptions()
	key := keptKey{platform: a.platform, digest: a.unit.Digest(), format: a.unit.Format()}
	if options.Adapter != nil {
		key.adapter = options.Adapter.Name
	}
	kept, fresh, err := a.runner.kept.load(ctx, key, func() (*engine.Component, error) {
		c, info, err := loader.LoadComponent(ctx, a.platform.engine, a.unit, options)
		a.info = info
		return c, err
	})
	if err == nil {
		a.kept = kept
	}
	if err == nil && !fresh {
		a.info = loader.LoadInfo{CacheHit: true, Bytes: a.unit.Size()}
	}
	a.warnOfCache(a.info)
	if a.info.Unadapted != nil {
		a.opts.Log.Debug().Err(a.info.Unadapted).Msg("bytes are slow: the adapted component does not compile")
	}
	switch {
	case err != nil && ctx.Err() != nil && errors.Is(err, context.Cause(ctx)):
		return nil, cancelled(context.Cause(ctx), a.subject())
	case err != nil:
		return nil, err
	}
	return kept.component, checkCommand(kept.component, a.unit.Path())
}

// The names under which a command's entry point is exported: wasi:cli 0.2
// (world command) and WASI preview 1.
const (
	runInterface = "wasi:cli/run@0.2.0"
	runFunction  = "run"
	startExport  = "_start"
)

func entryPoint(k engine.Kind) []string {
	if k == engine.KindModule {
		return []string{startExport}
	}
	return []string{runInterface, runFunction}
}

func checkCommand(c *engine.Component, path string) error {
	if c.HasExport(entryPoint(c.Kind())...) {
		return nil
	}
	e := &NotCommandError{Path: path, Kind: c.Kind()}
	t, err := c.Type()
	if errors.Is(err, engine.ErrTypeSize) {
		e.TooMany = true
		return e
	}
	if err != nil {
		return err
	}
	for _, export := range t.Exports {
		e.Exports = append(e.Exports, export.Name)
	}
	return e
}

// decide is the first part of configuring WASI; it comes before the engine is
// chosen, since the engine depends on the limits.
func (a *attempt) decide() (*wasi.Grant, error) {
	grant, err := wasi.Decide(request(a.unit, a.opts))
	if err != nil {
		return nil, err
	}
	a.grant = grant
	if len(grant.Unset) > 0 {
		a.opts.Log.Info().Strs("names", grant.Unset).Msg("variables of permissions.env that are not set")
	}
	for _, w := range grant.Warnings {
		a.warn.say(w)
	}
	return grant, nil
}

// Decide tells what a unit would be granted. It needs nothing of the host: see
// wasi.Request.Preview.
func Decide(unit *loader.Unit, opts Options) (*wasi.Grant, error) {
	r := request(unit, &opts)
	r.Preview = true
	return wasi.Decide(r)
}

func request(unit *loader.Unit, opts *Options) wasi.Request {
	return wasi.Request{
		Program:  filepath.Base(unit.Path()),
		Manifest: unit.Manifest(),
		BaseDir:  unit.BaseDir(),
		Args:     opts.Args,
		Allow:    opts.Allow,
		Limits:   opts.Limits,

		Implementation: opts.WASI,
	}
}

// preview decides what is enough to compile the component, or to link it.
func (a *attempt) preview() (err error) {
	a.grant, err = Decide(a.unit, *a.opts)
	return err
}

// configureWASI makes a store with what was granted.
func (a *attempt) configureWASI() (*engine.Store, error) {
	a.state = wasi.BuildState(a.grant, a.stdio())
	if a.disks != nil {
		a.state.Share(a.disks)
	}
	a.denied.log = a.opts.Log
	a.state.OnDenial(a.denied.tell)
	store := engine.NewStore(a.platform.engine, a.state)
	limits := a.grant.Limits
	store.SetLimits(storeLimits(limits))
	err := a.state.Attach(store)
	if err == nil && limits.Fuel > 0 {
		err = store.SetFuel(limits.Fuel)
	}
	if err != nil {
		store.Close()
		return nil, a.attachError(err)
	}
	return store, nil
}

// attachError tells a directory that went away from what can't happen.
func (a *attempt) attachError(err error) error {
	var directory *wasi.DirectoryError
	if errors.As(err, &directory) {
		return directory
	}
	return &InstantiateError{Path: a.unit.Path(), Err: err}
}

// stdio leaves the process's own input to the engine, which shares it itself.
func (a *attempt) stdio() wasi.Stdio {
	streams := a.opts.Stdio
	if a.input != nil && (a.grant.Implementation == wasi.Hosted || streams.Stdin != os.Stdin) {
		streams.Stdin = a.input
	}
	return streams
}

// execute instantiates the component and runs it. All runs share one linker,
// except those of a guest whose unknown imports are to trap.
func (a *attempt) execute() (struct{}, error) {
	defer a.watchGrowth()()
	err := RunComponent(a.store, a.platform.linker, a.component)
	var missing *engine.LinkError
	if a.grant.Degrade && errors.As(err, &missing) {
		err = a.runDegraded()
	}
	a.ended = a.store.Stats().Stopped
	if a.input != nil {
		a.input.end()
	}
	return struct{}{}, err
}

func (a *attempt) runDegraded() error {
	a.mu.Lock()
	a.degraded = true
	a.mu.Unlock()
	linker, err := newLinker(a.platform.engine, a.grant.Implementation)
	if err != nil {
		return err
	}
	defer linker.Close()
	if err := linker.DefineUnknownImportsAsTraps(a.component); err != nil {
		return err
	}
	return RunComponent(a.store, linker, a.component)
}

// outcome makes sense of how the guest ended. It comes when the store is
// closed: only then is known whether all output was taken.
func (a *attempt) outcome(err error) error {
	path, stopped := a.unit.Path(), a.stats().Stopped
	broken := a.state.StreamFailure()
	switch {
	case broken != nil, errors.As(err, &broken):
		return &StreamError{Path: path, Err: broken}
	case stopped == engine.MemoryLimit:
		return &MemoryLimitError{Path: path, Limit: a.grant.Limits.Memory}
	case a.state.OutputError() != nil, stopped == engine.PipeClosed, a.state.ReaderGone():
		return a.outputError()
	case err != nil && a.ended == engine.Interrupted:
		a.mu.Lock()
		defer a.mu.Unlock()
		return cancelled(a.stopped, a.subject())
	default:
		return ending(err, a.subject())
	}
}

// outputError is why standard output took no more.
func (a *attempt) outputError() error {
	if err := a.state.OutputError(); err != nil {
		return &OutputError{Path: a.unit.Path(), Err: err}
	}
	return &PipeClosedError{Path: a.unit.Path()}
}

// RunComponent instantiates a command in a store that has its WASI context, and
// calls its entry point. The errors are those of the engine; a command that
// reports failure without a code is an *engine.ExitError with code 1; one that
// exits with code 0 has succeeded.
func RunComponent(store *engine.Store, linker *engine.Linker, c *engine.Component) error {
	instance, err := linker.Instantiate(store, c)
	if err != nil {
		return err
	}
	f, err := instance.Func(entryPoint(c.Kind())...)
	if err != nil {
		return err
	}
	if c.Kind() == engine.KindModule {
		_, err := f.Call()
		return unlessSuccess(err)
	}
	run, err := engine.NewTypedFunc[engine.Unit, engine.Result[engine.Unit, engine.Unit]](f)
	if err != nil {
		return err
	}
	result, err := run.Call(engine.Unit{})
	if err == nil && !result.OK {
		return &engine.ExitError{Code: 1}
	}
	return unlessSuccess(err)
}

// unlessSuccess makes no error of a guest that exits with code 0, which is how the
// engine says that the call didn't return.
func unlessSuccess(err error) error {
	var exit *engine.ExitError
	if errors.As(err, &exit) && exit.Code == 0 {
		return nil
	}
	return err
}

// burnt tells how much fuel the attempt used.
func (a *attempt) burnt() uint64 {
	if a.grant.Limits.Fuel == 0 || a.store == nil {
		return 0
	}
	left, err := a.store.Fuel()
	if err != nil {
		return 0
	}
	return a.grant.Limits.Fuel - left
}

// cleanUp gives back the store, with everything of the guest in it, and leaves the
// component to the Runner. It may come twice, after a panic.
func (a *attempt) cleanUp() (struct{}, error) {
	if a.store != nil {
		a.store.Close()
	}
	if a.state != nil {
		a.state.Detach(detachWait) // a write that the hosted WASI left under way
		a.state.Close()
	}
	if kept := a.kept; kept != nil {
		a.kept = nil
		a.runner.kept.release(kept)
	}
	if p := a.platform; p != nil {
		a.platform = nil
		a.runner.release(p)
	}
	return struct{}{}, nil
}
