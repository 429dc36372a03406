package preview1_test

import (
	"encoding/binary"
	"io"
	"testing"
	"time"

	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/preview1"
)

// Where subscriptions and events are.
const (
	subs   = 0x4000
	events = 0x6000
)

// subscribeClock writes a subscription to a clock.
func (g *guest) subscribeClock(i int, clock uint32, timeout uint64, flags uint16) {
	g.Helper()
	b := g.memory()[subs+48*i:][:48]
	clear(b)
	le := binary.LittleEndian
	le.PutUint64(b, uint64(1000+i))
	le.PutUint32(b[16:], clock)
	le.PutUint64(b[24:], timeout)
	le.PutUint16(b[40:], flags)
}

// subscribeFD writes a subscription to reading (1) or writing (2).
func (g *guest) subscribeFD(i int, kind byte, fd uint32) {
	g.Helper()
	b := g.memory()[subs+48*i:][:48]
	clear(b)
	binary.LittleEndian.PutUint64(b, uint64(1000+i))
	b[8] = kind
	binary.LittleEndian.PutUint32(b[16:], fd)
}

// event is what came of a subscription.
type event struct {
	userdata uint64
	errno    uint16
	kind     byte
	nbytes   uint64
	flags    uint16
}

func (g *guest) poll(n int) []event {
	g.Helper()
	g.ok("poll_oneoff", subs, events, n, result)
	list := make([]event, g.u32(result))
	for i := range list {
		b := g.memory()[events+32*i:]
		le := binary.LittleEndian
		list[i] = event{le.Uint64(b), le.Uint16(b[8:]), b[10], le.Uint64(b[16:]), le.Uint16(b[24:])}
	}
	return list
}

const (
	realtimeClock, monotonicClock = 0, 1
	absolute                      = 1
	forever                       = 1<<63 - 1
)

func TestPollClocks(t *testing.T) {
	g := newGuest(t, host.Config{})
	const wait = 20 * time.Millisecond
	for name, subscribe := range map[string]func(){
		"relative": func() { g.subscribeClock(1, monotonicClock, uint64(wait), 0) },
		"absolute": func() {
			g.ok("clock_time_get", monotonicClock, 0, result)
			g.subscribeClock(1, monotonicClock, g.u64(result)+uint64(wait), absolute)
		},
		"time of day, relative": func() { g.subscribeClock(1, realtimeClock, uint64(wait), 0) },
		"time of day": func() {
			g.ok("clock_time_get", realtimeClock, 0, result)
			g.subscribeClock(1, realtimeClock, g.u64(result)+uint64(wait), absolute)
		},
	} {
		g.subscribeClock(0, monotonicClock, forever, 0)
		g.subscribeClock(2, monotonicClock, 1<<64-1, absolute)
		began := time.Now()
		subscribe()
		got := g.poll(3)
		if len(got) != 1 || got[0] != (event{userdata: 1001}) {
			t.Errorf("%s: %+v", name, got)
		}
		if took := time.Since(began); took < wait*9/10 {
			t.Errorf("%s: it waits %v", name, took)
		}
	}
	g.subscribeClock(0, monotonicClock, 0, 0)
	g.subscribeClock(1, realtimeClock, 1, absolute)
	if got := g.poll(2); len(got) != 2 || got[0].userdata != 1000 || got[1].userdata != 1001 {
		t.Errorf("what has passed is %+v", got)
	}
	if g.Counters.Blocked() == 0 {
		t.Error("no waiting is counted")
	}
}

func TestPollFiles(t *testing.T) {
	g := withFiles(t, host.Config{}, vfs.Mount{Path: "/", FS: vfs.NewMem(1 << 20)})
	r := g.open(3, "f", create, rightReadWrite, noFlag)
	g.write(r, "contents")
	g.subscribeFD(0, 1, r) // at the end
	g.subscribeFD(1, 2, r)
	g.subscribeFD(2, 2, 1)
	g.subscribeFD(3, 2, 2)
	g.subscribeClock(4, monotonicClock, forever, 0)
	g.subscribeFD(5, 1, 0) // empty
	got := g.poll(6)
	want := []event{{1000, 0, 1, 1, 1}, {1001, 0, 2, 1, 0}, {1002, 0, 2, 1, 0}, {1003, 0, 2, 1, 0}, {1005, 0, 1, 1, 0}}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("event %d is %+v, not %+v", i, got[i], want[i])
		}
	}
	g.seek(r, 0, 0)
	if got := g.poll(1); len(got) != 1 || got[0].flags != 0 {
		t.Errorf("before the end: %+v", got)
	}
}

func TestPollErrors(t *testing.T) {
	g := withFiles(t, host.Config{Limits: host.Limits{Resources: 100}}, vfs.Mount{Path: "/", FS: vfs.NewMem(1 << 20)})
	w := g.open(3, "f", create, rightWrite, noFlag)
	r := g.open(3, "f", noFlag, rightRead, noFlag)
	g.want(preview1.Invalid, "poll_oneoff", 3, 5, 0, 7)
	g.want(preview1.NoMemory, "poll_oneoff", 0, 0, 101, result)
	g.want(preview1.NoMemory, "poll_oneoff", 0, 0, 1<<30, result)
	for i, c := range []struct {
		kind  byte
		fd    uint32
		errno preview1.Errno
	}{
		{1, 99, preview1.BadDescriptor},
		{2, 99, preview1.BadDescriptor},
		{1, 1, preview1.BadDescriptor},
		{2, 0, preview1.BadDescriptor},
		{1, 3, preview1.BadDescriptor},
		{2, 3, preview1.BadDescriptor},
		{1, w, preview1.BadDescriptor},
		{2, r, preview1.BadDescriptor},
		{3, 1, preview1.Invalid},
	} {
		g.subscribeFD(0, c.kind, c.fd)
		if errno, err := g.call("poll_oneoff", subs, events, 1, result); err != nil || errno != c.errno {
			t.Errorf("%d gives %v, %v", i, errno, err)
		}
	}
	g.subscribeClock(0, monotonicClock, 0, 2)
	g.want(preview1.Invalid, "poll_oneoff", subs, events, 1, result)
	for clock := range uint32(5) {
		g.subscribeClock(0, clock, 0, 0)
		errno := preview1.Errno(0)
		if clock > monotonicClock {
			errno = preview1.Invalid
		}
		g.want(errno, "poll_oneoff", subs, events, 1, result)
	}
}

func TestPollStdin(t *testing.T) {
	r, w := io.Pipe()
	g := newGuest(t, host.Config{Stdin: r})
	g.subscribeFD(0, 1, 0)
	g.subscribeClock(1, monotonicClock, 1_000_000, 0)
	if got := g.poll(2); len(got) != 1 || got[0].userdata != 1001 {
		t.Errorf("nothing is there: %+v", got)
	}
	go func() { _, _ = w.Write([]byte("hello")) }()
	g.subscribeClock(1, monotonicClock, forever, 0)
	if got := g.poll(2); len(got) != 1 || got[0] != (event{1000, 0, 1, 1, 0}) {
		t.Errorf("something is there: %+v", got)
	}
	if got := g.read(0, 100); got != "hello" {
		t.Errorf("it reads %q", got)
	}
	go func() { _ = w.Close() }()
	g.poll(1)
	if got := g.read(0, 100); got != "" {
		t.Errorf("at the end it reads %q", got)
	}
}
