package host_test

import (
	"bytes"
	"errors"
	goio "io"
	"math"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/io"
)

func TestWrite(t *testing.T) {
	g := newGuest(t, host.Config{})
	dst := newSink(g.Host, 5)
	s := output(io.NewOutputStream(dst, nil))
	if r := must[countResult](g, "output-stream-check-write", s); !r.OK || r.Value != 5 {
		t.Errorf("check-write gives %+v", r)
	}
	for _, text := range []string{"12345", "", "678"} {
		if r := must[doneResult](g, "output-stream-write", with(s, []byte(text))); !r.OK {
			t.Error(told(g, r.OK, r.Err))
		}
	}
	if r := must[doneResult](g, "output-stream-write-zeroes", with(s, uint64(3))); !r.OK {
		t.Error(told(g, r.OK, r.Err))
	}
	for _, name := range []string{"flush", "blocking-flush"} {
		if r := must[doneResult](g, "output-stream-"+name, s); !r.OK {
			t.Error(told(g, r.OK, r.Err))
		}
	}
	if string(dst.got) != "12345678\x00\x00\x00" || dst.flushes != 2 {
		t.Errorf("the sink got %q and %d flushes", dst.got, dst.flushes)
	}
}

// The blocking writes take more than is permitted, in parts, and wait for the
// flush.
func TestBlockingWrite(t *testing.T) {
	g := newGuest(t, host.Config{})
	dst := newSink(g.Host, 1000)
	dst.afterFlush = func() {
		dst.permit = 0
		go func() {
			<-dst.looked
			dst.allow(1000)
		}()
	}
	s := output(io.NewOutputStream(dst, nil))
	text := strings.Repeat("x", 4096)
	if r := must[doneResult](g, "output-stream-blocking-write-and-flush", with(s, []byte(text))); !r.OK {
		t.Error(told(g, r.OK, r.Err))
	}
	if string(dst.got) != text || dst.writes != 5 || dst.flushes != 1 {
		t.Errorf("the sink got %d bytes in %d writes and %d flushes", len(dst.got), dst.writes, dst.flushes)
	}
	dst.got = nil
	if r := must[doneResult](g, "output-stream-blocking-write-zeroes-and-flush", with(s, uint64(4096))); !r.OK {
		t.Error(told(g, r.OK, r.Err))
	}
	if !bytes.Equal(dst.got, make([]byte, 4096)) {
		t.Errorf("the sink got %d bytes", len(dst.got))
	}
}

func TestWriteTraps(t *testing.T) {
	for _, tt := range []struct {
		name string
		call func(*guest, engine.Borrow[*io.OutputStream]) error
		want string
	}{
		{"write", func(g *guest, s engine.Borrow[*io.OutputStream]) error {
			_, err := call[engine.Tuple2[engine.Borrow[*io.OutputStream], []byte], doneResult](g, "output-stream-write", with(s, make([]byte, 11)))
			return err
		}, "write exceeded budget"},
		{"blocking-write-and-flush", func(g *guest, s engine.Borrow[*io.OutputStream]) error {
			_, err := call[engine.Tuple2[engine.Borrow[*io.OutputStream], []byte], doneResult](g, "output-stream-blocking-write-and-flush", with(s, make([]byte, 4097)))
			return err
		}, "Buffer too large for blocking-write-and-flush"},
		{"write-zeroes", func(g *guest, s engine.Borrow[*io.OutputStream]) error {
			_, err := call[engine.Tuple2[engine.Borrow[*io.OutputStream], uint64], doneResult](g, "output-stream-write-zeroes", with(s, uint64(math.MaxUint64)))
			return err
		}, "cannot write more zeroes than `check_write` allows"},
		{"blocking-write-zeroes-and-flush", func(g *guest, s engine.Borrow[*io.OutputStream]) error {
			_, err := call[engine.Tuple2[engine.Borrow[*io.OutputStream], uint64], doneResult](g, "output-stream-blocking-write-zeroes-and-flush", with(s, uint64(1)<<62))
			return err
		}, "Buffer too large for blocking-write-zeroes-and-flush"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := newGuest(t, host.Config{})
			dst := newSink(g.Host, 10)
			err := tt.call(g, output(io.NewOutputStream(dst, nil)))
			var trap *engine.Trap
			if !errors.As(err, &trap) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v", err)
			}
			if len(dst.got) > 0 {
				t.Errorf("the sink got %q", dst.got)
			}
		})
	}
}

