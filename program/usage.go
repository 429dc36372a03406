package program

import (
	"time"

	"github.com/qyvol/qyvol/metrics"
	"github.com/qyvol/qyvol/wasi/host"
)

// Usage is what a session used of the hosted WASI so far.
type Usage struct {
	Interfaces []metrics.Interface
	Denials    uint64           // how often it was refused something
	Denied     []metrics.Denial // each kind once
	Open       int              // descriptors
	Blocked    time.Duration
	Lookups    host.Lookups
}

// Usage is zero with the native WASI, of which nothing is known.
func (s *Session) Usage() Usage {
	h := s.state.Host()
	if h == nil {
		return Usage{}
	}
	c := &h.Counters
	u := Usage{Denials: c.Denials(), Denied: s.denied.kinds(), Open: c.Open(), Blocked: c.Blocked(), Lookups: h.Lookups()}
	for _, i := range host.Interfaces() {
		if calls, bytes := c.Calls(i), c.Bytes(i); calls > 0 {
			u.Interfaces = append(u.Interfaces, metrics.Interface{Name: i.String(), Calls: calls, Bytes: bytes})
		}
	}
	return u
}

// AddTo adds to what was measured.
func (u *Usage) AddTo(m *metrics.Run) {
	for _, i := range u.Interfaces {
		m.Use(i.Name, i.Calls, i.Bytes)
	}
	m.Denials += u.Denials
	m.Denied = append(m.Denied, u.Denied...)
	m.Blocked += u.Blocked
	m.OpenDescriptors = u.Open
}
