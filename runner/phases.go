package runner

import (
	"context"
	"errors"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/wasi"
)

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
