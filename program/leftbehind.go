package program

import (
	"sync/atomic"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/wasi"
)

// MaxLeftBehind is how many guests of native WASI may still be active in a process
// after their runs have ended. Each keeps a thread and its memory until its call
// returns, which may be never. Runs that are under way are not counted.
const MaxLeftBehind = 64

// leftBehind counts them: threads are the process's, whoever has the program.
var leftBehind atomic.Int64

// LeftBehindError is a run with native WASI that was not started, because
// MaxLeftBehind guests are already left behind.
type LeftBehindError struct {
	Path  string
	Count int64
}

// ErrorKind is for KindOf.
func (e *LeftBehindError) ErrorKind() Kind { return KindLeftBehind }

func (e *LeftBehindError) text() message.Text { return message.RunnerLeftBehind.With(e.Path, e.Count) }

// Error is in English.
func (e *LeftBehindError) Error() string { return e.text().String() }

// Localize says the error in a language.
func (e *LeftBehindError) Localize(lang message.Lang) string { return e.text().In(lang) }

// Hint says what the user can do.
func (e *LeftBehindError) Hint() message.Text { return message.RunnerLeftBehindHint.With() }

// mayBeLeft refuses what could become one guest too many.
func mayBeLeft(unit *loader.Unit, grant *wasi.Grant, opts *Options) error {
	if grant.Implementation != wasi.Native || opts.Unstoppable {
		return nil
	}
	if n := leftBehind.Load(); n >= MaxLeftBehind {
		return &LeftBehindError{Path: unit.Path(), Count: n}
	}
	return nil
}

// countLeft counts a guest that is left behind, and later that it has ended. The
// session's lock is held.
func (s *Session) countLeft(by int64) {
	switch {
	case by > 0 && s.program.grant.Implementation == wasi.Native && !s.gone && !s.left:
		s.left = true
	case by > 0, !s.left:
		return
	}
	leftBehind.Add(by)
}
