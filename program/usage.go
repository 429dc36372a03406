package program

import (
	"context"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/qyvol/qyvol/internal/vfs"
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

// denials are what a guest is refused: each kind is logged once as a warning, so
// that a guest that asks again and again doesn't fill the log, and counted;
// repeats are logged at debug level.
type denials struct {
	log *slog.Logger

	mu    sync.Mutex // a run that leaves its guest behind reads them
	index map[metrics.Denial]int
	list  []metrics.Denial
}

// maxDenials bounds how many kinds are told apart.
const maxDenials = 50

func (d *denials) tell(denied host.Denial) {
	one := metrics.Denial{
		Path: denied.Path, Access: denied.Access.String(), Error: denied.Code.Error(),
		Rule: denied.Decision.Rule, AllowWith: denied.Decision.Would, RefusedBy: refusedBy(denied.Code),
	}
	level := slog.LevelDebug
	if d.add(one) {
		level = slog.LevelWarn
	}
	attrs := []slog.Attr{slog.String("path", one.Path), slog.String("access", one.Access), slog.String("error", one.Error)}
	for _, a := range []slog.Attr{
		slog.String("rule", one.Rule), slog.String("allow_with", one.AllowWith), slog.String("refused_by", one.RefusedBy),
	} {
		if a.Value.String() != "" {
			attrs = append(attrs, a)
		}
	}
	d.log.LogAttrs(context.Background(), level, "denied", attrs...)
}

// refusedBy says what of the host refused something, where no rule of a manifest did.
func refusedBy(code vfs.Errno) string {
	user := "this user"
	if id := os.Geteuid(); id >= 0 { // Windows has no numbers
		user = "user " + strconv.Itoa(id)
	}
	switch code {
	case vfs.HostAccess:
		return "the host's own permissions, for " + user
	case vfs.HostNotPermitted:
		return "the host, to " + user
	case vfs.HostReadOnly:
		return "the host's file system, which is read-only"
	default:
		return ""
	}
}

// add counts a denial, and reports whether it is the first of its kind: what has all
// but the path in common.
func (d *denials) add(one metrics.Denial) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	kind := one
	kind.Path = ""
	if at, known := d.index[kind]; known {
		d.list[at].Count++
		return false
	}
	if len(d.list) == maxDenials {
		return false
	}
	if d.index == nil {
		d.index = map[metrics.Denial]int{}
	}
	d.index[kind] = len(d.list)
	one.Count = 1
	d.list = append(d.list, one)
	return true
}

// kinds are those so far.
func (d *denials) kinds() []metrics.Denial {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.list)
}
