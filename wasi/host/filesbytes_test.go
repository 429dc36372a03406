package host_test

import (
	"math"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/filesystem"
	"github.com/qyvol/qyvol/wasi/host/io"
)

func TestFileReadWrite(t *testing.T) {
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		f := g.files(t, mount{fs: fs})
		f.write("f", "hello, world")
		d := f.mustOpen("f", 0, filesystem.Read|filesystem.Write)
		for _, tt := range []struct {
			n, offset uint64
			text      string
			end       bool
			err       string
		}{
			{5, 0, "hello", false, ""},
			{math.MaxUint64, 7, "world", false, ""},
			{1, 12, "", true, ""},
			{1, math.MaxInt64 - 1, "", true, ""},
			{1, math.MaxInt64, "", false, "invalid"},
			{0, 0, "", true, ""},
			{1, 1 << 63, "", false, "invalid"},
			{1, math.MaxUint64, "", false, "invalid"},
		} {
			if text, end, err := f.readAt(d, tt.n, tt.offset); text != tt.text || end != tt.end || err != tt.err {
				t.Errorf("%d at %d: %q, %t, %q", tt.n, tt.offset, text, end, err)
			}
		}
		for _, tt := range []struct {
			text   string
			offset uint64
			err    string
		}{
			{"H", 0, ""},
			{"", 3, ""},
			{"!", 13, ""},
			{"x", 1 << 63, "invalid"},
			{"x", math.MaxInt64, "file-too-large"},
		} {
			n, err := f.writeAt(d, tt.text, tt.offset)
			want(t, "writing", err, tt.err)
			if err == "" && n != uint64(len(tt.text)) {
				t.Errorf("%d written", n)
			}
		}
		if got := f.text("f"); got != "Hello, world\x00!" {
			t.Errorf("the file is %q", got)
		}
		want(t, "set-size", fails(f, "descriptor-set-size", with(lend(d), uint64(2))), "")
		want(t, "set-size", fails(f, "descriptor-set-size", with(lend(d), uint64(math.MaxUint64))), "invalid")
		if got := f.text("f"); got != "He" {
			t.Errorf("the file is %q", got)
		}
		if n := f.Counters.Bytes(host.Filesystem); n != 12+5+5+2+14+2 {
			t.Errorf("%d bytes were counted", n)
		}
	})
}

// A guest gets no more at once than the host is willing to hold.
func TestFileReadIsBounded(t *testing.T) {
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		f := g.files(t, mount{fs: fs})
		d := f.mustOpen("f", filesystem.Create, filesystem.Write|filesystem.Read)
		want(t, "set-size", fails(f, "descriptor-set-size", with(lend(d), uint64(1<<30))), "")
		if text, end, err := f.readAt(d, math.MaxUint64, 0); len(text) != host.MaxRead || end || err != "" {
			t.Errorf("%d bytes, %t, %q", len(text), end, err)
		}
	})
}

// What a descriptor wasn't opened for it can't do.
func TestFileModes(t *testing.T) {
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		f := g.files(t, mount{fs: fs})
		f.write("f", "text")
		r, w := f.mustOpen("f", 0, filesystem.Read), f.mustOpen("f", 0, filesystem.Write)
		_, _, err := f.readAt(w, 1, 0)
		want(t, "reading", err, "bad-descriptor")
		_, err = f.writeAt(r, "x", 0)
		want(t, "writing", err, "bad-descriptor")
		want(t, "set-size", fails(f, "descriptor-set-size", with(lend(r), uint64(0))), "invalid")
		in, out, end := f.reader(w, 0), f.writer(r, 0), f.appender(r)
		none := must[doneResult](f.guest, "output-stream-blocking-write-and-flush", with(output(f.writer(r, 0)), []byte{}))
		want(t, "writing nothing", told(f.guest, none.OK, none.Err), "bad-descriptor")
		read := must[bytesResult](f.guest, "input-stream-read", with(input(in), uint64(1)))
		want(t, "reading", told(f.guest, read.OK, read.Err), "bad-descriptor")
		for _, s := range []*io.OutputStream{out, end} {
			wrote := must[doneResult](f.guest, "output-stream-blocking-write-and-flush", with(output(s), []byte("x")))
			want(t, "writing", told(f.guest, wrote.OK, wrote.Err), "bad-descriptor")
		}
		if got := f.text("f"); got != "text" {
			t.Errorf("the file is %q", got)
		}
	})
}

