package preview1_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/preview1"
)

// rename calls path_rename within a directory.
func (g *guest) rename(errno preview1.Errno, from, to string) {
	g.Helper()
	a, n := g.put(text, from)
	b, m := g.put(text+4096, to)
	g.want(errno, "path_rename", 3, a, n, 3, b, m)
}

func (g *guest) link(errno preview1.Errno, flags int, from, to string) {
	g.Helper()
	a, n := g.put(text, from)
	b, m := g.put(text+4096, to)
	g.want(errno, "path_link", 3, flags, a, n, 3, b, m)
}

func (g *guest) symlink(errno preview1.Errno, target, at string) {
	g.Helper()
	a, n := g.put(text, target)
	b, m := g.put(text+4096, at)
	g.want(errno, "path_symlink", a, n, 3, b, m)
}

func TestPaths(t *testing.T) {
	onBoth(t, func(t *testing.T, g *guest) {
		g.path(0, "path_create_directory", 3, "d")
		g.path(preview1.Exist, "path_create_directory", 3, "d/")
		g.path(preview1.NoEntry, "path_create_directory", 3, "no/d")
		g.ok("fd_close", g.open(3, "d/f", create, rightWrite, noFlag))
		g.path(preview1.NotEmpty, "path_remove_directory", 3, "d")
		g.path(preview1.NotDirectory, "path_remove_directory", 3, "d/f")
		g.path(preview1.IsDirectory, "path_unlink_file", 3, "d")
		g.path(preview1.NotDirectory, "path_unlink_file", 3, "d/f/")
		g.rename(0, "d/f", "f")
		g.rename(preview1.NoEntry, "d/f", "f")
		g.rename(preview1.NotDirectory, "f/", "g")
		g.link(0, nofollow, "f", "g")
		g.link(preview1.Exist, nofollow, "f", "g")
		g.link(preview1.Invalid, follow, "f", "h")
		g.symlink(0, "../f", "d/up")
		g.symlink(preview1.NotPermitted, "/f", "absolute")
		g.symlink(preview1.Exist, "f", "g")
		g.symlink(0, "loop", "loop")
		at, n := g.put(text, "d/up")
		g.ok("path_readlink", 3, at, n, buffer, 100, result)
		if got := string(g.memory()[buffer : buffer+g.u32(result)]); got != "../f" {
			t.Errorf("the link leads to %q", got)
		}
		g.put(buffer, "xxxx")
		g.ok("path_readlink", 3, at, n, buffer, 2, result)
		if got := string(g.memory()[buffer : buffer+4]); g.u32(result) != 2 || got != "..xx" {
			t.Errorf("cut off, it leads to %q", got)
		}
		g.ok("path_readlink", 3, at, n, 1<<30, 0, result)
		g.ok("path_filestat_get", 3, follow, at, n, result)
		if kind, links := g.memory()[result+16], g.u64(result+24); kind != 4 || links != 2 {
			t.Errorf("what it leads to is of type %d, and has %d names", kind, links)
		}
		g.ok("path_filestat_get", 3, nofollow, at, n, result)
		if kind, size := g.memory()[result+16], g.u64(result+32); kind != 7 || size != 4 {
			t.Errorf("the link is of type %d, with %d bytes", kind, size)
		}
		for path, errno := range map[string]preview1.Errno{
			"": preview1.NoEntry, "no": preview1.NoEntry, "../x": preview1.NotPermitted, "/f": preview1.NotPermitted,
			"f/": preview1.NotDirectory, "f/x": preview1.NotDirectory, "loop": preview1.Loop, "\xc3": preview1.IllegalByteSequence,
			"a\x00b": preview1.Invalid, strings.Repeat("x", 256): preview1.NameTooLong,
			strings.Repeat("x/", 2100): preview1.NameTooLong, "d/up": preview1.Loop,
		} {
			if _, got := g.try(3, path, noFlag, rightRead, noFlag); got != errno {
				t.Errorf("to open %.20q gives %v, not %v", path, got, errno)
			}
		}
		g.want(preview1.NameTooLong, "path_unlink_file", 3, 0x2000, 100_000) // and not copied
	})
}

