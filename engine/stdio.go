package engine

import (
	"errors"
	"io"
	"os"
	"sync"

	"github.com/qyvol/qyvol/engine/internal/component"
)

var errNUL = errors.New("a NUL byte can't be passed to a guest")

func (s *Store) setInput(raw *component.WASI, in Input) error {
	switch {
	case in.Inherit:
		raw.InheritStdin()
	case in.Reader != nil:
		return s.pipeInput(raw, in.Reader)
	case len(in.Bytes) > 0:
		raw.StdinBytes(in.Bytes)
	}
	return nil
}

// pipeInput feeds a reader through a pipe, the only streaming source that the
// C API takes besides the process's own. Closing the pipe's end wakes a guest
// that waits for input.
func (s *Store) pipeInput(raw *component.WASI, from io.Reader) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // the guest has opened its own
	if err := raw.StdinFile(descriptorPath(r.Fd())); err != nil {
		return errors.Join(err, w.Close())
	}
	closeOnce := sync.OnceFunc(func() { _ = w.Close() })
	go func() {
		defer closeOnce()
		_, _ = io.Copy(w, from)
	}()
	s.pipes = append(s.pipes, closeOnce)
	return nil
}

// setOutput never uses wasmtime's callbacks for output: they run on another
// thread, which may not be done when the guest is, and in wasmtime 44 its
// default sink lets a guest that calls write-zeroes allocate any amount of the
// host's memory. A file, also one that is a pipe, is written to at once.
func (s *Store) setOutput(raw *component.WASI, stream component.Stream, o Output) error {
	switch {
	case o.Inherit, o.Writer != nil && !canPipe(o.Writer):
		raw.InheritOutput(stream)
		return nil
	case o.Writer != nil:
		return s.pipeOutput(raw, stream, o.Writer)
	default:
		return raw.OutputFile(stream, os.DevNull)
	}
}