func TestFileInputStream(t *testing.T) {
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		f := g.files(t, mount{fs: fs})
		f.write("f", "hello, world")
		d := f.mustOpen("f", 0, filesystem.Read)
		s := f.reader(d, 7)
		f.drop(d) // the stream keeps the file
		if n := f.Counters.Open(); n != 1 {
			t.Errorf("%d are open", n)
		}
		for _, tt := range []struct {
			name string
			n    uint64
			text string
			err  string
		}{
			{"read", 0, "", ""},
			{"read", 1, "w", ""},
			{"blocking-read", 2, "or", ""},
			{"read", math.MaxUint64, "ld", ""},
			{"read", 1, "", "closed"},
			{"blocking-read", 1, "", "closed"},
		} {
			r := must[bytesResult](f.guest, "input-stream-"+tt.name, with(input(s), tt.n))
			if err := told(f.guest, r.OK, r.Err); string(r.Value) != tt.text || err != tt.err {
				t.Errorf("%s of %d: %q, %q", tt.name, tt.n, r.Value, err)
			}
		}
		p := must[ownPollable](f.guest, "input-stream-subscribe", input(s))
		if !must[bool](f.guest, "pollable-ready", pollable(p.Value)) {
			t.Error("the stream is not ready")
		}
		must[engine.Unit](f.guest, "drop-pollable", p)
		must[engine.Unit](f.guest, "drop-input-stream", engine.Own[*io.InputStream]{Value: s})
		if n := f.Counters.Open(); n != 0 {
			t.Errorf("%d are open", n)
		}
	})
}

func TestFileOutputStream(t *testing.T) {
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		f := g.files(t, mount{fs: fs})
		f.write("f", "hello, world")
		d := f.mustOpen("f", 0, filesystem.Write)
		at, end := f.writer(d, 7), f.appender(d)
		f.drop(d)
		n := must[countResult](f.guest, "output-stream-check-write", output(at))
		if !n.OK || n.Value < 4096 {
			t.Errorf("%d may be written", n.Value)
		}
		write := func(s *io.OutputStream, name, text string) {
			t.Helper()
			r := must[doneResult](f.guest, "output-stream-"+name, with(output(s), []byte(text)))
			want(t, name, told(f.guest, r.OK, r.Err), "")
		}
		write(at, "write", "W")
		write(end, "write", "!")
		write(at, "blocking-write-and-flush", "ORLD?")
		write(end, "blocking-write-and-flush", "!!")
		zeroes := must[doneResult](f.guest, "output-stream-write-zeroes", with(output(end), uint64(2)))
		want(t, "write-zeroes", told(f.guest, zeroes.OK, zeroes.Err), "")
		if got := f.text("f"); got != "hello, WORLD?!!\x00\x00" {
			t.Errorf("the file is %q", got)
		}
		for _, s := range []*io.OutputStream{at, end} {
			must[engine.Unit](f.guest, "drop-output-stream", engine.Own[*io.OutputStream]{Value: s})
		}
		if n := f.Counters.Open(); n != 0 {
			t.Errorf("%d are open", n)
		}
	})
}

