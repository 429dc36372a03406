package runner

import (
	"github.com/qyvol/qyvol/loader"
)

// Compile puts the code that a run of the unit would need into the cache, and
// runs nothing.
func (r *Runner) Compile(unit *loader.Unit, opts Options) (loader.LoadInfo, error) {
	a := &attempt{runner: r, unit: unit, opts: &opts, warn: newWarnings(&opts)}
	if _, err := a.decide(); err != nil {
		return loader.LoadInfo{}, err
	}
	var err error
	if a.host, err = a.initEngine(); err != nil {
		return loader.LoadInfo{}, err
	}
	defer r.release(a.host)
	c, info, err := loader.LoadComponent(a.host.engine, unit, opts.Cache)
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
	if _, err := a.decide(); err != nil {
		return false, err
	}
	host, err := a.initEngine()
	if err != nil {
		return false, err
	}
	defer r.release(host)
	return loader.Compiled(host.engine, unit, opts.Cache), nil
}
