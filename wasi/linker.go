package wasi

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host/world"
)

// AddToLinker defines an implementation of WASI in a linker: 0.2 for components,
// preview 1 for core modules. From then on, later definitions in the linker
// replace earlier ones.
func AddToLinker(l *engine.Linker, i Implementation) error {
	defer l.AllowShadowing(true)
	if i == Hosted {
		return world.AddToLinker(l)
	}
	return addNative(l)
}

// addNative does what wasmtime_wasi::p2::add_to_linker_sync does. What WASI 0.2
// got after wasmtime 44 is added to it: wasi:cli/exit's exit-with-code, of 0.2.12.
// Sockets can't be created, since no network can be granted yet.
func addNative(l *engine.Linker) error {
	if err := l.AddWASI(); err != nil {
		return err
	}
	l.AllowShadowing(true)
	if err := denySockets(l); err != nil {
		return err
	}
	return addExit(l.Instance("wasi:cli/exit@0.2.12"))
}

// addExit defines wasi:cli/exit. Neither of its functions returns.
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
