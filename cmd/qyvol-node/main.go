// Command qyvol-node is qyvol with the commands that need a network. Under the name
// qyvol it is the whole product in one file.
package main

import (
	"os"

	"github.com/qyvol/qyvol/internal/command"
	"github.com/qyvol/qyvol/internal/command/node"
)

// Set by the linker: see the Makefile.
var version, commit, date string

func main() {
	os.Exit(command.Main(os.Args, command.Build{Version: version, Commit: commit, Date: date}, node.Commands))
}
