package runner

import (
	"context"

	"github.com/qyvol/qyvol/loader"
)

// Compile puts the code that a run of the unit would need into the cache, and
// runs nothing. The errors are those of Decide and of loader.LoadComponent.
func (r *Runner) Compile(ctx context.Context, unit *loader.Unit, opts Options) (loader.LoadInfo, error) {
	a := &attempt{runner: r, unit: unit, opts: &opts, warn: newWarnings(&opts)}
	if err := a.preview(); err != nil {
		return loader.LoadInfo{}, err
	}
	var err error
	if a.platform, err = a.initEngine(); err != nil {
		return loader.LoadInfo{}, err
	}
	defer r.release(a.platform)
	c, info, err := loader.LoadComponent(ctx, a.platform.engine, unit, a.loadOptions())
	if err != nil {
		return info, err
	}
	a.warnOfCache(info)
	return info, c.Close()
}

// Compiled tells whether the cache has the code that a run of the unit would
// need.
func (r *Runner) Compiled(unit *loader.Unit, opts Options) (bool, error) {
	a := &attempt{runner: r, unit: unit, opts: &opts, warn: newWarnings(&opts)}
	if err := a.preview(); err != nil {
		return false, err
	}
	p, err := a.initEngine()
	if err != nil {
		return false, err
	}
	defer r.release(p)
	return loader.Compiled(p.engine, unit, opts.Cache, a.adapter()), nil
}
