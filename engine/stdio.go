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
	path, err := descriptorPath(r)
	if err == nil {
		err = raw.StdinFile(path)
	}
	if err != nil {
		return errors.Join(err, w.Close())
	}
	closeOnce := sync.OnceFunc(func() { _ = w.Close() }) //nolint:errcheck // a pipe has nothing to flush
	go func() {
		defer closeOnce()
		_, _ = io.Copy(w, from) //nolint:errcheck // the guest sees the end of its input
	}()
	s.pipes = append(s.pipes, closeOnce)
	return nil
}

func (s *Store) setOutput(raw *component.WASI, stream component.Stream, o Output) error {
	switch {
	case o.Inherit:
		raw.InheritOutput(stream)
	case o.Pipe && (o.File != nil || o.Writer != nil):
		return s.pipeOutput(raw, stream, o)
	case o.File != nil:
		raw.OutputFD(s.raw, stream, int(o.File.Fd())) //nolint:gosec // a descriptor
	case o.Writer != nil:
		raw.OutputWriter(s.raw, stream, o.Writer)
	default: // wasmtime's own sink has the flaw that Output.Pipe is about
		return raw.OutputFile(stream, os.DevNull)
	}
	return nil
}

// pipeOutput lets the guest write to a pipe, and copies from it. What was
// written is through when the store is closed.
func (s *Store) pipeOutput(raw *component.WASI, stream component.Stream, o Output) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer w.Close() //nolint:errcheck // the guest has opened its own
	path, err := descriptorPath(w)
	if err == nil {
		err = raw.OutputFile(stream, path)
	}
	if err != nil {
		return errors.Join(err, r.Close())
	}
	to := o.Writer
	if o.File != nil {
		to = o.File
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.drain(stream, to, r)
	}()
	s.pipes = append(s.pipes, func() { <-done })
	return nil
}

// drain copies until the guest's end is closed. If nobody takes the output of
// the guest any more, it is stopped, and the pipe emptied so that it can be.
func (s *Store) drain(stream component.Stream, to io.Writer, from *os.File) {
	defer from.Close() //nolint:errcheck // only read from
	n, err := io.Copy(to, from)
	s.raw.Count(stream, uint64(n)) //nolint:gosec // not negative
	if err != nil {
		if stream == component.Stdout {
			s.raw.Stop(component.StoppedPipe)
		}
		_, _ = io.Copy(io.Discard, from) //nolint:errcheck // until the guest ends
	}
}