func TestOpenFlags(t *testing.T) {
	onBoth(t, func(t *testing.T, g *guest) {
		g.path(0, "path_create_directory", 3, "d")
		g.write(g.open(3, "f", create, rightWrite, noFlag), "contents")
		for _, c := range []struct {
			path                    string
			oflags, rights, fdflags int
			errno                   preview1.Errno
		}{
			{"f", create | exclusive, rightWrite, 0, preview1.Exist},
			{"f", dirOnly, rightRead, 0, preview1.NotDirectory},
			{"d", dirOnly | create, rightRead, 0, preview1.Invalid},
			{"d", dirOnly, rightWrite, 0, preview1.IsDirectory},
			{"d", create, rightRead, 0, preview1.IsDirectory},
			{"d", truncate, rightRead, 0, preview1.IsDirectory},
			{"d", noFlag, rightRead, 0, 0},
			{"f", noFlag, rightRead, flagSync, preview1.NotSupported},
			{"f", noFlag, rightRead, flagDsync, preview1.NotSupported},
			{"f", noFlag, rightRead, flagRsync, preview1.NotSupported},
			{"f", noFlag, rightRead, flagAppend | flagNonblock, 0},
			{"new", exclusive, rightRead, 0, preview1.NoEntry},
			{"new", create | exclusive, rightRead, 0, 0},
			{"f", truncate, rightRead, 0, 0},
		} {
			if _, errno := g.try(3, c.path, c.oflags, c.rights, c.fdflags); errno != c.errno {
				t.Errorf("%+v gives %v", c, errno)
			}
		}
		fd := g.open(3, "f", noFlag, 0, noFlag)
		if got := g.read(fd, 10); got != "" {
			t.Errorf("what is cut has %q", got)
		}
		g.ok("fd_fdstat_get", fd, result)
		if rights := g.u64(result + 8); rights != 1<<30-1-rightWrite {
			t.Errorf("its rights are %#x", rights)
		}
	})
}

func TestTimes(t *testing.T) {
	onBoth(t, func(t *testing.T, g *guest) {
		const atim, atimNow, mtim, mtimNow = 1, 2, 4, 8
		const a, m = 1_000_000_001, 2_000_000_002
		fd := g.open(3, "f", create, rightWrite, noFlag)
		times := func() (uint64, uint64) { return g.u64(result + 40), g.u64(result + 48) }
		g.ok("fd_filestat_set_times", fd, a, m, atim|mtim)
		g.ok("fd_filestat_get", fd, result)
		if x, y := times(); x != a || y != m {
			t.Errorf("the times are %d and %d", x, y)
		}
		at, n := g.put(text, "f")
		g.ok("path_filestat_set_times", 3, nofollow, at, n, 5, 7_000_000_000, mtim)
		g.ok("path_filestat_get", 3, nofollow, at, n, result)
		if x, y := times(); x != a || y != 7_000_000_000 {
			t.Errorf("the times are %d and %d", x, y)
		}
		g.ok("fd_filestat_set_times", fd, 0, 0, atimNow|mtimNow)
		g.ok("fd_filestat_get", fd, result)
		if x, y := times(); x <= 7_000_000_000 || y <= 7_000_000_000 {
			t.Errorf("the times are %d and %d", x, y)
		}
		g.ok("fd_filestat_set_times", 3, a, m, atim|mtim)
		g.ok("fd_filestat_get", 3, result)
		if x, y := times(); x != a || y != m {
			t.Errorf("the times are %d and %d", x, y)
		}
		g.want(preview1.Invalid, "fd_filestat_set_times", 99, 0, 0, atim|atimNow)
		g.want(preview1.Invalid, "path_filestat_set_times", 3, 0, at, n, 0, 0, mtim|mtimNow)
		g.want(preview1.BadDescriptor, "fd_filestat_set_times", 0, 0, 0, 0)
	})
}

