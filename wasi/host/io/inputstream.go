package io

import (
	goio "io"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// Source is what a guest reads from.
type Source interface {
	// Ready tells whether Read has something to say: bytes, or an error.
	host.Waitable
	// Read reads what is there, without blocking. Neither a byte nor an error
	// means that nothing is there yet. io.EOF and ErrClosed are the end; any
	// other error is told to the guest, once, and then it is the end; a
	// *host.FatalError ends the guest. An empty p asks for nothing.
	Read(p []byte) (int, error)
}

// InputStream is the resource input-stream of wasi:io/streams@0.2.12. If its
// Source is an io.Closer, it is closed when the guest drops the stream.
type InputStream struct {
	source   Source
	parent   *host.Children
	children host.Children
	failed   bool // the stream is closed
}

// NewInputStream makes a stream. A parent that is not nil can't be dropped
// before the stream.
func NewInputStream(source Source, parent *host.Children) *InputStream {
	if parent != nil {
		parent.Add()
	}
	return &InputStream{source: source, parent: parent}
}

// Ready is for pollables.
func (s *InputStream) Ready() bool { return s.failed || s.source.Ready() }

// defineInputStream defines the resource type in an interface that has or uses it.
func defineInputStream(l *engine.LinkerInstance) error {
	return engine.DefineResource(l, "input-stream", func(_ *engine.Store, s *InputStream) error {
		return dropped(s.source, s.parent, &s.children)
	})
}

// dropped ends a stream. One that has children is closed all the same: the guest
// traps, and nobody else would do it.
func dropped(end any, parent, children *host.Children) error {
	parent.Remove()
	if closer, ok := end.(goio.Closer); ok {
		_ = closer.Close() // the guest has no way to be told
	}
	return children.Err()
}

// read reads into the host's scratch buffer, at most so much.
func (s *InputStream) read(c host.Call, n uint64) ([]byte, error) {
	if s.failed {
		return nil, ErrClosed
	}
	p := c.Scratch(int(min(n, host.MaxRead)))
	got, err := s.source.Read(p)
	if err != nil {
		s.failed = true
		return nil, err
	}
	c.Counters.AddBytes(host.Streams, got)
	return p[:got], nil
}

// blockingRead reads at least a byte, unless none is asked for.
func (s *InputStream) blockingRead(c host.Call, n uint64) ([]byte, error) {
	for {
		if p, err := s.read(c, n); err != nil || len(p) > 0 {
			return p, err
		}
		if err := c.Wait(s); err != nil {
			return nil, &host.FatalError{Err: err}
		}
		if n == 0 {
			return s.read(c, 0)
		}
	}
}
