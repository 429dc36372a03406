package host_test

import (
	"errors"
	"math"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/filesystem"
)

func TestPreopens(t *testing.T) {
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		f := g.files(t, mount{fs: fs})
		again := f.preopens()
		if len(again) != 1 || again[0].F1 != "/" || again[0].F0.Value == f.root {
			t.Errorf("the directories are %v", again)
		}
		if got := f.flags(f.root); got != filesystem.Read|filesystem.MutateDirectory {
			t.Errorf("the flags are %b", got)
		}
		f.drop(f.root)
		f.root = again[0].F0.Value
		f.write("f", "still there")
		if n := f.Counters.Open(); n != 0 {
			t.Errorf("%d descriptors are open", n)
		}
		if got := g.files(t, mount{fs: fs, noChange: true}); got.flags(got.root) != filesystem.Read {
			t.Error("a directory that can't be changed may be mutated")
		}
	})
	none := newGuest(t, host.Config{})
	if got := must[[]namedDescriptor](none, "get-directories", engine.Unit{}); len(got) != 0 {
		t.Errorf("a guest without anything has %v", got)
	}
}

func TestOpenAt(t *testing.T) {
	const (
		r, w              = filesystem.Read, filesystem.Write
		create, directory = filesystem.Create, filesystem.Directory
		exclusive, trunc  = filesystem.Exclusive, filesystem.Truncate
	)
	tests := []struct {
		path      string
		how       filesystem.OpenFlags
		flags     filesystem.DescriptorFlags
		err       string // of a directory that can be changed
		fixed     string // of one that can't
		wantFlags filesystem.DescriptorFlags
		wantType  vfs.FileType
	}{
		{"f", 0, r, "", "", r, vfs.RegularFile},
		{"f", 0, 0, "", "", r, vfs.RegularFile},
		{"f", 0, w, "", "not-permitted", w, vfs.RegularFile},
		{"f", 0, r | w, "", "not-permitted", r | w, vfs.RegularFile},
		{"f", create, r, "", "not-permitted", r | w, vfs.RegularFile},
		{"f", create | exclusive, w, "exist", "not-permitted", 0, 0},
		{"f", exclusive, r, "", "", r, vfs.RegularFile},
		{"f", trunc, w, "", "not-permitted", w, vfs.RegularFile},
		{"f", trunc, r, "", "not-permitted", r, vfs.RegularFile},
		{"f", directory, r, "not-directory", "not-directory", 0, 0},
		{"d", 0, r, "", "", r, vfs.Directory},
		{"d", directory, r, "", "", r, vfs.Directory},
		{"d", directory, r | filesystem.MutateDirectory, "", "", r, vfs.Directory},
		{"d", 0, w, "is-directory", "not-permitted", 0, 0},
		{"d", create, 0, "is-directory", "not-permitted", 0, 0},
		{"d", directory | create, r, "invalid", "not-permitted", 0, 0},
		{"d", directory | exclusive, r, "invalid", "invalid", 0, 0},
		{"d", directory | trunc, r, "invalid", "not-permitted", 0, 0},
		{".", 0, r, "", "", r, vfs.Directory},
		{"l", 0, r, "loop", "loop", 0, 0},
		{"missing", 0, r, "no-entry", "no-entry", 0, 0},
		{"f/x", 0, r, "not-directory", "not-directory", 0, 0},
		{"..", 0, r, "not-permitted", "not-permitted", 0, 0},
		{"/f", 0, r, "not-permitted", "not-permitted", 0, 0},
		{"", 0, r, "no-entry", "no-entry", 0, 0},
		{"f", 0, r | filesystem.FileIntegritySync, "unsupported", "unsupported", 0, 0},
		{"f", 0, w | filesystem.DataIntegritySync, "unsupported", "not-permitted", 0, 0},
		{"f", 0, r | filesystem.RequestedWriteSync, "unsupported", "unsupported", 0, 0},
	}
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		f := g.files(t, mount{fs: fs})
		f.write("f", "text")
		want(t, "mkdir", fails(f, "descriptor-create-directory-at", f.path("d")), "")
		want(t, "symlink", fails(f, "descriptor-symlink-at", engine.Tuple3[engine.Borrow[*filesystem.Descriptor], string, string]{F0: lend(f.root), F1: "f", F2: "l"}), "")
		for _, f := range []*files{f, g.files(t, mount{fs: fs, noChange: true})} {
			for _, tt := range tests {
				wanted := tt.err
				if f.flags(f.root)&filesystem.MutateDirectory == 0 {
					wanted = tt.fixed
				}
				d, err := f.open(tt.path, tt.how, tt.flags)
				want(t, tt.path, err, wanted)
				if err != "" {
					continue
				}
				kind, err := ask[filesystem.DescriptorType](f, "descriptor-get-type", lend(d))
				if flags := f.flags(d); flags != tt.wantFlags || kind != filesystem.DescriptorType(tt.wantType) || err != "" {
					t.Errorf("%s with %b, %b: flags %b, type %d, %q", tt.path, tt.how, tt.flags, flags, kind, err)
				}
				f.drop(d)
			}
			if n := f.Counters.Open(); n != 0 {
				t.Errorf("%d are open", n)
			}
		}
	})
}

