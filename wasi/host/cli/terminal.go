package cli

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// TerminalInput is the resource terminal-input of wasi:cli/terminal-input@0.2.12.
// It can do nothing: a guest learns from it that there is a terminal.
type TerminalInput struct{ _ byte } // a size, so that each is another

// TerminalOutput is the resource terminal-output of
// wasi:cli/terminal-output@0.2.12.
type TerminalOutput struct{ _ byte }

func defineTerminalInput(l *engine.LinkerInstance) error {
	return engine.DefineResource[*TerminalInput](l, "terminal-input", nil)
}

func defineTerminalOutput(l *engine.LinkerInstance) error {
	return engine.DefineResource[*TerminalOutput](l, "terminal-output", nil)
}

// getTerminalStdin is wasi:cli/terminal-stdin@0.2.12, get-terminal-stdin.
func getTerminalStdin(c host.Call) (engine.Option[engine.Own[*TerminalInput]], error) {
	return terminal[TerminalInput](c, c.Config().Terminals.Stdin)
}

// getTerminalStdout is wasi:cli/terminal-stdout@0.2.12, get-terminal-stdout.
func getTerminalStdout(c host.Call) (engine.Option[engine.Own[*TerminalOutput]], error) {
	return terminal[TerminalOutput](c, c.Config().Terminals.Stdout)
}

// getTerminalStderr is wasi:cli/terminal-stderr@0.2.12, get-terminal-stderr.
func getTerminalStderr(c host.Call) (engine.Option[engine.Own[*TerminalOutput]], error) {
	return terminal[TerminalOutput](c, c.Config().Terminals.Stderr)
}

func terminal[T any](c host.Call, is bool) (engine.Option[engine.Own[*T]], error) {
	if !is {
		return engine.None[engine.Own[*T]](), nil
	}
	own, err := host.Own(c, new(T))
	return engine.Some(own), err
}
