package host_test

import (
	"math"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host/clocks"
	"github.com/qyvol/qyvol/wasi/host/filesystem"
)

func TestFileStat(t *testing.T) {
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		before := uint64(time.Now().Unix() - 1)
		f := g.files(t, mount{fs: fs})
		f.write("f", "text")
		symlink(f, "f", "l")
		type at = engine.Tuple3[engine.Borrow[*filesystem.Descriptor], filesystem.PathFlags, string]
		for _, tt := range []struct {
			path string
			how  filesystem.PathFlags
			kind vfs.FileType
			size uint64
			err  string
		}{
			{"f", 0, vfs.RegularFile, 4, ""},
			{"l", 0, vfs.SymbolicLink, 1, ""},
			{"l", filesystem.SymlinkFollow, vfs.RegularFile, 4, ""},
			{"x", 0, 0, 0, "no-entry"},
			{"../x", 0, 0, 0, "not-permitted"},
		} {
			s, err := ask[filesystem.DescriptorStat](f, "descriptor-stat-at", at{F0: lend(f.root), F1: tt.how, F2: tt.path})
			if err != tt.err || err == "" && (s.Type != filesystem.DescriptorType(tt.kind) || s.Size != tt.size || s.LinkCount != 1) {
				t.Errorf("%s, %b: %+v, %q", tt.path, tt.how, s, err)
			}
			for _, time := range []engine.Option[clocks.Datetime]{s.DataAccessTimestamp, s.DataModificationTimestamp, s.StatusChangeTimestamp} {
				if err == "" && (!time.Some || time.Value.Seconds < before || time.Value.Nanoseconds >= 1e9) {
					t.Errorf("%s has the time %v", tt.path, time)
				}
			}
		}
		for d, kind := range map[*filesystem.Descriptor]vfs.FileType{f.root: vfs.Directory, f.mustOpen("f", 0, 0): vfs.RegularFile} {
			s, err := ask[filesystem.DescriptorStat](f, "descriptor-stat", lend(d))
			if s.Type != filesystem.DescriptorType(kind) || err != "" {
				t.Errorf("%+v, %q", s, err)
			}
		}
	})
}

func symlink(f *files, target, path string) {
	f.Helper()
	type params = engine.Tuple3[engine.Borrow[*filesystem.Descriptor], string, string]
	want(f, "symlink-at", fails(f, "descriptor-symlink-at", params{F0: lend(f.root), F1: target, F2: path}), "")
}

type stamp = filesystem.NewTimestamp

func instant(seconds uint64, nanoseconds uint32) stamp {
	return stamp{Timestamp: &clocks.Datetime{Seconds: seconds, Nanoseconds: nanoseconds}}
}

func TestFileTimes(t *testing.T) {
	keep, now := stamp{NoChange: &engine.Unit{}}, stamp{Now: &engine.Unit{}}
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		f := g.files(t, mount{fs: fs})
		f.write("f", "text")
		symlink(f, "f", "l")
		file := f.mustOpen("f", 0, filesystem.Read)
		type (
			own = engine.Tuple3[engine.Borrow[*filesystem.Descriptor], stamp, stamp]
			at  = engine.Tuple5[engine.Borrow[*filesystem.Descriptor], filesystem.PathFlags, string, stamp, stamp]
		)
		for _, tt := range []struct {
			accessed, modified stamp
			err                string
			wantA, wantM       clocks.Datetime
		}{
			{instant(1000, 5), instant(2000, 999_999_999), "", clocks.Datetime{Seconds: 1000, Nanoseconds: 5}, clocks.Datetime{Seconds: 2000, Nanoseconds: 999_999_999}},
			{keep, instant(3000, 0), "", clocks.Datetime{Seconds: 1000, Nanoseconds: 5}, clocks.Datetime{Seconds: 3000}},
			{instant(4000, 0), keep, "", clocks.Datetime{Seconds: 4000}, clocks.Datetime{Seconds: 3000}},
			{keep, keep, "", clocks.Datetime{Seconds: 4000}, clocks.Datetime{Seconds: 3000}},
			{instant(0, 0), instant(1, 2_500_000_000), "", clocks.Datetime{}, clocks.Datetime{Seconds: 3, Nanoseconds: 500_000_000}},
			{instant(math.MaxUint64, 0), keep, "overflow", clocks.Datetime{}, clocks.Datetime{Seconds: 3, Nanoseconds: 500_000_000}},
			{keep, instant(math.MaxInt64, math.MaxUint32), "overflow", clocks.Datetime{}, clocks.Datetime{Seconds: 3, Nanoseconds: 500_000_000}},
		} {
			for how, set := range map[string]func() string{
				"set-times": func() string {
					return fails(f, "descriptor-set-times", own{F0: lend(file), F1: tt.accessed, F2: tt.modified})
				},
				"set-times-at": func() string {
					return fails(f, "descriptor-set-times-at", at{F0: lend(f.root), F1: filesystem.SymlinkFollow, F2: "l", F3: tt.accessed, F4: tt.modified})
				},
			} {
				want(t, how, set(), tt.err)
				if s := f.stat("f"); s.DataAccessTimestamp.Value != tt.wantA || s.DataModificationTimestamp.Value != tt.wantM {
					t.Errorf("%s to %v, %v gives %v, %v", how, tt.accessed.Timestamp, tt.modified.Timestamp, s.DataAccessTimestamp.Value, s.DataModificationTimestamp.Value)
				}
			}
		}
		before := uint64(time.Now().Unix() - 1)
		want(t, "now", fails(f, "descriptor-set-times", own{F0: lend(file), F1: now, F2: now}), "")
		if s := f.stat("f"); s.DataAccessTimestamp.Value.Seconds < before || s.DataModificationTimestamp.Value.Seconds < before {
			t.Errorf("now is %+v", s)
		}
		want(t, "a directory's", fails(f, "descriptor-set-times", own{F0: lend(f.root), F1: instant(1, 0), F2: instant(1, 0)}), "")
		want(t, "a link's", fails(f, "descriptor-set-times-at", at{F0: lend(f.root), F2: "l", F3: instant(7, 0), F4: instant(8, 0)}), "")
		if l, file := f.stat("l"), f.stat("f"); l.DataModificationTimestamp.Value.Seconds != 8 || file.DataModificationTimestamp.Value.Seconds < before {
			t.Errorf("the link has %+v, the file %+v", l, file)
		}
		want(t, "missing", fails(f, "descriptor-set-times-at", at{F0: lend(f.root), F2: "x", F3: keep, F4: keep}), "no-entry")
	})
}