func TestWriteErrors(t *testing.T) {
	broken := errors.New("broken")
	for _, tt := range []struct {
		name   string
		sink   *sink
		writes string // what blocking-write-and-flush says
		flush  string
	}{
		{"check", &sink{checkErr: broken}, "broken", "closed"},
		{"check closed", &sink{checkErr: io.ErrClosed}, "closed", "closed"},
		{"write", &sink{permit: 10, writeErr: broken}, "broken", "closed"},
		{"write closed", &sink{permit: 10, writeErr: goio.EOF}, "closed", "closed"},
		{"flush", &sink{permit: 10, flushErr: broken}, "broken", "closed"},
		{"flush closed", &sink{permit: 10, flushErr: io.ErrClosed}, "", "closed"}, // all is written
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := newGuest(t, host.Config{})
			s := output(io.NewOutputStream(tt.sink, nil))
			r := must[doneResult](g, "output-stream-blocking-write-and-flush", with(s, []byte("x")))
			if got := told(g, r.OK, r.Err); got != tt.writes {
				t.Errorf("the write says %q", got)
			}
			r = must[doneResult](g, "output-stream-blocking-flush", s)
			if got := told(g, r.OK, r.Err); got != tt.flush {
				t.Errorf("the flush says %q", got)
			}
		})
	}
}

func TestSplice(t *testing.T) {
	g := newGuest(t, host.Config{})
	src, dst := newSource(g.Host), newSink(g.Host, 4)
	in, out := input(io.NewInputStream(src, nil)), output(io.NewOutputStream(dst, nil))
	splice := func(name string, n uint64, want uint64, wantErr string) {
		t.Helper()
		r := must[countResult](g, "output-stream-"+name, engine.Tuple3[engine.Borrow[*io.OutputStream], engine.Borrow[*io.InputStream], uint64]{F0: out, F1: in, F2: n})
		if err := told(g, r.OK, r.Err); r.Value != want || err != wantErr {
			t.Errorf("%s of %d gives %d, %q", name, n, r.Value, err)
		}
	}
	splice("splice", 10, 0, "")
	src.put("0123456789", goio.EOF)
	splice("splice", 0, 0, "")
	splice("blocking-splice", 0, 0, "")
	splice("splice", 3, 3, "")
	splice("blocking-splice", math.MaxUint64, 4, "")
	splice("splice", math.MaxUint64, 3, "")
	dst.permit = 0
	splice("splice", 1, 0, "")
	dst.permit = 4
	splice("blocking-splice", 1, 0, "closed")
	if string(dst.got) != "0123456789" || dst.flushes != 1 {
		t.Errorf("the sink got %q and %d flushes", dst.got, dst.flushes)
	}
}

// writer fails.
type writer struct {
	err   error
	short bool
}

func (w *writer) Write(p []byte) (int, error) {
	if w.short {
		return len(p) / 2, nil
	}
	return 0, w.err
}

// Standard output that takes no more ends the guest; standard error does not.
func TestOutputFailure(t *testing.T) {
	for name, tt := range map[string]struct {
		w    *writer
		want error
	}{
		"error": {&writer{err: syscall.EPIPE}, syscall.EPIPE},
		"path":  {&writer{err: &os.PathError{Op: "write", Path: "/secret", Err: syscall.ENOSPC}}, syscall.ENOSPC},
		"short": {&writer{short: true}, goio.ErrShortWrite},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGuest(t, host.Config{Stdout: tt.w, Stderr: tt.w})
			type stream = engine.Own[*io.OutputStream]
			write := func(s stream) error {
				_, err := call[engine.Tuple2[engine.Borrow[*io.OutputStream], []byte], doneResult](g, "output-stream-write", with(output(s.Value), []byte("xy")))
				return err
			}
			stderr := must[stream](g, "get-stderr", engine.Unit{})
			for range 2 {
				mustBe(t, write(stderr))
			}
			if err := g.Stderr.Failure(); !errors.Is(err, tt.want) {
				t.Errorf("standard error failed with %v", err)
			}
			err := write(must[stream](g, "get-stdout", engine.Unit{}))
			var failure *host.OutputError
			if !errors.As(err, &failure) || !errors.Is(err, tt.want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("the guest ended with %v", err)
			}
			if err := g.Stdout.Failure(); !errors.Is(err, tt.want) {
				t.Errorf("standard output failed with %v", err)
			}
		})
	}
}
