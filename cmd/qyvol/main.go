// Command qyvol runs WebAssembly components, sandboxed by what a .qyv manifest
// declares. What needs a network is in qyvol-node, which it starts.
package main

import (
	"os"

	"github.com/qyvol/qyvol/internal/command"
)

// Set by the linker: see the Makefile.
var version, commit, date string

func main() {
	os.Exit(command.Main(os.Args, command.Build{Version: version, Commit: commit, Date: date}, nil))
}
