package host_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/filesystem"
)

// change is something that a guest does with names.
type change struct {
	name     string
	path, to string
	how      filesystem.PathFlags
	err      string
}

func (f *files) do(c change) string {
	f.Helper()
	type borrow = engine.Borrow[*filesystem.Descriptor]
	switch c.name {
	case "link-at":
		return fails(f, "descriptor-link-at", engine.Tuple5[borrow, filesystem.PathFlags, string, borrow, string]{F0: lend(f.root), F1: c.how, F2: c.path, F3: lend(f.root), F4: c.to})
	case "rename-at":
		return fails(f, "descriptor-rename-at", engine.Tuple4[borrow, string, borrow, string]{F0: lend(f.root), F1: c.path, F2: lend(f.root), F3: c.to})
	case "symlink-at":
		return fails(f, "descriptor-symlink-at", engine.Tuple3[borrow, string, string]{F0: lend(f.root), F1: c.to, F2: c.path})
	case "readlink-at":
		target, err := ask[string](f, "descriptor-readlink-at", f.path(c.path))
		if err == "" && target != c.to {
			f.Errorf("%s leads to %q", c.path, target)
		}
		return err
	default:
		return fails(f, "descriptor-"+c.name, f.path(c.path))
	}
}

func changes() []change {
	const read = "readlink-at"
	return []change{
		{name: "create-directory-at", path: "d"},
		{name: "create-directory-at", path: "d", err: "exist"},
		{name: "create-directory-at", path: "x/y", err: "no-entry"},
		{name: "create-directory-at", path: "../x", err: "not-permitted"},
		{name: "symlink-at", path: "l", to: "f"},
		{name: "symlink-at", path: "l", to: "f", err: "exist"},
		{name: "symlink-at", path: "a", to: "/etc/passwd", err: "not-permitted"},
		{name: read, path: "l", to: "f"},
		{name: read, path: "f", err: "invalid"},
		{name: read, path: "x", err: "no-entry"},
		{name: "link-at", path: "f", to: "g"},
		{name: "link-at", path: "f", to: "g", err: "exist"},
		{name: "link-at", path: "f", to: "h", how: filesystem.SymlinkFollow, err: "invalid"},
		{name: "link-at", path: "d", to: "e", err: "not-permitted"},
		{name: "rename-at", path: "g", to: "d/g"},
		{name: "rename-at", path: "g", to: "h", err: "no-entry"},
		{name: "rename-at", path: "d", to: "d/e", err: "invalid"},
		{name: "rename-at", path: "f", to: "d", err: "is-directory"},
		{name: "rename-at", path: "f", to: "../f", err: "not-permitted"},
		{name: "remove-directory-at", path: "d", err: "not-empty"},
		{name: "remove-directory-at", path: "f", err: "not-directory"},
		{name: "unlink-file-at", path: "d", err: "is-directory"},
		{name: "unlink-file-at", path: "d/g"},
		{name: "unlink-file-at", path: "d/g", err: "no-entry"},
		{name: "remove-directory-at", path: "d"},
		{name: "remove-directory-at", path: "d", err: "no-entry"},
		{name: "unlink-file-at", path: "l"},
	}
}

func TestNames(t *testing.T) {
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		f := g.files(t, mount{fs: fs})
		f.write("f", "text")
		for _, c := range changes() {
			want(t, c.name+" "+c.path+" "+c.to, f.do(c), c.err)
		}
		if got := f.text("f"); got != "text" {
			t.Errorf("the file is %q", got)
		}
	})
}

