package host

import "github.com/qyvol/qyvol/engine"

// Direct makes a host function that C answers once it was called, as far as the Host
// has the system's clocks and random bytes.
func Direct[R any](i Interface, d engine.DirectFunc, fn func(Call) (R, error)) engine.HostFunc {
	return F0(i, func(c Call) (R, error) {
		c.Direct()
		return fn(c)
	}).Direct(engine.Direct{Func: d, Counter: uint8(i)})
}

// Each interface has a counter.
const _ = uint(engine.DirectCounters - interfaces)

// Direct lets C answer for the Host, which the store has from then on.
func (c Call) Direct() {
	d := c.Counters.direct.Load()
	if d == nil {
		d = c.newDirect()
	}
	c.Store.SetDirect(d)
}

// Lend has C read and write a file that a guest of preview 1 has under a number; see
// engine.DirectHost. False: it is to be read and written by Go.
func (h *Host) Lend(number uint32, f engine.DirectFile) bool {
	d := h.Counters.direct.Load()
	return d != nil && d.Lend(number, f)
}

// TakeBack gives the position of a file that was lent, which Go reads and writes again.
func (h *Host) TakeBack(number uint32) uint64 { return h.Counters.direct.Load().TakeBack(number) }

func (h *Host) newDirect() *engine.DirectHost {
	monotonic, isMonotonic := h.config.Monotonic.(systemMonotonic)
	_, isWall := h.config.Wall.(systemWall)
	d := engine.NewDirectHost(engine.DirectHostConfig{
		Monotonic: isMonotonic, Start: monotonic.start, Wall: isWall, Random: h.config.Random == nil,
	})
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.over.Load() {
		d.Stop()
	}
	h.Counters.direct.Store(d)
	return d
}