// What the rules refuse is told, with the path that was asked for.
func TestRefusals(t *testing.T) {
	files := vfs.NewMem(1 << 20)
	root, err := files.Root()
	mustBe(t, err)
	f, err := root.Open("f", vfs.Write|vfs.Create)
	mustBe(t, err)
	mustBe(t, f.Close())
	mustBe(t, root.Mkdir("d"))
	mustBe(t, root.Close())
	for name, kind := range map[string]struct {
		mount     vfs.Mount
		canMutate bool
		errno     preview1.Errno
	}{
		"frozen": {vfs.Mount{Path: "/m", FS: files, ReadOnly: true}, true, preview1.ReadOnly},
		"handle": {vfs.Mount{Path: "/m", FS: files}, false, preview1.NotPermitted},
	} {
		t.Run(name, func(t *testing.T) {
			tree, err := vfs.NewTree([]vfs.Mount{kind.mount})
			mustBe(t, err)
			dir, err := tree.Open("/m", kind.canMutate)
			mustBe(t, err)
			defer func() { mustBe(t, dir.Close()) }()
			var told []host.Denial
			g := newGuest(t, host.Config{
				Preopens: []host.Preopen{{Path: "/m", Dir: dir}}, OnDenial: func(d host.Denial) { told = append(told, d) },
			})
			refused := func(errno preview1.Errno, path string) {
				t.Helper()
				if errno != kind.errno {
					t.Errorf("it gives %v", errno)
				}
				if len(told) == 0 || told[len(told)-1].Path != path || told[len(told)-1].Access != policy.Change ||
					told[len(told)-1].Interface != host.Preview1 {
					t.Errorf("it tells %+v, not %s", told, path)
				}
				told = nil
			}
			for _, flags := range [][2]int{{noFlag, rightWrite}, {create, rightRead}, {truncate, rightRead}} {
				_, errno := g.try(3, "f", flags[0], flags[1], noFlag)
				refused(errno, "/m/f")
			}
			for _, name := range []string{"path_create_directory", "path_remove_directory", "path_unlink_file"} {
				path := map[bool]string{true: "d", false: "f"}[name == "path_remove_directory"]
				if name == "path_create_directory" {
					path = "new"
				}
				g.path(kind.errno, name, 3, path)
				refused(kind.errno, "/m/"+path)
			}
			g.rename(kind.errno, "f", "g")
			refused(kind.errno, "/m/f")
			g.link(kind.errno, nofollow, "f", "g")
			refused(kind.errno, "/m/f")
			g.symlink(kind.errno, "f", "g")
			refused(kind.errno, "/m/g")
			at, n := g.put(text, "f")
			g.want(kind.errno, "path_filestat_set_times", 3, 0, at, n, 0, 0, 1)
			refused(kind.errno, "/m/f")
			g.want(kind.errno, "fd_filestat_set_times", 3, 0, 0, 1)
			refused(kind.errno, "/m")
			fd := g.open(3, "f", noFlag, rightRead, noFlag)
			g.want(kind.errno, "fd_filestat_set_times", fd, 0, 0, 1)
			refused(kind.errno, "/m/f")
			if got := g.Counters.Denials(); got != 12 {
				t.Errorf("%d refusals are counted", got)
			}
		})
	}
}

func TestExcluded(t *testing.T) {
	files := vfs.NewMem(1 << 20)
	root, err := files.Root()
	mustBe(t, err)
	mustBe(t, root.Mkdir("secret"))
	mustBe(t, root.Close())
	var told []string
	g := withFiles(t, host.Config{
		Files:    &policy.Files{Mounts: []policy.Mount{{Path: "/", Write: true, Exclude: []string{"secret"}}}},
		OnDenial: func(d host.Denial) { told = append(told, d.Path) },
	}, vfs.Mount{Path: "/", FS: files, Exclude: []string{"secret"}})
	if _, errno := g.try(3, "secret/x", noFlag, rightRead, noFlag); errno != preview1.NoEntry {
		t.Errorf("it gives %v", errno)
	}
	g.path(preview1.Access, "path_create_directory", 3, "secret")
	if list := namesOf(g.listAll(3, 4096)); len(list) != 2 {
		t.Errorf("it lists %q", list)
	}
	if !slices.Contains(told, "/secret/x") || !slices.Contains(told, "/secret") {
		t.Errorf("it tells %q", told)
	}
}
