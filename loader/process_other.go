//go:build !unix

package loader

import (
	"errors"
	"io"
	"os"

	"github.com/qyvol/qyvol/engine"
)

var errNoProcess = errors.New("no process to compile in")

// buildApart is for systems that let a process inherit any descriptor.
func (l *loading[C]) buildApart([]byte, *engine.Origins) (C, error) {
	var none C
	return none, errNoProcess
}

func (l *loading[C]) disown() {}

// ServeCompiler does nothing on this system, where no process is started for it.
func ServeCompiler(*os.File, io.Writer) int { return 1 }
