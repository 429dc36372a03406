//go:build !unix

package engine

import (
	"errors"
	"io"
	"os"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// canPipe tells the streams that go through a pipe, which wasmtime can open by
// name on Unix only, from the process's own.
func canPipe(w io.Writer) bool { return w != os.Stdout && w != os.Stderr }

// pump is for systems that have pipes with names.
type pump struct{}

func (*Store) startPumps() {}

func (*Store) pipeOutput(*component.WASI, io.Writer, ...component.Stream) error {
	return errors.New("a guest's output can't be sent to a writer on this system")
}

func openDescriptor(uintptr, func(string) error) error { return ErrNoDescriptors }