// A write that fails is told by what comes next, once; the error says which code
// it has.
func TestFileStreamError(t *testing.T) {
	g := newGuests(t)
	for name, fs := range map[string]func() vfs.FS{
		"memory": func() vfs.FS { return vfs.NewMem(10_000) }, "disk": func() vfs.FS { return onDisk(t, 5_000) },
	} {
		for _, next := range []string{"check-write", "flush", "blocking-flush"} {
			t.Run(name+"/"+next, func(t *testing.T) {
				f := g.files(t, mount{fs: fs()})
				s := f.writer(f.mustOpen(next, filesystem.Create, filesystem.Write), 0)
				text := []byte(strings.Repeat("x", 20_000))
				r := must[doneResult](f.guest, "output-stream-write", with(output(s), text))
				want(t, "write", told(f.guest, r.OK, r.Err), "")
				var failure io.StreamError
				if next == "check-write" {
					r := must[countResult](f.guest, "output-stream-"+next, output(s))
					failure = r.Err
				} else {
					r := must[doneResult](f.guest, "output-stream-"+next, output(s))
					failure = r.Err
				}
				if failure.LastOperationFailed == nil {
					t.Fatal("the write did not fail")
				}
				e := engine.Borrow[*io.Error]{Value: failure.LastOperationFailed.Value}
				code := must[engine.Option[filesystem.ErrorCode]](f.guest, "filesystem-error-code", e)
				if !code.Some || vfs.Errno(code.Value) != vfs.InsufficientSpace {
					t.Errorf("the code is %v", code)
				}
				again := must[countResult](f.guest, "output-stream-check-write", output(s))
				want(t, "later", told(f.guest, again.OK, again.Err), "closed")
			})
		}
	}
	f := g.files(t, mount{fs: vfs.NewMem(1 << 20)})
	other := engine.Borrow[*io.Error]{Value: io.NewError(io.ErrClosed)}
	if got := must[engine.Option[filesystem.ErrorCode]](f.guest, "filesystem-error-code", other); got.Some {
		t.Errorf("another error has the code %d", got.Value)
	}
}

// A stream that reads where no file has bytes fails.
func TestFileStreamOffsets(t *testing.T) {
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		f := g.files(t, mount{fs: fs})
		d := f.mustOpen("f", filesystem.Create, filesystem.Write|filesystem.Read)
		r := must[bytesResult](f.guest, "input-stream-read", with(input(f.reader(d, 1<<63)), uint64(1)))
		want(t, "reading", told(f.guest, r.OK, r.Err), "invalid")
		w := must[doneResult](f.guest, "output-stream-blocking-write-and-flush", with(output(f.writer(d, 1<<63)), []byte("x")))
		want(t, "writing", told(f.guest, w.OK, w.Err), "invalid")
	})
}

// What a guest leaves open is closed with its store.
func TestStoreClosesFiles(t *testing.T) {
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		f := g.files(t, mount{fs: fs})
		file := f.mustOpen("f", filesystem.Create, filesystem.Write|filesystem.Read)
		dir := f.mustOpen(".", 0, 0)
		list, err := ask[engine.Own[*filesystem.DirectoryEntryStream]](f, "descriptor-read-directory", lend(f.root))
		want(t, "read-directory", err, "")
		in, out := f.reader(file, 0), f.appender(file)
		// Back to the guest, who keeps them.
		keep(f, "descriptor", file)
		keep(f, "descriptor", dir)
		keep(f, "descriptor", f.root)
		keep(f, "directory-entry-stream", list.Value)
		keep(f, "input-stream", in)
		keep(f, "output-stream", out)
		if n := f.Counters.Open(); n != 3 {
			t.Errorf("%d are open", n)
		}
		f.store.Close()
		if n := f.Counters.Open(); n != 0 {
			t.Errorf("%d are open after the store", n)
		}
	})
}

func keep[T any](f *files, resource string, value T) {
	f.Helper()
	must[engine.Unit](f.guest, "keep-"+resource, engine.Own[T]{Value: value})
}

// A write goes as far as there is room, and says how far.
func TestFileWritePart(t *testing.T) {
	g := newGuests(t)
	f := g.files(t, mount{fs: onDisk(t, 1000)})
	d := f.mustOpen("f", filesystem.Create, filesystem.Write)
	n, err := f.writeAt(d, strings.Repeat("x", 1500), 0)
	if n != 1000 || err != "" {
		t.Errorf("%d written, %q", n, err)
	}
	_, err = f.writeAt(d, "x", 1000)
	want(t, "writing more", err, "insufficient-space")
}
