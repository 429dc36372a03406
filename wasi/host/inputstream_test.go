package host_test

import (
	"bytes"
	"errors"
	goio "io"
	"math"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/io"
)

func TestRead(t *testing.T) {
	g := newGuest(t, host.Config{})
	src := newSource(g.Host)
	s := input(io.NewInputStream(src, nil))
	read := func(name string, n uint64) (string, string) {
		r := must[bytesResult](g, "input-stream-"+name, with(s, n))
		return string(r.Value), told(g, r.OK, r.Err)
	}
	check := func(name string, n uint64, want, wantErr string) {
		t.Helper()
		if got, err := read(name, n); got != want || err != wantErr {
			t.Errorf("%s of %d gives %q, %q; want %q, %q", name, n, got, err, want, wantErr)
		}
	}
	check("read", 5, "", "")
	src.put("hello, world", nil)
	check("read", 0, "", "")
	check("blocking-read", 0, "", "")
	check("read", 5, "hello", "")
	check("blocking-read", 2, ", ", "")
	check("read", math.MaxUint64, "world", "")
	src.put("", errors.New("the disk is on fire"))
	check("blocking-read", 1, "", "the disk is on fire")
	check("blocking-read", 1, "", "closed")
	check("read", 0, "", "closed")
	if n := g.Counters.Bytes(host.Streams); n != 12 {
		t.Errorf("%d bytes were counted", n)
	}
}

// A guest gets no more at once than the host is willing to hold.
func TestReadIsBounded(t *testing.T) {
	g := newGuest(t, host.Config{Stdin: bytes.NewReader(make([]byte, 1<<20))})
	s := must[engine.Own[*io.InputStream]](g, "get-stdin", engine.Unit{})
	r := must[bytesResult](g, "input-stream-read", with(input(s.Value), uint64(math.MaxUint64)))
	if !r.OK || len(r.Value) != host.MaxRead {
		t.Errorf("a read gives %d bytes", len(r.Value))
	}
}

func TestSkip(t *testing.T) {
	g := newGuest(t, host.Config{})
	src := newSource(g.Host)
	s := input(io.NewInputStream(src, nil))
	src.put("0123456789", goio.EOF)
	for _, tt := range []struct {
		name    string
		n, want uint64
		err     string
	}{
		{"skip", 3, 3, ""},
		{"blocking-skip", 4, 4, ""},
		{"skip", math.MaxUint64, 3, ""},
		{"skip", 1, 0, "closed"},
		{"blocking-skip", 1, 0, "closed"},
	} {
		r := must[countResult](g, "input-stream-"+tt.name, with(s, tt.n))
		if err := told(g, r.OK, r.Err); r.Value != tt.want || err != tt.err {
			t.Errorf("%s of %d gives %d, %q", tt.name, tt.n, r.Value, err)
		}
	}
}

// A guest that waits is woken by what comes in.
func TestBlockingReadWaits(t *testing.T) {
	g := newGuest(t, host.Config{})
	src := newSource(g.Host)
	go func() {
		<-src.looked
		src.put("late", nil)
	}()
	r := must[bytesResult](g, "input-stream-blocking-read", with(input(io.NewInputStream(src, nil)), uint64(10)))
	if string(r.Value) != "late" {
		t.Errorf("the guest read %q", r.Value)
	}
	if g.Counters.Blocked() <= 0 {
		t.Error("no time was counted")
	}
}

func TestStdin(t *testing.T) {
	for name, stdin := range map[string]func() goio.Reader{
		"nothing": func() goio.Reader { return nil },
		"memory":  func() goio.Reader { return strings.NewReader("some text") },
		"pipe": func() goio.Reader {
			r, w := goio.Pipe()
			go func() {
				_, _ = w.Write([]byte("some "))
				_, _ = w.Write([]byte("text"))
				_ = w.Close()
			}()
			return r
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGuest(t, host.Config{Stdin: stdin()})
			s := must[engine.Own[*io.InputStream]](g, "get-stdin", engine.Unit{})
			var all []byte
			for {
				r := must[bytesResult](g, "input-stream-blocking-read", with(input(s.Value), uint64(3)))
				if !r.OK {
					if r.Err.Closed == nil {
						t.Error(told(g, false, r.Err))
					}
					break
				}
				all = append(all, r.Value...)
			}
			if want := map[bool]string{false: "some text"}[name == "nothing"]; string(all) != want {
				t.Errorf("the guest read %q", all)
			}
		})
	}
}

// lazyReader counts what it is asked for.
type lazyReader struct{ asked chan int }

func (r *lazyReader) Read(p []byte) (int, error) {
	r.asked <- len(p)
	return copy(p, "abc"), nil
}

// Nothing is read that the guest did not ask for.
func TestStdinIsReadOnDemand(t *testing.T) {
	r := &lazyReader{make(chan int, 100)}
	g := newGuest(t, host.Config{Stdin: r})
	s := must[engine.Own[*io.InputStream]](g, "get-stdin", engine.Unit{})
	must[bytesResult](g, "input-stream-read", with(input(s.Value), uint64(0)))
	if n := len(r.asked); n != 0 {
		t.Fatalf("there were %d reads before the guest read", n)
	}
	for _, n := range []uint64{2, 1} {
		got := must[bytesResult](g, "input-stream-blocking-read", with(input(s.Value), n))
		if uint64(len(got.Value)) > n {
			t.Errorf("a read of %d gave %q", n, got.Value)
		}
	}
	if n := <-r.asked; n != 2 {
		t.Errorf("the first read asked for %d bytes", n)
	}
}
