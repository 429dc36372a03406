package cli

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/io"
)

var (
	terminalInput  = []host.Resource{{Name: "terminal-input", Define: defineTerminalInput}}
	terminalOutput = []host.Resource{{Name: "terminal-output", Define: defineTerminalOutput}}
	inputStream    = []host.Resource{io.InputStreamResource}
	outputStream   = []host.Resource{io.OutputStreamResource}
)

// Definitions are the interfaces of wasi:cli.
func Definitions() []host.Definition {
	return []host.Definition{
		{Name: "wasi:cli/environment", About: host.AboutEnvironment, Functions: environmentFuncs},
		{Name: "wasi:cli/exit", Functions: exitFuncs},
		{Name: "wasi:cli/stdin", Uses: inputStream, Functions: only("get-stdin", func() engine.HostFunc { return host.F0(host.Stdio, getStdin) })},
		{Name: "wasi:cli/stdout", Uses: outputStream, Functions: only("get-stdout", func() engine.HostFunc { return host.F0(host.Stdio, getStdout) })},
		{Name: "wasi:cli/stderr", Uses: outputStream, Functions: only("get-stderr", func() engine.HostFunc { return host.F0(host.Stdio, getStderr) })},
		{Name: "wasi:cli/terminal-input", Resources: terminalInput},
		{Name: "wasi:cli/terminal-output", Resources: terminalOutput},
		{Name: "wasi:cli/terminal-stdin", Uses: terminalInput, Functions: only("get-terminal-stdin", func() engine.HostFunc { return host.F0(host.Terminal, getTerminalStdin) })},
		{Name: "wasi:cli/terminal-stdout", Uses: terminalOutput, Functions: only("get-terminal-stdout", func() engine.HostFunc { return host.F0(host.Terminal, getTerminalStdout) })},
		{Name: "wasi:cli/terminal-stderr", Uses: terminalOutput, Functions: only("get-terminal-stderr", func() engine.HostFunc { return host.F0(host.Terminal, getTerminalStderr) })},
	}
}

// only is the one function of an interface.
func only(name string, fn func() engine.HostFunc) func() []host.Func {
	return func() []host.Func { return []host.Func{{Name: name, Func: fn()}} }
}
