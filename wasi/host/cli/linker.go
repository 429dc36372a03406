package cli

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// AddToLinker provides the interfaces of wasi:cli in a linker.
func AddToLinker(l *engine.Linker) error {
	for _, i := range [...]struct {
		name string
		add  func(*engine.LinkerInstance) error
	}{
		{"environment", addEnvironment},
		{"exit", addExit},
		{"stdin", addStdin},
		{"stdout", addStdout},
		{"stderr", addStderr},
		{"terminal-input", defineTerminalInput},
		{"terminal-output", defineTerminalOutput},
		{"terminal-stdin", addTerminalStdin},
		{"terminal-stdout", addTerminalStdout},
		{"terminal-stderr", addTerminalStderr},
	} {
		if err := l.Provide("wasi:cli/"+i.name+"@"+host.Version, i.add); err != nil {
			return err
		}
	}
	return nil
}
