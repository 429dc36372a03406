//go:build unix

package command

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/qyvol/qyvol/internal/data"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/runner"
)

// heldStderr is a standard error that takes nothing until it is let go.
type heldStderr struct {
	bytes.Buffer
	first         sync.Once
	entered, free chan struct{}
}

func (h *heldStderr) Write(p []byte) (int, error) {
	h.first.Do(func() { close(h.entered) })
	<-h.free
	return h.Buffer.Write(p)
}

// interruptedUI is the interface of a command that a signal ends.
func interruptedUI(t *testing.T) (*ui, *heldStderr, *watch, chan os.Signal) {
	t.Helper()
	h := &heldStderr{entered: make(chan struct{}), free: make(chan struct{})}
	u := &ui{lang: message.English, err: h}
	_, cancel := context.WithCancelCause(context.Background())
	return u, h, &watch{ui: u, cancel: cancel}, make(chan os.Signal, 2)
}

// A command that ends just when patience with it does says its error once.
func TestErrorIsSaidOnce(t *testing.T) {
	u, h, w, signals := interruptedUI(t)
	var all sync.WaitGroup
	all.Go(func() { u.final(&signalError{syscall.SIGINT}) }) // as command does
	<-h.entered
	signals <- syscall.SIGINT
	all.Go(func() {
		if err := w.unanswered(signals); exitCode(err) != 130 {
			t.Errorf("got %v", err)
		}
	})
	close(h.free)
	all.Wait()
	if got := h.String(); strings.Count(got, "interrupted") != 1 {
		t.Errorf("it says %q", got)
	}
}

// Nor is it said in words when the result on standard error says it, whoever writes that.
func TestResultSaysTheError(t *testing.T) {
	for _, format := range dataFormats {
		u, h, w, signals := interruptedUI(t)
		close(h.free)
		r := &reporter{ui: u, path: "guest.wasm", format: data.Format(format)}
		u.atEnd(func(err error) error { return r.write(runner.Result{}, atRun(err)) })
		signals <- syscall.SIGTERM
		if err := w.unanswered(signals); exitCode(err) != 143 {
			t.Errorf("got %v", err)
		}
		late := r.write(runner.Result{}, errors.New("what the command found meanwhile"))
		u.final(late)
		if got := h.String(); strings.Contains(got, "error: ") || strings.Contains(got, "meanwhile") || !strings.Contains(got, "interrupted") {
			t.Errorf("it says %q", got)
		}
		if exitCode(late) != 143 {
			t.Errorf("the result has 143, the command %d", exitCode(late))
		}
	}
}

// A reader of standard error that reads nothing doesn't keep the process.
func TestErrorThatNobodyReads(t *testing.T) {
	_, h, w, signals := interruptedUI(t)
	signals <- syscall.SIGINT
	if err := w.unanswered(signals); exitCode(err) != 130 {
		t.Errorf("got %v", err)
	}
	close(h.free)
}
