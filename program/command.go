package program

import (
	"errors"

	"github.com/qyvol/qyvol/engine"
)

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

// CheckCommand reports whether a program has an entry point. The error is a
// *NotCommandError.
func (p *Program) CheckCommand() error {
	c := p.component
	if c.HasExport(entryPoint(c.Kind())...) {
		return nil
	}
	e := &NotCommandError{Path: p.unit.Path(), Kind: c.Kind()}
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

// RunInstance calls the entry point of an instance of a command. The errors are those
// of the engine; a command that reports failure without a code is an
// *engine.ExitError with code 1; one that exits with code 0 has succeeded.
func RunInstance(instance *engine.Instance, kind engine.Kind) error {
	f, err := instance.Func(entryPoint(kind)...)
	if err != nil {
		return err
	}
	if kind == engine.KindModule {
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
