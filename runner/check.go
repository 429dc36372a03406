package runner

import (
	"context"
	"errors"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader"
)

// errChecked stops a guest before its first instruction.
var errChecked = errors.New("only checked")

// Check tells whether a run of the unit would come to its guest: whether its code
// compiles, it is a command, and every import is there, with the right type. The
// errors are those of Run. The guest is linked, and stopped before its first
// instruction.
func (r *Runner) Check(ctx context.Context, unit *loader.Unit, opts Options) error {
	opts.LeaveBehind = false // a guest that is stopped has to notice
	a := &attempt{runner: r, unit: unit, opts: &opts, warn: newWarnings(&opts)}
	if unit.Err() != nil {
		return unit.Err()
	}
	if err := a.preview(); err != nil {
		return err
	}
	a.grant.Mounts = nil // the guest doesn't come to open them, and they need not be there
	err := a.phasesUntilStore(ctx)
	if err == nil {
		a.stop(errChecked)
		_, err = a.execute()
		err = checked(err, a.subject())
	}
	_, _ = a.cleanUp()
	return err
}

// checked tells what kept a guest from starting from what stopped it.
func checked(err error, where subject) error {
	var stopped *engine.InterruptError
	if err == nil || errors.As(err, &stopped) {
		return nil
	}
	return ending(err, where)
}
