package engine

import (
	"errors"
	"io"
	"os"
	"reflect"
	"sync"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// ErrNoDescriptors is a system that has no names for open files, in /dev/fd or in
// /proc: native WASI can have no streams there but the process's own.
var ErrNoDescriptors = errors.New("neither /dev/fd nor /proc/self/fd is there, by which native WASI opens streams")

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
	if err := openDescriptor(r.Fd(), raw.StdinFile); err != nil {
		return errors.Join(err, w.Close())
	}
	closeOnce := sync.OnceFunc(func() { _ = w.Close() })
	store, why := s.raw, s.shared
	go func() {
		defer closeOnce()
		_, err := io.Copy(w, carefulReader{from})
		var broken *StreamError
		if errors.As(err, &broken) {
			why.because(broken)
			store.Stop(component.StoppedInterrupted)
		}
	}()
	s.pipes = append(s.pipes, closeOnce)
	return nil
}

// setOutput never uses wasmtime's callbacks for output: they run on another
// thread, which may not be done when the guest is, and in wasmtime 44 its
// default sink lets a guest that calls write-zeroes allocate any amount of the
// host's memory. A file, also one that is a pipe, is written to at once.
//
// Streams that go to one place share a pipe.
func (s *Store) setOutputs(raw *component.WASI, cfg *WASIConfig) error {
	if w := cfg.Stdout.Writer; w != nil && canPipe(w) && SameWriter(w, cfg.Stderr.Writer) && !cfg.Stdout.Inherit && !cfg.Stderr.Inherit {
		return stream("stdout", s.pipeOutput(raw, w, component.Stdout, component.Stderr))
	}
	if err := stream("stdout", s.setOutput(raw, component.Stdout, cfg.Stdout)); err != nil {
		return err
	}
	return stream("stderr", s.setOutput(raw, component.Stderr, cfg.Stderr))
}

func stream(name string, err error) error {
	if err == nil {
		return nil
	}
	return &WASIError{What: name, Err: err}
}

// SameWriter reports whether two Writers are one.
func SameWriter(a, b io.Writer) bool {
	return a != nil && b != nil && reflect.ValueOf(a).Comparable() && a == b
}

func (s *Store) setOutput(raw *component.WASI, stream component.Stream, o Output) error {
	switch {
	case o.Inherit, o.Writer != nil && !canPipe(o.Writer):
		raw.InheritOutput(stream)
		return nil
	case o.Writer != nil:
		return s.pipeOutput(raw, o.Writer, stream)
	default:
		return raw.OutputFile(stream, os.DevNull)
	}
}
