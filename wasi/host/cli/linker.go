package cli

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// AddToLinker defines the interfaces of wasi:cli in a linker.
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
		if err := i.add(l.Instance("wasi:cli/" + i.name + "@" + host.Version)); err != nil {
			return err
		}
	}
	return nil
}