// A link is followed if the guest wants that.
func TestOpenFollows(t *testing.T) {
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		f := g.files(t, mount{fs: fs})
		f.write("f", "text")
		want(t, "symlink", fails(f, "descriptor-symlink-at", engine.Tuple3[engine.Borrow[*filesystem.Descriptor], string, string]{F0: lend(f.root), F1: "f", F2: "l"}), "")
		_, err := ask[engine.Own[*filesystem.Descriptor]](f, "descriptor-open-at", openParams{F0: lend(f.root), F1: filesystem.SymlinkFollow, F2: "l", F4: filesystem.Read})
		want(t, "following", err, "")
	})
}

// What is opened from a directory inherits that it can be changed.
func TestMutateIsInherited(t *testing.T) {
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		f := g.files(t, mount{fs: fs})
		want(t, "mkdir", fails(f, "descriptor-create-directory-at", f.path("d")), "")
		d := f.mustOpen("d", filesystem.Directory, filesystem.Read)
		want(t, "mkdir", fails(f, "descriptor-create-directory-at", with(lend(d), "e")), "")
		fixed := g.files(t, mount{fs: fs, noChange: true})
		d = fixed.mustOpen("d", filesystem.Directory, filesystem.Read|filesystem.MutateDirectory)
		want(t, "mkdir", fails(fixed, "descriptor-create-directory-at", with(lend(d), "x")), "not-permitted")
	})
}

// Past the limit there are no more descriptors, of whatever kind, until one is
// dropped; preopens don't count.
func TestDescriptorLimit(t *testing.T) {
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		f := g.files(t, mount{fs: fs, limits: host.Limits{Descriptors: 3}})
		f.write("f", "")
		file, dir := f.mustOpen("f", 0, filesystem.Read), f.mustOpen(".", 0, filesystem.Read)
		list, err := ask[engine.Own[*filesystem.DirectoryEntryStream]](f, "descriptor-read-directory", lend(dir))
		want(t, "read-directory", err, "")
		if n := f.Counters.Open(); n != 3 {
			t.Errorf("%d are open", n)
		}
		_, err = f.open("f", 0, filesystem.Read)
		want(t, "a fourth", err, "insufficient-memory")
		_, err = ask[engine.Own[*filesystem.DirectoryEntryStream]](f, "descriptor-read-directory", lend(dir))
		want(t, "a fourth", err, "insufficient-memory")
		must[engine.Unit](f.guest, "drop-directory-entry-stream", list)
		s := f.reader(file, 0)
		f.drop(file)
		f.drop(f.mustOpen("f", 0, filesystem.Read))
		must[engine.Unit](f.guest, "drop-input-stream", engine.Own[any]{Value: s})
		f.drop(dir)
		if n := f.Counters.Open(); n != 0 {
			t.Errorf("%d are open", n)
		}
	})
}

// A full table traps, and leaves nothing open.
func TestFilesTableFull(t *testing.T) {
	g := newGuests(t)
	for name, call := range map[string]func(f *files, d *filesystem.Descriptor) error{
		"open-at": func(f *files, _ *filesystem.Descriptor) error {
			_, err := call[openParams, engine.Result[engine.Own[*filesystem.Descriptor], filesystem.ErrorCode]](f.guest, "descriptor-open-at", openParams{F0: lend(f.root), F2: "f"})
			return err
		},
		"get-directories": func(f *files, _ *filesystem.Descriptor) error {
			_, err := call[engine.Unit, []namedDescriptor](f.guest, "get-directories", engine.Unit{})
			return err
		},
		"read-directory": func(f *files, _ *filesystem.Descriptor) error {
			_, err := call[engine.Borrow[*filesystem.Descriptor], engine.Result[engine.Own[*filesystem.DirectoryEntryStream], filesystem.ErrorCode]](f.guest, "descriptor-read-directory", lend(f.root))
			return err
		},
		"read-via-stream": func(f *files, d *filesystem.Descriptor) error {
			_, err := call[engine.Tuple2[engine.Borrow[*filesystem.Descriptor], uint64], engine.Result[engine.Own[any], filesystem.ErrorCode]](f.guest, "descriptor-read-via-stream", with(lend(d), uint64(0)))
			return err
		},
		"append-via-stream": func(f *files, d *filesystem.Descriptor) error {
			_, err := call[engine.Borrow[*filesystem.Descriptor], engine.Result[engine.Own[any], filesystem.ErrorCode]](f.guest, "descriptor-append-via-stream", lend(d))
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := g.files(t, mount{fs: vfs.NewMem(1 << 20), limits: host.Limits{Resources: 3}})
			f.write("f", "")
			d := f.mustOpen("f", 0, filesystem.Read)
			for f.store.Table().Len() < 3 {
				f.store.Table().Push("held")
			}
			if err := call(f, d); !errors.Is(err, host.ErrTableFull) {
				t.Errorf("the error is %v", err)
			}
			if n := f.Counters.Open(); n != 1 {
				t.Errorf("%d are open", n)
			}
		})
	}
}

