package program

import (
	"context"
	"errors"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/wasi"
)

// errChecked stops a guest before its first instruction.
var errChecked = errors.New("only checked")

// Check reports whether a run of the unit would come to its guest: whether its code
// compiles, it is a command, and every import is there, with the right type. The
// errors are those of Prepare and of Session.Run. The guest is linked, and stopped
// before its first instruction.
func Check(ctx context.Context, unit *loader.Unit, opts Options) error {
	opts.Unstoppable = false // a guest that is stopped has to notice
	p, err := preview(ctx, unit, opts)
	if err != nil {
		return err
	}
	defer p.Close()
	if err := p.CheckCommand(); err != nil {
		return err
	}
	s, err := p.open(wasi.Stdio{})
	if err != nil {
		return err
	}
	defer s.Close()
	s.store.Interrupt(errChecked)
	if err = s.instantiate(); err == nil {
		err = RunInstance(s.instance, p.component.Kind())
	}
	var stopped *engine.InterruptError
	if errors.As(err, &stopped) {
		return nil
	}
	return ending(err, p.place())
}

// preview prepares a program that is not to run: what it would be granted need not be
// there.
func preview(ctx context.Context, unit *loader.Unit, opts Options) (*Program, error) {
	if unit.Err() != nil {
		return nil, unit.Err()
	}
	grant, err := Preview(unit, opts)
	if err != nil {
		return nil, err
	}
	grant.Mounts = nil // the guest doesn't come to open them
	return prepare(ctx, unit, grant, opts)
}

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
	p.note(&info)
	warned := info
	warned.Unadapted = nil // nobody waits for its bytes
	p.tell(warned)
	return info, c.Close()
}

// Compiled reports whether the cache has the code that the unit would need.
func Compiled(unit *loader.Unit, opts Options) (bool, error) {
	p, err := unloaded(unit, opts)
	if err != nil {
		return false, err
	}
	defer p.Close()
	return loader.Compiled(p.platform.engine, unit, p.opts.Cache, p.adapter()), nil
}

// unloaded is a program without its code.
func unloaded(unit *loader.Unit, opts Options) (*Program, error) {
	grant, err := Preview(unit, opts)
	if err != nil {
		return nil, err
	}
	return newProgram(unit, grant, opts)
}