// Nothing can be changed in what is read-only: where the preopen is, it is
// not-permitted, whatever else is wrong; where the mount is, read-only.
func TestNamesReadOnly(t *testing.T) {
	type borrow = engine.Borrow[*filesystem.Descriptor]
	now := filesystem.NewTimestamp{Now: &engine.Unit{}}
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		all := g.files(t, mount{fs: fs})
		all.write("f", "text")
		symlink(all, "f", "l")
		want(t, "mkdir", fails(all, "descriptor-create-directory-at", all.path("d")), "")
		for wanted, f := range map[string]*files{
			"not-permitted": g.files(t, mount{fs: fs, noChange: true}),
			"read-only":     g.files(t, mount{fs: fs, readOnly: true}),
		} {
			denials := uint64(0)
			check := func(what, err string) {
				t.Helper()
				want(t, what, err, wanted)
				if denials++; f.Counters.Denials() != denials {
					t.Errorf("%s is not counted as a denial", what)
					denials = f.Counters.Denials()
				}
			}
			for _, c := range []change{
				{name: "create-directory-at", path: "x"},
				{name: "symlink-at", path: "x", to: "f"},
				{name: "link-at", path: "f", to: "x"},
				{name: "rename-at", path: "f", to: "x"},
				{name: "remove-directory-at", path: "d"},
				{name: "unlink-file-at", path: "f"},
			} {
				check(c.name, f.do(c))
			}
			for _, how := range []filesystem.OpenFlags{filesystem.Create, filesystem.Truncate} {
				_, err := f.open("f", how, filesystem.Read)
				check("opening", err)
			}
			_, err := f.open("f", 0, filesystem.Write)
			check("opening", err)
			check("set-times-at", fails(f, "descriptor-set-times-at", engine.Tuple5[borrow, filesystem.PathFlags, string, filesystem.NewTimestamp, filesystem.NewTimestamp]{F0: lend(f.root), F2: "f", F3: now, F4: now}))
			d := f.mustOpen("f", 0, filesystem.Read)
			for _, d := range []*filesystem.Descriptor{d, f.root} {
				check("set-times", fails(f, "descriptor-set-times", engine.Tuple3[borrow, filesystem.NewTimestamp, filesystem.NewTimestamp]{F0: lend(d), F1: now, F2: now}))
			}
			want(t, "sync", fails(f, "descriptor-sync", lend(d)), "")
			want(t, "sync", fails(f, "descriptor-sync-data", lend(f.root)), "")
			if wanted == "not-permitted" {
				_, err := f.writeAt(d, "x", 0)
				check("write", err)
				check("set-size", fails(f, "descriptor-set-size", with(lend(d), uint64(0))))
				for _, name := range []string{"descriptor-write-via-stream"} {
					_, err := ask[engine.Own[any]](f, name, with(lend(d), uint64(0)))
					want(t, name, err, "bad-descriptor")
				}
				_, err = ask[engine.Own[any]](f, "descriptor-append-via-stream", lend(d))
				want(t, "append-via-stream", err, "bad-descriptor")
			}
			if got := f.text("f"); got != "text" {
				t.Errorf("the file is %q", got)
			}
			want(t, "readlink-at", f.do(change{name: "readlink-at", path: "l", to: "f"}), "")
		}
	})
}

func TestReadDirectory(t *testing.T) {
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		f := g.files(t, mount{fs: fs, exclude: []string{"hidden"}})
		f.write("f", "text")
		symlink(f, "f", "l")
		want(t, "mkdir", fails(f, "descriptor-create-directory-at", f.path("d")), "")
		dir := f.mustOpen(".", 0, 0)
		own, err := ask[engine.Own[*filesystem.DirectoryEntryStream]](f, "descriptor-read-directory", lend(dir))
		want(t, "read-directory", err, "")
		f.drop(dir) // the listing stays
		var got []filesystem.DirectoryEntry
		for {
			e, err := ask[engine.Option[filesystem.DirectoryEntry]](f, "directory-entry-stream-read-directory-entry", engine.Borrow[*filesystem.DirectoryEntryStream]{Value: own.Value})
			want(t, "read-directory-entry", err, "")
			if !e.Some {
				break
			}
			got = append(got, e.Value)
		}
		slices.SortFunc(got, func(a, b filesystem.DirectoryEntry) int { return int(a.Name[0]) - int(b.Name[0]) })
		if !slices.Equal(got, []filesystem.DirectoryEntry{
			{Type: filesystem.DescriptorType(vfs.Directory), Name: "d"},
			{Type: filesystem.DescriptorType(vfs.RegularFile), Name: "f"},
			{Type: filesystem.DescriptorType(vfs.SymbolicLink), Name: "l"},
		}) {
			t.Errorf("the entries are %v", got)
		}
		must[engine.Unit](f.guest, "drop-directory-entry-stream", own)
		if n := f.Counters.Open(); n != 0 {
			t.Errorf("%d are open", n)
		}
	})
}

