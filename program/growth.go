package program

import (
	"time"

	"github.com/qyvol/qyvol/internal/resident"
	"github.com/qyvol/qyvol/wasi"
)

const (
	// growthDelay is how long a guest runs before the watch begins: a short run pays
	// nothing for it.
	growthDelay = 20 * time.Millisecond
	// growthInterval is how often the watch looks. A look takes some microseconds;
	// a guest makes the host take tens of megabytes meanwhile, at worst.
	growthInterval = 10 * time.Millisecond
	// growthMargin is what the host may need to serve a guest that behaves: the
	// buffers of its streams, the garbage of calls, stacks, and the runtime's own heap,
	// which Go takes in steps of megabytes.
	growthMargin = 64 << 20
)

// allowance is by how much the process may grow for a guest: its memory, an eighth
// of that, the margin, and what its memory file systems hold, twice, since Go
// collects garbage when the heap has doubled.
func allowance(g *wasi.Grant) uint64 {
	limit := g.Limits.Memory
	most := limit + limit/8 + growthMargin
	for _, m := range g.Mounts {
		if m.Kind == wasi.Memory {
			most += 2 * m.Quota
		}
	}
	return most
}

// grown is the cause with which the watch interrupts a session.
type grown struct{ limit, by uint64 }

func (*grown) Error() string { return "the host's memory for the guest grew beyond its limit" }

// growth is how the process has grown since a session began.
type growth struct {
	start, most uint64
	watched     bool
}

// measure begins to count, before anything of the guest is there.
func (g *growth) measure(p *Program) {
	if !p.opts.WatchMemory || p.grant.Limits.Memory == 0 {
		return
	}
	g.start, g.watched = resident.SelfPrivate()
	g.most = allowance(p.grant)
}

// beyond is by how much the process has grown, if that is too much.
func (g *growth) beyond() (by uint64, ok bool) {
	now, ok := resident.SelfPrivate()
	return now - g.start, ok && now > g.start && now-g.start > g.most
}

// watchGrowth interrupts the session when the process has grown, since the session
// began, by more than the guest's limit of memory accounts for: what a guest makes the
// host hold, such as handles and instances, is in no linear memory. The function that it
// returns ends the watch.
func (s *Session) watchGrowth() (end func()) {
	if !s.growth.watched {
		return func() {}
	}
	ended := make(chan struct{})
	go func() {
		watch := time.NewTimer(growthDelay)
		defer watch.Stop()
		for {
			select {
			case <-ended:
				return
			case <-watch.C:
			}
			if s.outgrown() {
				return
			}
			watch.Reset(growthInterval)
		}
	}()
	return func() { close(ended) }
}

// outgrown interrupts the session if the process has grown by too much.
func (s *Session) outgrown() bool {
	if !s.growth.watched {
		return false
	}
	by, beyond := s.growth.beyond()
	if beyond {
		s.Interrupt(&grown{s.program.grant.Limits.Memory, by})
	}
	return beyond
}
