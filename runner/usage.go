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
	open       int
	blocked    time.Duration
}

// used reads the counters of a run; nil has used nothing.
func used(h *host.Host) usage {
	if h == nil {
		return usage{}
	}
	c := &h.Counters
	u := usage{denials: c.Denials(), open: c.Open(), blocked: c.Blocked()}
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
	m.Blocked += u.blocked
	m.OpenDescriptors = u.open
}
