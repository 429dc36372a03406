package preview1_test

import (
	"bytes"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/preview1"
)

func TestArguments(t *testing.T) {
	g := newGuest(t, host.Config{
		Args: []string{"program", "", "ñ"}, Env: []host.Variable{{Name: "A", Value: "b c"}, {Name: "EMPTY"}},
	})
	for name, want := range map[string]string{"args": "program\x00\x00ñ\x00", "environ": "A=b c\x00EMPTY=\x00"} {
		g.ok(name+"_sizes_get", result, result+4)
		count, size := int(g.u32(result)), int(g.u32(result+4))
		if size != len(want) || count != map[string]int{"args": 3, "environ": 2}[name] {
			t.Errorf("%s: %d texts of %d bytes", name, count, size)
		}
		g.ok(name+"_get", vector, buffer)
		if got := string(g.memory()[buffer : buffer+size]); got != want {
			t.Errorf("%s: %q", name, got)
		}
		for i := range count {
			at := int(g.u32(vector + 4*i))
			if at != buffer && g.memory()[at-1] != 0 {
				t.Errorf("%s: text %d is at %#x", name, i, at)
			}
		}
	}
}

func TestExit(t *testing.T) {
	g := newGuests(t, driver())
	for _, code := range []int{0, 1, 125} {
		var exit *engine.ExitError
		if _, err := g.host(t, host.Config{}).call("proc_exit", code); !errors.As(err, &exit) || exit.Code != code {
			t.Errorf("%d: %v", code, err)
		}
	}
	for _, code := range []uint32{126, 255, 256, math.MaxUint32} {
		var exit *preview1.ExitCodeError
		if err := g.host(t, host.Config{}).traps("proc_exit", code); !errors.As(err, &exit) || exit.Code != code {
			t.Errorf("%d: %v", code, err)
		}
	}
	guest := g.host(t, host.Config{})
	guest.want(preview1.NotSupported, "proc_raise", 6)
	guest.ok("sched_yield")
}

// fixedTime is a clock that stands still.
type fixedTime time.Time

func (f fixedTime) Now() time.Time          { return time.Time(f) }
func (fixedTime) Resolution() time.Duration { return time.Millisecond }

func TestClocks(t *testing.T) {
	g := newGuests(t, driver())
	for now, want := range map[time.Time]uint64{
		time.Unix(1_700_000_000, 123): 1_700_000_000_000_000_123, time.Unix(-5, 0): 0, time.Unix(17_000_000_000, 0): 17e18,
	} {
		guest := g.host(t, host.Config{Wall: fixedTime(now)})
		guest.ok("clock_time_get", realtimeClock, 0, result)
		if got := guest.u64(result); got != want {
			t.Errorf("at %v it is %d", now, got)
		}
		guest.ok("clock_res_get", realtimeClock, result)
		if got := guest.u64(result); got != 1_000_000 {
			t.Errorf("its resolution is %d", got)
		}
		guest.ok("clock_res_get", monotonicClock, result)
		guest.ok("clock_time_get", monotonicClock, 0, result)
		before := guest.u64(result)
		guest.ok("clock_time_get", monotonicClock, 1_000, result)
		if after := guest.u64(result); after < before {
			t.Errorf("from %d it goes back to %d", before, after)
		}
		for clock := 2; clock < 4; clock++ {
			guest.want(preview1.BadDescriptor, "clock_time_get", clock, 0, result)
			guest.want(preview1.BadDescriptor, "clock_res_get", clock, result)
		}
	}
	late := g.host(t, host.Config{Wall: fixedTime(time.Unix(19_000_000_000, 0))})
	late.want(preview1.Overflow, "clock_time_get", realtimeClock, 0, result)
}

func TestRandom(t *testing.T) {
	g := newGuest(t, host.Config{})
	g.ok("random_get", buffer, 100_000)
	p := g.memory()[buffer : buffer+100_000]
	for i := 0; i < len(p); i += 1000 {
		if bytes.Equal(p[i:i+1000], make([]byte, 1000)) {
			t.Fatalf("%d bytes in, there are zeroes", i)
		}
	}
	if g.memory()[buffer+100_000] != 0 {
		t.Error("it writes more than was asked for")
	}
	g.traps("random_get", buffer, 1<<31)
}

func TestSockets(t *testing.T) {
	g := newGuest(t, host.Config{})
	for fd, errno := range map[int]preview1.Errno{0: preview1.NotSocket, 2: preview1.NotSocket, 3: preview1.BadDescriptor} {
		g.want(errno, "sock_accept", fd, flagNonblock, result)
		g.want(errno, "sock_recv", fd, vector, 0, 0, result, result+4)
		g.want(errno, "sock_send", fd, vector, 0, 0, result)
		g.want(errno, "sock_shutdown", fd, 1)
	}
}
