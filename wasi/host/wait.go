package host

import (
	"math"
	"time"
)

// Waitable is what a guest can wait for.
type Waitable interface {
	// Ready reports whether the guest need not wait any more. It doesn't block,
	// and may begin what is waited for, such as reading. It is called from the
	// guest's goroutine; when the answer turns to true without one of the
	// guest's calls, Host.Wake must be called afterwards.
	Ready() bool
}

// Deadliner is a Waitable that becomes ready by itself, at a time on the Host's
// monotonic clock. MaxUint64 is never.
type Deadliner interface {
	Waitable
	Deadline() uint64
}

// Wake makes a guest that waits look again. It can be called from any
// goroutine, at any time, and doesn't block.
func (h *Host) Wake() {
	select {
	case h.woken <- struct{}{}:
	default: // it will look in any case
	}
}

// Wait blocks until w is ready. It returns an error when the run is cancelled.
func (h *Host) Wait(w Waitable) error {
	if w.Ready() {
		return nil
	}
	defer h.blocked(time.Now())
	for !w.Ready() {
		if err := h.pause(deadline(w)); err != nil {
			return err
		}
	}
	return nil
}

// WaitAny blocks until at least one is ready, and appends the indices of those
// that are. It returns an error when the run is cancelled.
func (h *Host) WaitAny(n int, at func(int) Waitable) ([]uint32, error) {
	ready, next := h.look(n, at)
	if len(ready) > 0 {
		return ready, nil
	}
	defer h.blocked(time.Now())
	for len(ready) == 0 {
		if err := h.pause(next); err != nil {
			return nil, err
		}
		ready, next = h.look(n, at)
	}
	return ready, nil
}

// looked is after how many looks the run can end: a guest may wait for a million.
const looked = 1 << 12

// look finds those that are ready, or the next deadline if there are none. It finds
// nothing when the run is cancelled meanwhile.
func (h *Host) look(n int, at func(int) Waitable) (ready []uint32, next uint64) {
	next = math.MaxUint64
	for i := range n {
		if i%looked == looked-1 && h.Err() != nil {
			return nil, next
		}
		if w := at(i); w.Ready() {
			ready = append(ready, uint32(i))
		} else if len(ready) == 0 {
			next = min(next, deadline(w))
		}
	}
	return ready, next
}

func deadline(w Waitable) uint64 {
	if d, ok := w.(Deadliner); ok {
		return d.Deadline()
	}
	return math.MaxUint64
}

// pause blocks until there is something to look at: after Wake, or at a time on
// the monotonic clock.
func (h *Host) pause(until uint64) error {
	var alarm <-chan time.Time
	if until != math.MaxUint64 {
		alarm = h.alarm(until)
	}
	select {
	case <-h.woken:
	case <-alarm:
	case <-h.done:
	}
	if alarm != nil {
		h.timer.Stop()
	}
	return h.Err()
}

// alarm sets the run's one timer.
func (h *Host) alarm(until uint64) <-chan time.Time {
	left := time.Duration(0)
	if now := h.config.Monotonic.Now(); until > now {
		left = time.Duration(min(until-now, math.MaxInt64))
	}
	if h.timer == nil {
		h.timer = time.NewTimer(left)
	} else {
		h.timer.Reset(left)
	}
	return h.timer.C
}

func (h *Host) blocked(since time.Time) { h.Counters.blocked.Add(int64(time.Since(since))) }
