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
	return ending(err, p.subject())
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
