package preview1

import (
	"encoding/binary"
	"math"

	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
)

// Kinds of events: typenames.witx, enum eventtype.
const (
	clockEvent = iota
	readEvent
	writeEvent
)

// Sizes of subscription and event, which are aligned to 8.
const (
	subscriptionSize = 48
	eventSize        = 32
)

// keptSubscriptions is for how many room is kept after a call.
const keptSubscriptions = 256

// subscription is what a guest waits for.
type subscription struct {
	host     *host.Host
	userdata uint64
	kind     uint8
	clock    uint8  // clockEvent: whose time at is
	at       uint64 // clockEvent
	stdin    bool   // readEvent: of standard input; others are ready
	hangup   bool   // readEvent: of a file at its end
}

// Ready tells whether it has happened.
func (s *subscription) Ready() bool {
	switch {
	case s.stdin:
		return s.host.Stdin.Ready()
	case s.kind == clockEvent:
		return s.left() == 0
	}
	return true
}

// left is how long it takes until a clock shows the time.
func (s *subscription) left() uint64 {
	now := s.host.Config().Monotonic.Now()
	if s.clock == realtime {
		var err error
		if now, err = timestamp(s.host.Config().Wall.Now()); err != nil {
			return 0
		}
	}
	return s.at - min(now, s.at)
}

// Deadline is when the host should look again, on its monotonic clock.
func (s *subscription) Deadline() uint64 {
	if s.kind != clockEvent {
		return math.MaxUint64
	}
	return later(s.host.Config().Monotonic.Now(), s.left())
}

// later adds to a time; an end that the clock can't show never comes.
func later(now, duration uint64) uint64 {
	if duration > math.MaxUint64-now {
		return math.MaxUint64
	}
	return now + duration
}

// pollOneoff is poll_oneoff. A descriptor that can't be waited for is the error of
// the whole call, as in wasmtime.
func pollOneoff(c *call) error {
	n := c.u32(2)
	if n == 0 {
		return Invalid
	}
	if err := c.spend(uint64(n) * (subscriptionSize + eventSize)); err != nil {
		return err
	}
	if uint64(n) > uint64(c.Config().Limits.Resources) { //nolint:gosec // not negative
		return NoMemory
	}
	defer c.forgetPolled()
	at := c.pointer(0)
	for i := range n {
		b, err := c.record(at+uint64(i)*subscriptionSize, subscriptionSize, 8)
		if err != nil {
			return err
		}
		s, err := c.subscribe(b)
		if err == nil {
			err = c.Err() // to look at a file takes time, and there may be a million
		}
		if err != nil {
			return err
		}
		c.polled = append(c.polled, s)
	}
	ready, err := c.WaitAny(len(c.polled), c.polls)
	if err != nil {
		return err
	}
	return c.events(ready)
}

func (c *call) forgetPolled() {
	if cap(c.polled) > keptSubscriptions {
		c.polled = nil
	}
	c.polled = c.polled[:0]
}

// subscribe reads a subscription.
func (c *call) subscribe(b []byte) (subscription, error) {
	le := binary.LittleEndian
	s := subscription{host: c.Host, userdata: le.Uint64(b), kind: b[8]}
	switch s.kind {
	case clockEvent:
		const absolute = 1
		flags := le.Uint16(b[40:])
		if flags&^absolute != 0 {
			return s, Invalid
		}
		return s, s.clockUntil(le.Uint32(b[16:]), le.Uint64(b[24:]), flags == absolute)
	case readEvent:
		return s, c.subscribeRead(&s, le.Uint32(b[16:]))
	case writeEvent:
		d, err := c.get(le.Uint32(b[16:]))
		if err != nil {
			return s, err
		}
		if d.kind == output || d.kind == file && d.flags&vfs.Write != 0 {
			return s, nil
		}
		return s, BadDescriptor
	}
	return s, Invalid
}

// clockUntil sets what a clock must show. A duration is measured by the monotonic
// one.
func (s *subscription) clockUntil(id uint32, timeout uint64, absolute bool) error {
	switch {
	case id != realtime && id != monotonic:
		return Invalid
	case absolute:
		s.clock, s.at = uint8(id), timeout //nolint:gosec // one of two
	default:
		s.clock, s.at = monotonic, later(s.host.Config().Monotonic.Now(), timeout)
	}
	return nil
}

func (c *call) subscribeRead(s *subscription, fd uint32) error {
	d, err := c.get(fd)
	switch {
	case err != nil:
		return err
	case d.kind == input:
		s.stdin = true
		return nil
	case d.kind != file || d.flags&vfs.Read == 0:
		return BadDescriptor
	}
	info, err := d.file.Stat()
	s.hangup = info.Size <= d.position
	return fileError(err)
}

// events writes what has happened.
func (c *call) events(ready []uint32) error {
	at := c.pointer(1)
	for i, which := range ready {
		b, err := c.record(at+uint64(i)*eventSize, eventSize, 8)
		if err != nil {
			return err
		}
		c.polled[which].event(b)
	}
	return c.put32(3, uint32(len(ready))) //nolint:gosec // as many as were asked for
}

// event writes an event. How many bytes there are to read or write isn't told but
// for that there are some.
func (s *subscription) event(b []byte) {
	le := binary.LittleEndian
	clear(b)
	le.PutUint64(b, s.userdata)
	b[10] = s.kind
	if s.kind != clockEvent {
		le.PutUint64(b[16:], 1)
	}
	if s.hangup {
		le.PutUint16(b[24:], 1)
	}
}
