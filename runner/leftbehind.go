package runner

import (
	"sync/atomic"

	"github.com/qyvol/qyvol/message"
	"github.com/qyvol/qyvol/wasi"
)

// MaxLeftBehind is how many guests of native WASI a process may have that go on
// after their runs have ended. Each keeps a thread and its memory until its call
// returns, which may be never. Those of runs that are under way come on top of it.
const MaxLeftBehind = 64

// leftBehind counts them: threads are the process's, whoever has the Runner.
var leftBehind atomic.Int64

// LeftBehindError is a run with native WASI that was not begun, since MaxLeftBehind
// guests are left behind already.
type LeftBehindError struct {
	Path  string
	Count int64
}

func (e *LeftBehindError) kind() Kind { return KindLeftBehind }

func (e *LeftBehindError) text() message.Text { return message.RunnerLeftBehind.With(e.Path, e.Count) }

// Error is in English.
func (e *LeftBehindError) Error() string { return e.text().String() }

// Localize says the error in a language.
func (e *LeftBehindError) Localize(lang message.Lang) string { return e.text().In(lang) }

// Hint tells what the user can do.
func (e *LeftBehindError) Hint() message.Text { return message.RunnerLeftBehindHint.With() }

// mayBeLeft refuses what could become one guest too many.
func (a *attempt) mayBeLeft() error {
	if a.grant.Implementation != wasi.Native || a.opts.LeaveBehind {
		return nil
	}
	if n := leftBehind.Load(); n >= MaxLeftBehind {
		return &LeftBehindError{Path: a.unit.Path(), Count: n}
	}
	return nil
}

// leave counts a guest that is left behind; a.mu is held.
func (a *attempt) leave() {
	if a.grant.Implementation == wasi.Native && a.store != nil && !a.gone {
		a.left = true
		leftBehind.Add(1)
	}
}

// goes is the last that a guest's goroutine does.
func (a *attempt) goes() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.gone = true
	if a.left {
		leftBehind.Add(-1)
	}
}
