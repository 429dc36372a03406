package runner

import (
	"time"

	"github.com/qyvol/qyvol/metrics"
	"github.com/qyvol/qyvol/wasi/host"
)

// usage is what an attempt used of the hosted WASI.
type usage struct {
	interfaces []metrics.Interface
	denials    uint64
	denied     []metrics.Denial
	open       int
	blocked    time.Duration
	lookups    host.Lookups
}

// used reads what the attempt used so far.
func (a *attempt) used() usage {
	if a.state == nil || a.state.Host() == nil {
		return usage{}
	}
	h := a.state.Host()
	c := &h.Counters
	u := usage{denials: c.Denials(), denied: a.denied.kinds(), open: c.Open(), blocked: c.Blocked(), lookups: h.Lookups()}
	for _, i := range host.Interfaces() {
		if calls, bytes := c.Calls(i), c.Bytes(i); calls > 0 {
			u.interfaces = append(u.interfaces, metrics.Interface{Name: i.String(), Calls: calls, Bytes: bytes})
		}
	}
	return u
}

func (u *usage) addTo(m *metrics.Run) {
	for _, i := range u.interfaces {
		m.Use(i.Name, i.Calls, i.Bytes)
	}
	m.Denials += u.denials
	m.Denied = append(m.Denied, u.denied...)
	m.Blocked += u.blocked
	m.OpenDescriptors = u.open
}
