package command

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/qyvol/qyvol/internal/message"
)

// grace is how long a command may take to end after a signal. A run ends
// before that, with its result; what can't be stopped (a compilation, a read of
// a file that hangs) ends with the process. Only tests set it.
var grace = 120 * time.Millisecond

// startDelay is how long a command does its work before it looks after signals itself.
// Listening costs a tenth of the shortest run; until then a signal ends the
// process, as it does anyway. Only tests set it.
var startDelay = 15 * time.Millisecond

// watch waits for signals on behalf of a command.
type watch struct {
	ui     *ui
	cancel context.CancelCauseFunc
	timer  *time.Timer // nil before start
	once   sync.Once
	ignore func()
}

// endingSignals are those that end a command.
func endingSignals() []syscall.Signal {
	return []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT}
}

// whenListening is called when signals are looked after. Only tests set it: nothing
// else shows that a command has come so far.
var whenListening = func() {}

// signalled returns a context that the first signal cancels. A second signal
// ends the process at once.
func signalled(ui *ui) (context.Context, *watch) {
	signal.Ignore(syscall.SIGPIPE) // a write to a closed pipe is an error, which the run ends with
	quitEnds()
	if wasIgnored(syscall.SIGTERM) {
		signal.Ignore(syscall.SIGTERM)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	return ctx, &watch{ui: ui, cancel: cancel, ignore: func() {}}
}

// start begins the delay after which it listens. It comes after what a signal's last
// words depend on was read: they are said by another goroutine.
func (w *watch) start() { w.timer = time.AfterFunc(startDelay, w.listen) }

// end stops waiting.
func (w *watch) end() {
	if w.timer != nil {
		w.timer.Stop()
	}
	w.once.Do(func() {}) // or waits until it listens
	w.ignore()
	w.cancel(nil)
}

// listen waits for signals in the background.
func (w *watch) listen() {
	w.once.Do(func() {
		signals := make(chan os.Signal, 2)
		for _, s := range endingSignals() {
			if !wasIgnored(s) { // as under nohup, or in the background of a script
				signal.Notify(signals, s)
			}
		}
		if !wasIgnored(syscall.SIGQUIT) {
			quitArrives()
		}
		go w.handle(signals)
		whenListening()
		w.ignore = func() {
			quitEnds() // what comes now ends the process
			signal.Stop(signals)
			close(signals)
		}
	})
}

// handle cancels at the first signal, and ends the process at the second, or when
// the grace is over.
func (w *watch) handle(signals <-chan os.Signal) {
	if err := w.unanswered(signals); err != nil {
		os.Exit(exitCode(err))
	}
}

// unanswered waits for a signal, and returns it where the command doesn't end by itself.
func (w *watch) unanswered(signals <-chan os.Signal) error {
	first, ok := <-signals
	if !ok {
		return nil
	}
	err := &signalError{first}
	w.cancel(err)
	select {
	case _, ok = <-signals:
		if !ok {
			return nil
		}
		_ = w.ui.lastWords(err) // who is in a hurry knows why it ends
	case <-time.After(grace):
		left := w.ui.lastWords(err)
		told := make(chan struct{})
		go func() {
			defer close(told)
			w.ui.final(left)
		}()
		select {
		case <-told:
		case <-time.After(grace): // nobody reads it
		}
	}
	return err
}

// lastWords writes the result of what can't be waited for, and returns what is left to
// be said. A reader that takes none doesn't keep the process.
func (u *ui) lastWords(err error) error {
	u.ending.Lock()
	last := u.last
	u.ending.Unlock()
	if last == nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- last(err) }()
	select {
	case err = <-done:
	case <-time.After(grace):
	}
	return err
}

// atEnd sets what lastWords does.
func (u *ui) atEnd(last func(error) error) {
	u.ending.Lock()
	defer u.ending.Unlock()
	u.last = last
}

// signalError is the cause with which a signal cancels a run.
type signalError struct{ signal os.Signal }

// Error is in English.
func (e *signalError) Error() string { return e.Words().String() }

// Words are what the error says.
func (e *signalError) Words() message.Text { return message.CmdInterrupted.With() }

func (e *signalError) number() syscall.Signal {
	if s, ok := e.signal.(syscall.Signal); ok {
		return s
	}
	return syscall.SIGINT
}
