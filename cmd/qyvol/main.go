// Command qyvol runs WebAssembly components, sandboxed by what a .qyv manifest
// declares.
package main

import (
	"os"
)

// Set by the linker: see the Makefile.
var version, commit, date string

func main() {
	os.Exit(command(os.Args))
}
