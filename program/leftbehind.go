package program

import (
	"sync/atomic"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/wasi"
)

// MaxLeftBehind is how many guests of an implementation of WASI may still be active in
// a process after their runs have ended. Each keeps a thread and its memory until its
// call returns: of native WASI that may be never, of the hosted one a call of the
// system's may block, such as one on a network file system. Runs that are under way are
// not counted, nor are guests that can't be stopped because the program wants it so.
const MaxLeftBehind = 64

// leftNative and leftHosted count them: threads are the process's, whoever has the
// program.
var leftNative, leftHosted atomic.Int64

func leftBehind(i wasi.Implementation) *atomic.Int64 {
	if i == wasi.Native {
		return &leftNative
	}
	return &leftHosted
}

// LeftBehindError is a run that was not started, because MaxLeftBehind guests of the
// same implementation of WASI are already left behind.
type LeftBehindError struct {
	Path           string
	Count          int64
	Implementation wasi.Implementation
}

// ErrorKind is for KindOf.
func (e *LeftBehindError) ErrorKind() Kind { return KindLeftBehind }

// Words are what the error says.
func (e *LeftBehindError) Words() message.Text {
	if e.Implementation == wasi.Hosted {
		return message.RunnerHostedLeftBehind.With(e.Path, e.Count)
	}
	return message.RunnerLeftBehind.With(e.Path, e.Count)
}

// Error is in English.
func (e *LeftBehindError) Error() string { return e.Words().String() }

// Hint says what the user can do.
func (e *LeftBehindError) Hint() message.Text {
	if e.Implementation == wasi.Hosted {
		return message.RunnerHostedLeftBehindHint.With()
	}
	return message.RunnerLeftBehindHint.With()
}

// mayBeLeft refuses what could become one guest too many.
func mayBeLeft(unit *loader.Unit, grant *wasi.Grant, opts *Options) error {
	if opts.Unstoppable {
		return nil
	}
	if n := leftBehind(grant.Implementation).Load(); n >= MaxLeftBehind {
		return &LeftBehindError{unit.Path(), n, grant.Implementation}
	}
	return nil
}

// countLeft counts a guest that is left behind, and later that it has ended. The
// session's lock is held.
func (s *Session) countLeft(by int64) {
	p := s.program
	switch {
	case by > 0 && !s.gone && !s.left && (p.grant.Implementation == wasi.Native || !p.opts.Unstoppable):
		s.left = true
	case by > 0, !s.left:
		return
	}
	leftBehind(p.grant.Implementation).Add(by)
}
