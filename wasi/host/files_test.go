package host_test

import (
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/guest/lane"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/filesystem"
	"github.com/qyvol/qyvol/wasi/host/io"
	"github.com/qyvol/qyvol/wasi/host/world"
)

// files is a guest with one directory, "/".
type files struct {
	*guest
	root *filesystem.Descriptor
}

// mount is what the directory is of.
type mount struct {
	fs       vfs.FS
	readOnly bool // the mount: a change is read-only
	noChange bool // the preopen: a change is not-permitted
	limits   host.Limits
	exclude  []string
	onDenial func(host.Denial)
}

func (g *guests) files(t testing.TB, m mount) *files {
	t.Helper()
	tree, err := vfs.NewTree([]vfs.Mount{{Path: "/", FS: m.fs, ReadOnly: m.readOnly, Exclude: m.exclude}})
	mustBe(t, err)
	h, err := tree.Open("/", !m.noChange)
	mustBe(t, err)
	t.Cleanup(func() { h.Close() })
	f := &files{guest: g.make(t, host.Config{
		Preopens: []host.Preopen{{Path: "/", Dir: h}}, Limits: m.limits, OnDenial: m.onDenial,
	})}
	f.root = f.preopens()[0].F0.Value
	return f
}

type namedDescriptor = engine.Tuple2[engine.Own[*filesystem.Descriptor], string]

func (f *files) preopens() []namedDescriptor {
	f.Helper()
	return must[[]namedDescriptor](f.guest, "get-directories", engine.Unit{})
}

// onEach runs a test on each file system, the last time with a guest that is
// adapted.
func onEach(t *testing.T, run func(*testing.T, *guests, vfs.FS)) {
	t.Helper()
	g := newGuests(t)
	t.Run("memory", func(t *testing.T) { run(t, g, vfs.NewMem(1<<30)) })
	t.Run("disk", func(t *testing.T) { run(t, g, onDisk(t, 0)) })
	t.Run("adapted", func(t *testing.T) { run(t, g.adapted(t), onDisk(t, 0)) })
}

func onDisk(t testing.TB, quota uint64) vfs.FS {
	t.Helper()
	disk, err := vfs.OpenDisk(t.TempDir(), vfs.DiskOptions{Quota: quota})
	mustBe(t, err)
	t.Cleanup(func() { disk.Close() })
	return disk
}

// adapted has the same driver, with the fast lane in it.
func (g *guests) adapted(t testing.TB) *guests {
	t.Helper()
	wasm, err := engine.TextToBinary([]byte(driverText()))
	mustBe(t, err)
	wasm, _, ok := lane.Adapt(wasm, world.Lanes())
	if !ok {
		t.Fatal("the driver can't be adapted")
	}
	c, err := g.eng.Compile(wasm)
	mustBe(t, err)
	t.Cleanup(func() { c.Close() })
	return &guests{g.eng, g.linker, c}
}

// ask calls a function of wasi:filesystem; its error is the code's name.
func ask[R, P any](f *files, name string, p P) (R, string) {
	f.Helper()
	r := must[engine.Result[R, filesystem.ErrorCode]](f.guest, name, p)
	if r.OK {
		return r.Value, ""
	}
	return r.Value, vfs.Errno(r.Err).Error()
}

// fails is ask for what gives nothing.
func fails[P any](f *files, name string, p P) string {
	f.Helper()
	_, err := ask[engine.Unit](f, name, p)
	return err
}

// want fails unless an error is the one that is wanted.
func want(t testing.TB, what, got, wanted string) {
	t.Helper()
	if got != wanted {
		t.Errorf("%s: %q, want %q", what, got, wanted)
	}
}

func lend(d *filesystem.Descriptor) engine.Borrow[*filesystem.Descriptor] {
	return engine.Borrow[*filesystem.Descriptor]{Value: d}
}

// path is the parameters of a function with a path and nothing else.
func (f *files) path(path string) engine.Tuple2[engine.Borrow[*filesystem.Descriptor], string] {
	return with(lend(f.root), path)
}

