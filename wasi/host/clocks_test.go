package host_test

import (
	"math"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/clocks"
)

// stopped are clocks that stand still.
type stopped struct {
	at   uint64
	wall time.Time
}

func (c *stopped) Now() uint64        { return c.at }
func (c *stopped) Resolution() uint64 { return 7 }

type stoppedWall struct{ *stopped }

func (c stoppedWall) Now() time.Time            { return c.wall }
func (c stoppedWall) Resolution() time.Duration { return 2500 * time.Millisecond }

func TestClocks(t *testing.T) {
	c := &stopped{at: 100, wall: time.Unix(1_700_000_000, 5)}
	g := newGuest(t, host.Config{Monotonic: c, Wall: stoppedWall{c}})
	if now, res := must[uint64](g, "now", engine.Unit{}), must[uint64](g, "resolution", engine.Unit{}); now != 100 || res != 7 {
		t.Errorf("the clock says %d, and %d", now, res)
	}
	if got := must[clocks.Datetime](g, "wall-clock-now", engine.Unit{}); got != (clocks.Datetime{Seconds: 1_700_000_000, Nanoseconds: 5}) {
		t.Errorf("it is %+v", got)
	}
	if got := must[clocks.Datetime](g, "wall-clock-resolution", engine.Unit{}); got != (clocks.Datetime{Seconds: 2, Nanoseconds: 500_000_000}) {
		t.Errorf("the resolution is %+v", got)
	}
	c.wall = time.Unix(-5, 0)
	if got := must[clocks.Datetime](g, "wall-clock-now", engine.Unit{}); got != (clocks.Datetime{}) {
		t.Errorf("before 1970 it is %+v", got)
	}
	for _, tt := range []struct {
		fn        string
		when      uint64
		now, soon bool // ready at 100, at 150
	}{
		{"subscribe-instant", 0, true, true},
		{"subscribe-instant", 100, true, true},
		{"subscribe-instant", 101, false, true},
		{"subscribe-instant", math.MaxUint64, false, false},
		{"subscribe-duration", 0, true, true},
		{"subscribe-duration", 50, false, true},
		{"subscribe-duration", 51, false, false},
		{"subscribe-duration", math.MaxUint64, false, false},
	} {
		c.at = 100
		p := pollable(must[ownPollable](g, tt.fn, tt.when).Value)
		now := must[bool](g, "pollable-ready", p)
		c.at = 150
		if soon := must[bool](g, "pollable-ready", p); now != tt.now || soon != tt.soon {
			t.Errorf("%s of %d is ready: %t, then %t", tt.fn, tt.when, now, soon)
		}
	}
}

// A system's own clock begins near zero and goes on.
func TestSystemClocks(t *testing.T) {
	g := newGuest(t, host.Config{})
	before := must[uint64](g, "now", engine.Unit{})
	must[engine.Unit](g, "pollable-block", sleep(g, 2e6))
	after := must[uint64](g, "now", engine.Unit{})
	if before > uint64(time.Minute) || after < before+2e6 {
		t.Errorf("the clock went from %d to %d", before, after)
	}
	wall := must[clocks.Datetime](g, "wall-clock-now", engine.Unit{})
	if d := time.Since(time.Unix(int64(wall.Seconds), int64(wall.Nanoseconds))); d < 0 || d > time.Minute {
		t.Errorf("the wall clock is off by %v", d)
	}
}
