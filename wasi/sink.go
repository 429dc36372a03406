package wasi

import (
	"errors"
	"io"
	"sync"
	"syscall"
	"time"

	"github.com/qyvol/qyvol/engine"
)

// errDetached is what a guest's output meets when its run is over.
var errDetached = errors.New("the run is over")

// sink stands between a guest and a writer of the host. It remembers why
// writing failed, and can be shut while the guest still runs. The zero value
// has no writer yet.
type sink struct {
	to io.Writer

	writing sync.Mutex // held as long as to is written to

	mu   sync.Mutex
	shut bool
	err  error // the last one
}

func (s *sink) Write(p []byte) (int, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.isShut() {
		return 0, errDetached
	}
	n, err := engine.Write(s.to, p)
	if err != nil {
		s.failed(err)
	}
	return n, err
}

func (s *sink) failed(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
}

func (s *sink) isShut() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shut
}

func (s *sink) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// close keeps the guest from writing, and waits until a write that is under way
// has ended, though not for long: nobody may be reading.
func (s *sink) close(wait time.Duration) {
	s.mu.Lock()
	s.shut = true
	s.mu.Unlock()
	for deadline := time.Now().Add(wait); ; time.Sleep(time.Millisecond) {
		if s.writing.TryLock() {
			s.writing.Unlock()
			return
		}
		if time.Now().After(deadline) {
			return
		}
	}
}

// readerGone tells that nobody reads any more from other failures.
func readerGone(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe)
}
