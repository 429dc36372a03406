package host_test

import (
	"sync"

	"github.com/qyvol/qyvol/wasi/host"
)

// source is a Source that a test fills.
type source struct {
	host   *host.Host
	looked chan struct{} // gets a value when a guest begins to wait
	closed int

	mu   sync.Mutex
	data []byte
	err  error
}

func newSource(h *host.Host) *source { return &source{host: h, looked: make(chan struct{}, 1)} }

// put adds bytes, and what comes after them.
func (s *source) put(data string, err error) {
	s.mu.Lock()
	s.data, s.err = append(s.data, data...), err
	s.mu.Unlock()
	s.host.Wake()
}

func (s *source) Ready() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.data) > 0 || s.err != nil {
		return true
	}
	signal(s.looked)
	return false
}

func (s *source) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := copy(p, s.data)
	s.data = s.data[n:]
	if n == 0 && len(p) > 0 {
		return 0, s.err
	}
	return n, nil
}

func (s *source) Close() error {
	s.closed++
	return nil
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// sink is a Sink that takes as much as a test permits.
type sink struct {
	host   *host.Host
	looked chan struct{}
	// The errors that the functions return.
	checkErr, writeErr, flushErr error
	// afterFlush is the permission once a flush has begun.
	afterFlush func()

	mu      sync.Mutex
	permit  int
	got     []byte
	writes  int
	flushes int
}

func newSink(h *host.Host, permit int) *sink {
	return &sink{host: h, permit: permit, looked: make(chan struct{}, 1)}
}

func (s *sink) allow(n int) {
	s.mu.Lock()
	s.permit = n
	s.mu.Unlock()
	s.host.Wake()
}

func (s *sink) Ready() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.permit > 0 || s.checkErr != nil {
		return true
	}
	signal(s.looked)
	return false
}

func (s *sink) CheckWrite() (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.permit, s.checkErr
}

func (s *sink) Write(p []byte) error {
	if s.writeErr != nil {
		return s.writeErr
	}
	s.got = append(s.got, p...)
	s.writes++
	return nil
}

func (s *sink) Flush() error {
	s.flushes++
	if s.afterFlush != nil {
		s.afterFlush()
	}
	return s.flushErr
}