// A run that is over can't touch a file any more.
func TestFilesAfterCancel(t *testing.T) {
	f := newGuests(t).files(t, mount{fs: vfs.NewMem(1 << 20)})
	f.Cancel(errors.New("enough"))
	_, err := call[engine.Tuple2[engine.Borrow[*filesystem.Descriptor], string], engine.Result[engine.Unit, filesystem.ErrorCode]](f.guest, "descriptor-create-directory-at", f.path("d"))
	var cancelled *host.CancelledError
	if !errors.As(err, &cancelled) {
		t.Errorf("the error is %v", err)
	}
}

// What belongs to files is bad-descriptor on a directory, and what belongs to
// directories not-directory on a file.
func TestWrongKind(t *testing.T) {
	type (
		borrow = engine.Borrow[*filesystem.Descriptor]
		stamp  = filesystem.NewTimestamp
	)
	no := stamp{NoChange: &engine.Unit{}}
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		f := g.files(t, mount{fs: fs})
		f.write("f", "")
		file := lend(f.mustOpen("f", 0, filesystem.Read|filesystem.Write))
		dir := lend(f.root)
		code := func(name, got string, wanted string) { t.Helper(); want(t, name, got, wanted) }
		_, _, err := f.readAt(f.root, 1, 0)
		code("read", err, "bad-descriptor")
		_, err = f.writeAt(f.root, "x", 0)
		code("write", err, "bad-descriptor")
		code("set-size", fails(f, "descriptor-set-size", with(dir, uint64(0))), "bad-descriptor")
		code("advise", fails(f, "descriptor-advise", engine.Tuple4[borrow, uint64, uint64, filesystem.Advice]{F0: dir}), "bad-descriptor")
		code("advise", fails(f, "descriptor-advise", engine.Tuple4[borrow, uint64, uint64, filesystem.Advice]{F0: file, F1: math.MaxUint64, F2: math.MaxUint64, F3: 5}), "")
		for _, name := range []string{"read-via-stream", "write-via-stream"} {
			_, err := ask[engine.Own[any]](f, "descriptor-"+name, with(dir, uint64(0)))
			code(name, err, "bad-descriptor")
		}
		_, err = ask[engine.Own[any]](f, "descriptor-append-via-stream", dir)
		code("append-via-stream", err, "bad-descriptor")
		for _, d := range []borrow{file, dir} {
			code("sync", fails(f, "descriptor-sync", d), "")
			code("sync-data", fails(f, "descriptor-sync-data", d), "")
		}

		const is = "not-directory"
		for _, name := range []string{"create-directory-at", "remove-directory-at", "unlink-file-at"} {
			code(name, fails(f, "descriptor-"+name, with(file, "x")), is)
		}
		_, err = ask[string](f, "descriptor-readlink-at", with(file, "x"))
		code("readlink-at", err, is)
		_, err = ask[engine.Own[any]](f, "descriptor-read-directory", file)
		code("read-directory", err, is)
		type at = engine.Tuple3[borrow, filesystem.PathFlags, string]
		_, err = ask[filesystem.DescriptorStat](f, "descriptor-stat-at", at{F0: file, F2: "x"})
		code("stat-at", err, is)
		_, err = ask[filesystem.MetadataHashValue](f, "descriptor-metadata-hash-at", at{F0: file, F2: "x"})
		code("metadata-hash-at", err, is)
		_, err = ask[engine.Own[any]](f, "descriptor-open-at", openParams{F0: file, F2: "x"})
		code("open-at", err, is)
		code("set-times-at", fails(f, "descriptor-set-times-at", engine.Tuple5[borrow, filesystem.PathFlags, string, stamp, stamp]{F0: file, F2: "x", F3: no, F4: no}), is)
		code("symlink-at", fails(f, "descriptor-symlink-at", engine.Tuple3[borrow, string, string]{F0: file, F1: "x", F2: "y"}), is)
		for _, pair := range [][2]borrow{{file, dir}, {dir, file}, {file, file}} {
			code("rename-at", fails(f, "descriptor-rename-at", engine.Tuple4[borrow, string, borrow, string]{F0: pair[0], F1: "f", F2: pair[1], F3: "g"}), is)
			code("link-at", fails(f, "descriptor-link-at", engine.Tuple5[borrow, filesystem.PathFlags, string, borrow, string]{F0: pair[0], F2: "f", F3: pair[1], F4: "g"}), is)
		}
	})
}
