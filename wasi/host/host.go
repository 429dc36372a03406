package host

import (
	"crypto/cipher"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/qyvol/qyvol/engine"
)

// Host is the state of one run. Until it is closed, a pipe that it writes to has one
// writer more, and does not end.
type Host struct {
	// Counters are what the guest has used so far.
	Counters Counters
	// Stdin, Stdout and Stderr are the standard streams.
	Stdin          *Input
	Stdout, Stderr *Output

	config   Config
	insecure rand.Source  // nil until it is used
	seed     *[2]uint64   // likewise
	identity cipher.Block // likewise

	woken chan struct{} // of capacity 1
	timer *time.Timer   // nil until a guest waits for a deadline
	// scratch is what streams read into; only the guest's goroutine may use it.
	scratch []byte
	// extensions are what packages keep in the run.
	extensions [interfaces]any

	lookups lookups

	waker waker
	over  atomic.Bool // done is closed; cheaper to ask
	done  chan struct{}
	mu    sync.Mutex // guards cause until done is closed
	cause error
}

// New makes the state of a run.
func New(c Config) *Host {
	c.Limits = c.Limits.orDefault()
	if c.Monotonic == nil {
		c.Monotonic = systemMonotonic{engine.Monotonic()}
	}
	if c.Wall == nil {
		c.Wall = systemWall{}
	}
	h := &Host{config: c, woken: make(chan struct{}, 1), done: make(chan struct{})}
	h.Stdin = newInput(h, c.Stdin)
	h.Stdout = newOutput(h, c.Stdout)
	h.Stdout.essential = true
	h.Stderr = newOutput(h, c.Stderr)
	return h
}

// Config returns what New was given, with defaults for clocks and limits.
func (h *Host) Config() *Config { return &h.config }

// ErrNoHost is returned to a guest whose store has no Host.
var ErrNoHost = errors.New("the store's state has no WASI host")

// Of returns the Host of a store: its State has a method Host that returns it.
func Of(s *engine.Store) (*Host, error) {
	if state, ok := s.State().(interface{ Host() *Host }); ok {
		if h := state.Host(); h != nil {
			return h, nil
		}
	}
	return nil, ErrNoHost
}

// CancelledError ends a guest whose run was cancelled. It unwraps to the cause.
type CancelledError struct{ Cause error }

func (e *CancelledError) Error() string {
	if e.Cause == nil {
		return "the run is over"
	}
	return fmt.Sprintf("the run is over: %v", e.Cause)
}

// Unwrap returns what Cancel was given.
func (e *CancelledError) Unwrap() error { return e.Cause }

// Cancel ends a guest that waits, and refuses all later calls, from any
// goroutine; the first cause stays. A guest that computes is stopped by the
// store's Interrupt, which should come first: the run's outcome is then its.
func (h *Host) Cancel(cause error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.over.Load() {
		return
	}
	h.cause = cause
	h.over.Store(true)
	if d := h.Counters.direct.Load(); d != nil {
		d.Stop()
	}
	close(h.done)
	h.waker.wake()
}

// Close gives back descriptors that the streams have opened, when the guest has
// ended. A Host that is forgotten loses them to the garbage collector.
func (h *Host) Close() {
	h.Stdout.close()
	h.Stderr.close()
	h.waker.close()
}

// Err is nil until the run is cancelled, then a *CancelledError.
func (h *Host) Err() error {
	if !h.over.Load() {
		return nil
	}
	<-h.done
	return &CancelledError{h.cause}
}

// ErrTableFull refuses a resource to a guest that has too many.
var ErrTableFull = errors.New("resource table has no free keys")

// Admit reports whether the guest may have one resource more; an error traps.
func (h *Host) Admit(s *engine.Store) error {
	if s.Table().Len() >= h.config.Limits.Resources {
		return ErrTableFull
	}
	return nil
}

// Scratch lends a buffer of n bytes, at most MaxRead, until the next call.
func (h *Host) Scratch(n int) []byte {
	n = min(n, MaxRead)
	if n > len(h.scratch) {
		h.scratch = make([]byte, max(n, min(2*len(h.scratch), MaxRead), 512))
	}
	return h.scratch[:n]
}

// MaxRead is the most bytes that are read from a stream at once, whatever the
// guest asks for.
const MaxRead = 64 << 10
