package io

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// Sink is what a guest writes to.
type Sink interface {
	// Ready tells whether CheckWrite has something to say: a number that is not
	// zero, or an error.
	host.Waitable
	// CheckWrite is the most bytes that the next Write may have; zero is to
	// wait, also until a Flush is done. ErrClosed is the end; any other error is
	// told to the guest, once, and then it is the end; a *host.FatalError ends the
	// guest.
	CheckWrite() (int, error)
	// Write takes all of p, which it must not keep. Errors are as CheckWrite's.
	Write(p []byte) error
	// Flush begins to pass on what was written. CheckWrite tells when it is done
	// and how it went.
	Flush() error
}

// OutputStream is the resource output-stream of wasi:io/streams@0.2.12. If its
// Sink is an io.Closer, it is closed when the guest drops the stream.
type OutputStream struct {
	sink     Sink
	parent   *host.Children
	children host.Children
	failed   bool // the stream is closed

	writes int           // that Go has done and C could have
	lent   *engine.Store // in which C writes to it, by its rep; nil: it doesn't
	rep    uint32
}

// Lender is a Sink that C can write to in place of Go.
type Lender interface {
	// Lend says what C is to write to.
	Lend() (engine.DirectFile, bool)
	// TakeBack is told the position to which a file has come, before anything else.
	TakeBack(position uint64)
}

// NewOutputStream makes a stream. A parent that is not nil can't be dropped
// before the stream.
func NewOutputStream(sink Sink, parent *host.Children) *OutputStream {
	if parent != nil {
		parent.Add()
	}
	return &OutputStream{sink: sink, parent: parent}
}

// lendAfter is after how many writes C goes on: few aren't worth what it takes.
const lendAfter = 8

// lend has C write what comes next.
func (s *OutputStream) lend(c host.Call, rep uint32) {
	sink, ok := s.sink.(Lender)
	if s.writes++; !ok || s.failed || s.writes < lendAfter {
		return
	}
	if to, ok := sink.Lend(); ok && c.Store.LendStream(rep, to, func() { s.to() }) {
		c.Direct()
		s.lent, s.rep = c.Store, rep
	}
}

// to is the sink, taken back if it was lent.
func (s *OutputStream) to() Sink {
	if s.lent == nil {
		return s.sink
	}
	position, ok := s.lent.TakeBackStream(s.rep)
	s.lent = nil
	if sink, is := s.sink.(Lender); ok && is {
		sink.TakeBack(position)
	}
	return s.sink
}

// Ready is for pollables.
func (s *OutputStream) Ready() bool { return s.failed || s.to().Ready() }

// defineOutputStream defines the resource type in an interface that has or uses it.
func defineOutputStream(l *engine.LinkerInstance) error {
	return engine.DefineResource(l, "output-stream", func(_ *engine.Store, s *OutputStream) error {
		return dropped(s.to(), s.parent, &s.children)
	})
}

func (s *OutputStream) checkWrite() (int, error) {
	if s.failed {
		return 0, ErrClosed
	}
	n, err := s.to().CheckWrite()
	s.failed = err != nil
	return n, err
}

// write writes p, which must not be more than is permitted now.
func (s *OutputStream) write(c host.Call, p []byte) error {
	n, err := s.checkWrite()
	if err != nil {
		return err
	}
	if len(p) > n {
		return trap("write exceeded budget")
	}
	return s.put(c, p)
}

func (s *OutputStream) put(c host.Call, p []byte) error {
	err := s.to().Write(p)
	s.failed = err != nil
	if err == nil {
		c.Counters.AddBytes(host.Streams, len(p))
	}
	return err
}

func (s *OutputStream) flush() error {
	if s.failed {
		return ErrClosed
	}
	err := s.to().Flush()
	s.failed = err != nil
	return err
}

// writeReady waits until something may be written, and tells how much.
func (s *OutputStream) writeReady(c host.Call) (int, error) {
	for {
		if n, err := s.checkWrite(); err != nil || n > 0 {
			return n, err
		}
		if err := c.Wait(s); err != nil {
			return 0, &host.FatalError{Err: err}
		}
	}
}

// blockingFlush passes on what was written, and waits until that is done.
func (s *OutputStream) blockingFlush(c host.Call) error {
	if err := s.flush(); err != nil {
		return err
	}
	_, err := s.writeReady(c)
	return err
}

// writeAndFlush writes all of p, in as many parts as it takes. That the stream
// is closed once all is written is no error.
func (s *OutputStream) writeAndFlush(c host.Call, p []byte) error {
	for first := true; first || len(p) > 0; first = false {
		n, err := s.writeReady(c)
		if err != nil {
			return err
		}
		n = min(n, len(p))
		if err := s.put(c, p[:n]); err != nil {
			return err
		}
		p = p[n:]
	}
	if err := s.blockingFlush(c); err != nil && !isClosed(err) {
		return err
	}
	return nil
}
