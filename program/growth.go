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

// watchGrowth interrupts the session when the process grows by more than the guest's
// limit of memory accounts for: what a guest makes the host hold, such as handles
// and instances, is in no linear memory. The function that it returns ends the
// watch.
func (s *Session) watchGrowth() (end func()) {
	grant := s.program.grant
	if !s.program.opts.WatchMemory || grant.Limits.Memory == 0 {
		return func() {}
	}
	start, ok := resident.SelfPrivate()
	if !ok {
		return func() {}
	}
	ended, most := make(chan struct{}), allowance(grant)
	go func() {
		watch := time.NewTimer(growthDelay)
		defer watch.Stop()
		for {
			select {
			case <-ended:
				return
			case <-watch.C:
			}
			if now, ok := resident.SelfPrivate(); ok && now > start && now-start > most {
				s.Interrupt(&grown{grant.Limits.Memory, now - start})
				return
			}
			watch.Reset(growthInterval)
		}
	}()
	return func() { close(ended) }
}
