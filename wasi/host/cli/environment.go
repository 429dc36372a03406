package cli

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

func environmentFuncs() []host.Func {
	return []host.Func{
		{Name: "get-environment", Func: host.F0(host.Environment, getEnvironment)},
		{Name: "get-arguments", Func: host.F0(host.Environment, getArguments)},
		{Name: "initial-cwd", Func: host.F0(host.Environment, initialCwd)},
	}
}

// variable is a name and its value.
type variable = engine.Tuple2[string, string]

// getEnvironment is wasi:cli/environment@0.2.12, get-environment.
func getEnvironment(c host.Call) ([]variable, error) {
	env := make([]variable, len(c.Config().Env))
	for i, v := range c.Config().Env {
		env[i] = variable{F0: v.Name, F1: v.Value}
	}
	return env, nil
}

// getArguments is wasi:cli/environment@0.2.12, get-arguments.
func getArguments(c host.Call) ([]string, error) {
	c.Started()
	return c.Config().Args, nil
}

// initialCwd is wasi:cli/environment@0.2.12, initial-cwd. A guest has no working
// directory, as under the native WASI.
func initialCwd(host.Call) (engine.Option[string], error) { return engine.None[string](), nil }