// What is refused is told by the path that the guest used.
func TestFileDenials(t *testing.T) {
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		var got []host.Denial
		f := g.files(t, mount{fs: fs, noChange: true, onDenial: func(d host.Denial) { got = append(got, d) }})
		whole := g.files(t, mount{fs: fs})
		want(t, "mkdir", fails(whole, "descriptor-create-directory-at", whole.path("d")), "")
		whole.write("d/f", "text")
		d := f.mustOpen("d", 0, 0)
		file := f.mustOpen("d/f", 0, 0)
		f.open("d/../../x", 0, filesystem.Read)
		fails(f, "descriptor-unlink-file-at", with(lend(d), "f"))
		f.writeAt(file, "x", 0)
		f.open("missing", 0, filesystem.Read)
		f.do(change{name: "rename-at", path: "d/f", to: "x"})
		wanted := []host.Denial{
			{Interface: host.Filesystem, Access: policy.Read, Path: "/x", Code: vfs.NotPermitted},
			{Interface: host.Filesystem, Access: policy.Change, Path: "/d/f", Code: vfs.NotPermitted},
			{Interface: host.Filesystem, Access: policy.Change, Path: "/d/f", Code: vfs.NotPermitted},
			{Interface: host.Filesystem, Access: policy.Change, Path: "/d/f", Code: vfs.NotPermitted},
		}
		if !slices.Equal(got, wanted) {
			t.Errorf("what was refused is %+v", got)
		}
		if n := f.Counters.Calls(host.Filesystem); n == 0 || f.Counters.Calls(host.Preopens) != 1 {
			t.Errorf("%d calls were counted", n)
		}
	})
}

// A path that no file system takes isn't matched with the rules, which would take as
// long as it is, nor told.
func TestLongPathsAreNotTold(t *testing.T) {
	g := newGuests(t)
	told := 0
	f := g.files(t, mount{fs: vfs.NewMem(1 << 20), noChange: true, onDenial: func(host.Denial) { told++ }})
	long := strings.Repeat("x", 100_000)
	want(t, "mkdir", fails(f, "descriptor-create-directory-at", f.path(long)), "name-too-long")
	want(t, "rename", f.do(change{name: "rename-at", path: long, to: "x"}), "name-too-long")
	want(t, "link", f.do(change{name: "link-at", path: "x", to: long}), "name-too-long")
	if told != 0 {
		t.Errorf("%d denials were told", told)
	}
}

// Neither a link nor a rename gets a file from where it can't be changed to where
// it can, or the other way round, or from one mount to another.
func TestAcrossPreopens(t *testing.T) {
	g := newGuests(t)
	one, two := vfs.NewMem(1<<20), vfs.NewMem(1<<20)
	tree, err := vfs.NewTree([]vfs.Mount{{Path: "/a", FS: one}, {Path: "/b", FS: two}})
	mustBe(t, err)
	open := func(name, path string, canMutate bool) host.Preopen {
		h, err := tree.Open(path, canMutate)
		mustBe(t, err)
		t.Cleanup(func() { h.Close() })
		return host.Preopen{Path: name, Dir: h}
	}
	f := &files{guest: g.make(t, host.Config{Preopens: []host.Preopen{
		open("/a", "/a", true), open("/b", "/b", true), open("/fixed", "/a", false),
	}})}
	var dirs []*filesystem.Descriptor
	for _, p := range f.preopens() {
		dirs = append(dirs, p.F0.Value)
	}
	f.root = dirs[0]
	f.write("f", "text")
	type borrow = engine.Borrow[*filesystem.Descriptor]
	for _, tt := range []struct {
		from, to int
		err      string
	}{
		{0, 1, "cross-device"}, {0, 2, "not-permitted"}, {2, 0, "not-permitted"}, {2, 2, "not-permitted"}, {2, 1, "not-permitted"},
	} {
		from, to := lend(dirs[tt.from]), lend(dirs[tt.to])
		want(t, "link-at", fails(f, "descriptor-link-at", engine.Tuple5[borrow, filesystem.PathFlags, string, borrow, string]{F0: from, F2: "f", F3: to, F4: "g"}), tt.err)
		want(t, "rename-at", fails(f, "descriptor-rename-at", engine.Tuple4[borrow, string, borrow, string]{F0: from, F1: "f", F2: to, F3: "g"}), tt.err)
	}
	if !must[bool](f.guest, "descriptor-is-same-object", with(lend(dirs[0]), lend(dirs[2]))) {
		t.Error("the same directory is taken for two")
	}
	if must[bool](f.guest, "descriptor-is-same-object", with(lend(dirs[0]), lend(dirs[1]))) {
		t.Error("two directories are taken for one")
	}
}
