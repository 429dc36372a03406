package cli

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

func exitFuncs() []host.Func {
	return []host.Func{
		{Name: "exit", Func: host.F1(host.Exit, exit)},
		{Name: "exit-with-code", Func: host.F1(host.Exit, exitWithCode)},
	}
}

// exit is wasi:cli/exit@0.2.12, exit. It doesn't return.
func exit(_ host.Call, status engine.Result[engine.Unit, engine.Unit]) (engine.Unit, error) {
	if status.OK {
		return engine.Unit{}, &engine.ExitError{}
	}
	return engine.Unit{}, &engine.ExitError{Code: 1}
}

// exitWithCode is wasi:cli/exit@0.2.12, exit-with-code. It doesn't return.
func exitWithCode(_ host.Call, code uint8) (engine.Unit, error) {
	return engine.Unit{}, &engine.ExitError{Code: int(code)}
}