// A time that WASI can't say is none: it has none before 1970.
func TestFileTimesBefore1970(t *testing.T) {
	g := newGuests(t)
	fs := vfs.NewMem(1 << 20)
	root, err := fs.Root()
	mustBe(t, err)
	mustBe(t, root.SetTimes(vfs.SetTime{At: time.Unix(-1, 0)}, vfs.SetTime{At: time.Unix(0, 0)}))
	f := g.files(t, mount{fs: fs})
	if s := f.stat("."); s.DataAccessTimestamp.Some || !s.DataModificationTimestamp.Some {
		t.Errorf("the times are %+v", s)
	}
}

func TestFileIdentity(t *testing.T) {
	onEach(t, func(t *testing.T, g *guests, fs vfs.FS) {
		type (
			borrow = engine.Borrow[*filesystem.Descriptor]
			at     = engine.Tuple3[borrow, filesystem.PathFlags, string]
			hash   = filesystem.MetadataHashValue
		)
		f, other := g.files(t, mount{fs: fs}), g.files(t, mount{fs: fs})
		f.write("f", "text")
		f.write("g", "text")
		symlink(f, "f", "l")
		a, b, c := f.mustOpen("f", 0, 0), f.mustOpen("f", 0, filesystem.Write), f.mustOpen("g", 0, 0)
		same := func(x, y *filesystem.Descriptor) bool {
			return must[bool](f.guest, "descriptor-is-same-object", engine.Tuple2[borrow, borrow]{F0: lend(x), F1: lend(y)})
		}
		if !same(a, a) || !same(a, b) || same(a, c) || same(f.root, a) {
			t.Error("objects are taken for others")
		}
		of := func(f *files, path string, how filesystem.PathFlags) hash {
			h, err := ask[hash](f, "descriptor-metadata-hash-at", at{F0: lend(f.root), F1: how, F2: path})
			want(t, "metadata-hash-at "+path, err, "")
			return h
		}
		h, err := ask[hash](f, "descriptor-metadata-hash", lend(a))
		want(t, "metadata-hash", err, "")
		follow := filesystem.SymlinkFollow
		if h != of(f, "f", 0) || h != of(f, "l", follow) || h == of(f, "l", 0) || h == of(f, "g", 0) || h == of(f, ".", 0) {
			t.Error("hashes are taken for others")
		}
		_, err = f.writeAt(b, "more", 0)
		want(t, "write", err, "")
		if h != of(f, "f", 0) {
			t.Error("a file that was written to has another hash")
		}
		if h == of(other, "f", 0) {
			t.Error("another run has the same hashes")
		}
		_, err = ask[hash](f, "descriptor-metadata-hash-at", at{F0: lend(f.root), F2: "x"})
		want(t, "missing", err, "no-entry")
	})
}
