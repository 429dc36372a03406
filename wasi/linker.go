package wasi

import "github.com/qyvol/qyvol/engine"

// AddToLinker defines WASI in a linker, as wasmtime_wasi::p2::add_to_linker_sync
// does: 0.2 for components, preview 1 for core modules. What WASI 0.2 got after
// wasmtime 44 is added to it: wasi:cli/exit's exit-with-code, of 0.2.12. Sockets
// can't be created, since no network can be granted yet. From then on, later
// definitions in the linker replace earlier ones.
func AddToLinker(l *engine.Linker) error {
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