type openParams = engine.Tuple5[
	engine.Borrow[*filesystem.Descriptor], filesystem.PathFlags, string, filesystem.OpenFlags, filesystem.DescriptorFlags,
]

// open opens without following links.
func (f *files) open(path string, how filesystem.OpenFlags, flags filesystem.DescriptorFlags) (*filesystem.Descriptor, string) {
	f.Helper()
	own, err := ask[engine.Own[*filesystem.Descriptor]](f, "descriptor-open-at", openParams{F0: lend(f.root), F2: path, F3: how, F4: flags})
	return own.Value, err
}

func (f *files) mustOpen(path string, how filesystem.OpenFlags, flags filesystem.DescriptorFlags) *filesystem.Descriptor {
	f.Helper()
	d, err := f.open(path, how, flags)
	if err != "" {
		f.Fatalf("opening %s: %s", path, err)
	}
	return d
}

func (f *files) drop(d *filesystem.Descriptor) {
	f.Helper()
	must[engine.Unit](f.guest, "drop-descriptor", engine.Own[*filesystem.Descriptor]{Value: d})
}

// write makes a file.
func (f *files) write(path, text string) {
	f.Helper()
	d := f.mustOpen(path, filesystem.Create|filesystem.Truncate, filesystem.Write)
	n, err := f.writeAt(d, text, 0)
	if err != "" || n != uint64(len(text)) {
		f.Fatalf("writing %s: %d, %s", path, n, err)
	}
	f.drop(d)
}

// text is what a file holds.
func (f *files) text(path string) string {
	f.Helper()
	d := f.mustOpen(path, 0, filesystem.Read)
	defer f.drop(d)
	text, _, err := f.readAt(d, 1<<40, 0)
	want(f, "reading "+path, err, "")
	return text
}

func (f *files) readAt(d *filesystem.Descriptor, n, offset uint64) (string, bool, string) {
	f.Helper()
	type params = engine.Tuple3[engine.Borrow[*filesystem.Descriptor], uint64, uint64]
	r, err := ask[engine.Tuple2[[]byte, bool]](f, "descriptor-read", params{F0: lend(d), F1: n, F2: offset})
	return string(r.F0), r.F1, err
}

type writeParams = engine.Tuple3[engine.Borrow[*filesystem.Descriptor], []byte, uint64]

func (f *files) writeAt(d *filesystem.Descriptor, text string, offset uint64) (uint64, string) {
	f.Helper()
	return ask[uint64](f, "descriptor-write", writeParams{F0: lend(d), F1: []byte(text), F2: offset})
}

func (f *files) flags(d *filesystem.Descriptor) filesystem.DescriptorFlags {
	f.Helper()
	flags, err := ask[filesystem.DescriptorFlags](f, "descriptor-get-flags", lend(d))
	want(f, "get-flags", err, "")
	return flags
}

func (f *files) stat(path string) filesystem.DescriptorStat {
	f.Helper()
	type params = engine.Tuple3[engine.Borrow[*filesystem.Descriptor], filesystem.PathFlags, string]
	s, err := ask[filesystem.DescriptorStat](f, "descriptor-stat-at", params{F0: lend(f.root), F2: path})
	want(f, "stat-at "+path, err, "")
	return s
}

// writer opens a stream; append is at the end.
func (f *files) writer(d *filesystem.Descriptor, offset uint64) *io.OutputStream {
	f.Helper()
	own, err := ask[engine.Own[*io.OutputStream]](f, "descriptor-write-via-stream", with(lend(d), offset))
	want(f, "write-via-stream", err, "")
	return own.Value
}

func (f *files) appender(d *filesystem.Descriptor) *io.OutputStream {
	f.Helper()
	own, err := ask[engine.Own[*io.OutputStream]](f, "descriptor-append-via-stream", lend(d))
	want(f, "append-via-stream", err, "")
	return own.Value
}

func (f *files) reader(d *filesystem.Descriptor, offset uint64) *io.InputStream {
	f.Helper()
	own, err := ask[engine.Own[*io.InputStream]](f, "descriptor-read-via-stream", with(lend(d), offset))
	want(f, "read-via-stream", err, "")
	return own.Value
}
