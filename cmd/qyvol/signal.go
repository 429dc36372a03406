package main

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/qyvol/qyvol/message"
)

// patience is how long a command may take to end after a signal. A run ends
// before that, with its result; what can't be stopped (a compilation, a read of
// a file that hangs) ends with the process.
const patience = 120 * time.Millisecond

// startDelay is how long a command runs before it looks after signals itself.
// Listening costs a tenth of the shortest run; until then a signal ends the
// process, as it does anyway.
const startDelay = 15 * time.Millisecond

// signalled returns a context that the first signal cancels. A second signal
// ends the process at once.
func signalled(ui *ui) (context.Context, func()) {
	signal.Ignore(syscall.SIGPIPE) // a write to a closed pipe is an error, which the run ends with
	ctx, cancel := context.WithCancelCause(context.Background())
	var once sync.Once
	ignore := func() {}
	timer := time.AfterFunc(startDelay, func() {
		once.Do(func() { ignore = listen(ui, cancel) })
	})
	return ctx, func() {
		timer.Stop()
		once.Do(func() {}) // or waits until it listens
		ignore()
		cancel(nil)
	}
}

// endingSignals are those that end a command.
func endingSignals() []os.Signal { return []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} }

// whenListening is called when signals are looked after. Only tests set it: nothing
// else shows that a command has come so far.
var whenListening = func() {}

// listen waits for signals in the background. The function that it returns
// ends that.
func listen(ui *ui, cancel context.CancelCauseFunc) func() {
	signals := make(chan os.Signal, 2)
	for _, s := range endingSignals() {
		if !signal.Ignored(s) { // as under nohup, or in the background of a script
			signal.Notify(signals, s)
		}
	}
	go obey(ui, signals, cancel)
	whenListening()
	return func() {
		signal.Stop(signals)
		close(signals)
	}
}

// obey cancels at the first signal, and ends the process at the second, or when
// patience is over.
func obey(ui *ui, signals <-chan os.Signal, cancel context.CancelCauseFunc) {
	first, ok := <-signals
	if !ok {
		return
	}
	err := &signalError{first}
	cancel(err)
	select {
	case _, ok = <-signals:
	case <-time.After(patience):
		ui.error(err)
	}
	if ok {
		os.Exit(exitCode(err))
	}
}

// signalError is the cause with which a signal cancels a run.
type signalError struct{ signal os.Signal }

// Error is in English.
func (e *signalError) Error() string { return e.Localize(message.English) }

// Localize says the error in a language.
func (e *signalError) Localize(lang message.Lang) string {
	return message.CmdInterrupted.With().In(lang)
}

func (e *signalError) number() syscall.Signal {
	if s, ok := e.signal.(syscall.Signal); ok {
		return s
	}
	return syscall.SIGINT
}
