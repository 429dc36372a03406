package wasi

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host/world"
)

// AddToLinker defines an implementation of WASI in a linker: 0.2 for components,
// preview 1 for core modules. From then on, later definitions in the linker
// replace earlier ones. Empty is Hosted; the error of an unknown implementation is
// an *UnknownImplementationError.
func AddToLinker(l *engine.Linker, i Implementation) error {
	defer l.AllowShadowing(true)
	switch i {
	case "", Hosted:
		return world.AddToLinker(l)
	case Native:
		return addNative(l)
	default:
		return &UnknownImplementationError{i}
	}
}

// addNative does what wasmtime_wasi::p2::add_to_linker_sync does. Of what
// WASI 0.2 has and wasmtime 44 leaves out, wasi:cli/exit's exit-with-code is there.
// Sockets can't be created, since no network can be granted yet.
func addNative(l *engine.Linker) error {
	if err := l.AddWASI(); err != nil {
		return err
	}
	l.AllowShadowing(true)
	if err := denySockets(l); err != nil {
		return err
	}
	return addExit(l.Instance("wasi:cli/exit@" + nativeVersion))
}

// addExit defines wasi:cli/exit in place of wasmtime's, which leaves out what WASI
// marked as unstable: exit-with-code. Neither of its functions returns.
func addExit(i *engine.LinkerInstance) error {
	err := i.Func("exit", engine.F1(func(_ *engine.Store, status engine.Result[engine.Unit, engine.Unit]) (engine.Unit, error) {
		if status.OK {
			return engine.Unit{}, &engine.ExitError{}
		}
		return engine.Unit{}, &engine.ExitError{Code: 1}
	}))
	if err != nil {
		return err
	}
	return i.Func("exit-with-code", engine.F1(func(_ *engine.Store, code uint8) (engine.Unit, error) {
		return engine.Unit{}, &engine.ExitError{Code: int(code)}
	}))
}
