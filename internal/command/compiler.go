package command

import (
	"os"
	"runtime"

	"github.com/qyvol/qyvol/loader"
)

// compilerArgument is what the command starts itself with to compile.
const compilerArgument = "compile-for-parent"

// compilerProcess is the command line of a compiler: this very program, also when
// its file has been replaced meanwhile. Nil is none.
func compilerProcess() *loader.CompilerProcess {
	path := "/proc/self/exe"
	if runtime.GOOS != "linux" {
		var err error
		if path, err = os.Executable(); err != nil {
			return nil // it compiles itself
		}
	}
	return &loader.CompilerProcess{Path: path, Args: []string{os.Args[0], compilerArgument}}
}
