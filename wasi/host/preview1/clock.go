package preview1

import (
	"math"
	"time"
)

// Clocks: typenames.witx, enum clockid. The last two, of the time that a process or
// a thread has computed, aren't there.
const (
	realtime = iota
	monotonic
	clocks = 4
)

const second = 1_000_000_000 // nanoseconds

// clockResGet is clock_res_get.
func clockResGet(c *call) error {
	id, err := c.enum(0, "clockid", clocks)
	if err != nil {
		return err
	}
	switch id {
	case realtime:
		return c.put64(1, uint64(max(c.Config().Wall.Resolution(), 0)))
	case monotonic:
		return c.put64(1, c.Config().Monotonic.Resolution())
	}
	return BadDescriptor
}

// clockTimeGet is clock_time_get.
func clockTimeGet(c *call) error {
	id, err := c.enum(0, "clockid", clocks)
	if err != nil {
		return err
	}
	switch id {
	case realtime:
		now, err := timestamp(c.Config().Wall.Now())
		if err != nil {
			return err
		}
		return c.put64(2, now)
	case monotonic:
		return c.put64(2, c.Config().Monotonic.Now())
	}
	return BadDescriptor
}

// timestamp is nanoseconds since the beginning of 1970; times before, and none, are
// its beginning.
func timestamp(t time.Time) (uint64, error) {
	seconds := t.Unix()
	switch {
	case seconds < 0:
		return 0, nil
	case uint64(seconds) >= math.MaxUint64/second:
		return 0, Overflow
	}
	return uint64(seconds)*second + uint64(t.Nanosecond()), nil //nolint:gosec // not negative
}
