package engine

import (
	"errors"
	"io"
	"os"

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
	defer r.Close() //nolint:errcheck // the guest has its own descriptor
	path, err := descriptorPath(r)
	if err == nil {
		err = raw.StdinFile(path)
	}
	if err != nil {
		_ = w.Close() //nolint:errcheck // nothing was written
		return err
	}
	go func() {
		_, _ = io.Copy(w, from) //nolint:errcheck // the guest sees the end of its input
		_ = w.Close()           //nolint:errcheck // may be closed already
	}()
	s.stdin = func() { _ = w.Close() } //nolint:errcheck // may be closed already
	return nil
}
