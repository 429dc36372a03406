package program

import (
	"context"

	"github.com/qyvol/qyvol/loader"
)

// Compile puts the code that the unit would need into the cache, and
// runs nothing. The errors are those of Preview and of loader.LoadComponent.
func Compile(ctx context.Context, unit *loader.Unit, opts Options) (loader.LoadInfo, error) {
	p, err := unloaded(unit, opts)
	if err != nil {
		return loader.LoadInfo{}, err
	}
	defer p.Close()
	c, info, err := loader.LoadComponent(ctx, p.platform.engine, unit, p.loadOptions())
	if err != nil {
		return info, err
	}
	said := info
	said.Unadapted = nil // nobody waits for its bytes
	p.tell(said)
	return info, c.Close()
}

// Compiled reports whether the cache has the code that the unit would need.
func Compiled(unit *loader.Unit, opts Options) (bool, error) {
	p, err := unloaded(unit, opts)
	if err != nil {
		return false, err
	}
	defer p.Close()
	return loader.Compiled(p.platform.engine, unit, opts.Cache, p.adapter()), nil
}

// unloaded is a program without its code.
func unloaded(unit *loader.Unit, opts Options) (*Program, error) {
	grant, err := Preview(unit, opts)
	if err != nil {
		return nil, err
	}
	return newProgram(unit, grant, opts)
}
