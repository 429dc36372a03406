package command_test

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/qyvol/qyvol/internal/command"
	"github.com/qyvol/qyvol/internal/command/node"
)

// TestMain makes this binary the commands themselves where it is started under their
// names, which are in the PATH of all tests.
func TestMain(m *testing.M) {
	command.WithExtension(node.Commands)
	testscript.Main(command.WithSignals{M: m}, map[string]func(){
		"qyvol":      command.Tested(nil),
		"qyvol-node": command.Tested(node.Commands),
		"peak":       command.MeasurePeak,
	})
}
