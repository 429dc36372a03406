package host_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/io"
)

type (
	ownPollable = engine.Own[*io.Pollable]
	pollList    = []engine.Borrow[*io.Pollable]
)

// sleep is a pollable of the guest's that is ready after some nanoseconds.
func sleep(g *guest, nanoseconds uint64) engine.Borrow[*io.Pollable] {
	return pollable(must[ownPollable](g, "subscribe-duration", nanoseconds).Value)
}

func TestPoll(t *testing.T) {
	g := newGuest(t, host.Config{})
	src := newSource(g.Host)
	waiting := pollable(io.NewPollable(src, nil))
	now, later, never := sleep(g, 0), sleep(g, 1e6), sleep(g, math.MaxUint64)
	for _, tt := range []struct {
		list pollList
		want []uint32
	}{
		{pollList{now}, []uint32{0}},
		{pollList{never, now, waiting, now}, []uint32{1, 3}},
		{pollList{waiting, never, later}, []uint32{2}},
	} {
		if got := must[[]uint32](g, "poll", tt.list); fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("poll gives %v, want %v", got, tt.want)
		}
	}
	for name, p := range map[string]engine.Borrow[*io.Pollable]{"now": now, "never": never, "waiting": waiting} {
		if got := must[bool](g, "pollable-ready", p); got != (name == "now") {
			t.Errorf("%s is ready: %t", name, got)
		}
	}
	<-src.looked
	go func() {
		<-src.looked
		src.put("x", nil)
	}()
	if got := must[[]uint32](g, "poll", pollList{never, waiting}); fmt.Sprint(got) != "[1]" {
		t.Errorf("poll gives %v", got)
	}
	must[engine.Unit](g, "pollable-block", waiting)
}

func TestEmptyPollTraps(t *testing.T) {
	g := newGuest(t, host.Config{})
	_, err := call[pollList, []uint32](g, "poll", nil)
	var trap *engine.Trap
	if !errors.As(err, &trap) || trap.Message != "empty poll list" {
		t.Errorf("the error is %v", err)
	}
}

// A longer list than the limit traps before the host has looked at each of it.
func TestLongPollTraps(t *testing.T) {
	most, words := 65_536, "more than 65536 handles"
	if engine.WasmtimeMajor() != "44" { // each counts up to four times, of 100,000
		most, words = 25_000, "handle limit"
	}
	g := newGuest(t, host.Config{})
	now := sleep(g, 0)
	list := make(pollList, 65_537)
	for i := range list {
		list[i] = now
	}
	if got := must[[]uint32](g, "poll", list[:most]); len(got) != most || got[most-1] != uint32(most-1) {
		t.Errorf("poll of %d gives %d", most, len(got))
	}
	_, err := call[pollList, []uint32](g, "poll", list)
	var trap *engine.Trap
	if !errors.As(err, &trap) || !strings.Contains(trap.Message, words) {
		t.Errorf("the error is %v", err)
	}
}

// Streams are ready to be polled when they are ready, and when they are closed.
func TestStreamPollables(t *testing.T) {
	g := newGuest(t, host.Config{})
	src, dst := newSource(g.Host), newSink(g.Host, 0)
	in, out := io.NewInputStream(src, nil), io.NewOutputStream(dst, nil)
	p := pollable(must[ownPollable](g, "input-stream-subscribe", input(in)).Value)
	q := pollable(must[ownPollable](g, "output-stream-subscribe", output(out)).Value)
	check := func(wantIn, wantOut bool) {
		t.Helper()
		if got := must[bool](g, "pollable-ready", p); got != wantIn {
			t.Errorf("the input is ready: %t", got)
		}
		if got := must[bool](g, "pollable-ready", q); got != wantOut {
			t.Errorf("the output is ready: %t", got)
		}
	}
	check(false, false)
	src.put("x", nil)
	dst.allow(1)
	check(true, true)
	src.put("", errors.New("broken"))
	dst.checkErr = errors.New("broken")
	must[bytesResult](g, "input-stream-read", with(input(in), uint64(1)))
	must[bytesResult](g, "input-stream-read", with(input(in), uint64(1)))
	must[countResult](g, "output-stream-check-write", output(out))
	src.err, dst.checkErr, dst.permit = nil, nil, 0
	check(true, true)
}

// Dropping a stream before its pollable traps; the stream is closed all the same.
func TestDropWithChildren(t *testing.T) {
	for _, early := range []bool{false, true} {
		g := newGuest(t, host.Config{})
		src := newSource(g.Host)
		s := io.NewInputStream(src, nil)
		p := must[ownPollable](g, "input-stream-subscribe", input(s))
		if !early {
			must[engine.Unit](g, "drop-pollable", p)
		}
		_, err := call[engine.Own[*io.InputStream], engine.Unit](g, "drop-input-stream", engine.Own[*io.InputStream]{Value: s})
		if early != errors.Is(err, host.ErrHasChildren) || err != nil && !strings.Contains(err.Error(), "resource has children") {
			t.Errorf("early %t: the error is %v", early, err)
		}
		if src.closed != 1 {
			t.Errorf("early %t: the source was closed %d times", early, src.closed)
		}
	}
}

// What a stream was made from can't be dropped before it.
func TestStreamIsChild(t *testing.T) {
	g := newGuest(t, host.Config{})
	var socket host.Children
	in, out := io.NewInputStream(newSource(g.Host), &socket), io.NewOutputStream(newSink(g.Host, 1), &socket)
	for _, want := range []bool{true, true, false} {
		if got := errors.Is(socket.Err(), host.ErrHasChildren); got != want {
			t.Errorf("children: %t", got)
		}
		switch {
		case in != nil:
			must[engine.Unit](g, "drop-input-stream", engine.Own[*io.InputStream]{Value: in})
			in = nil
		case out != nil:
			must[engine.Unit](g, "drop-output-stream", engine.Own[*io.OutputStream]{Value: out})
			out = nil
		}
	}
}

func TestTooManyResourcesTrap(t *testing.T) {
	g := newGuest(t, host.Config{Limits: host.Limits{Resources: 3}})
	for range 3 {
		g.store.Table().Push("held")
	}
	_, err := call[uint64, ownPollable](g, "subscribe-duration", 1)
	if !errors.Is(err, host.ErrTableFull) || !strings.Contains(err.Error(), "resource table has no free keys") {
		t.Errorf("the error is %v", err)
	}
}
