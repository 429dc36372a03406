package preview1_test

import (
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/preview1"
)

func TestDescriptorNumbers(t *testing.T) {
	g := withFiles(t, host.Config{}, vfs.Mount{Path: "/", FS: vfs.NewMem(1 << 20)})
	for want := uint32(4); want < 8; want++ {
		if fd := g.open(3, "f", create, rightReadWrite, noFlag); fd != want {
			t.Fatalf("opened as %d, not %d", fd, want)
		}
	}
	for _, fd := range []int{6, 4, 5} {
		g.ok("fd_close", fd)
		g.want(preview1.BadDescriptor, "fd_close", fd)
		g.want(preview1.BadDescriptor, "fd_tell", fd, result)
	}
	for _, want := range []uint32{6, 5, 4, 8} { // the largest first, as under wasmtime
		if fd := g.open(3, "f", noFlag, rightRead, noFlag); fd != want {
			t.Fatalf("opened as %d, not %d", fd, want)
		}
	}
	if open := g.Counters.Open(); open != 5 {
		t.Errorf("%d are open", open)
	}
}

// What is opened has nothing of what was closed before.
func TestDescriptorsAreFresh(t *testing.T) {
	g := withFiles(t, host.Config{}, vfs.Mount{Path: "/", FS: vfs.NewMem(1 << 20)})
	const fdAppend = 1
	a := g.open(3, "a", create, rightReadWrite, fdAppend)
	b := g.open(3, "b", create, rightReadWrite, noFlag)
	g.write(a, "of a")
	g.write(b, "b")
	g.ok("fd_close", a)
	dir := g.open(3, ".", dirOnly, rightRead, noFlag)
	g.ok("fd_readdir", dir, buffer, 60, 0, result)
	g.ok("fd_close", dir)
	a = g.open(3, "a", noFlag, rightReadWrite, noFlag)
	g.write(a, "OF")
	g.ok("fd_tell", a, result)
	if at := g.u64(result); at != 2 {
		t.Errorf("it is at %d", at)
	}
	g.ok("fd_tell", b, result)
	if at := g.u64(result); at != 1 {
		t.Errorf("the other is at %d", at)
	}
	g.ok("fd_seek", a, 0, 0, result)
	if text := g.read(a, 4); text != "OF a" {
		t.Errorf("it has %q", text)
	}
}

func TestRenumber(t *testing.T) {
	g := withFiles(t, host.Config{}, vfs.Mount{Path: "/", FS: vfs.NewMem(1 << 20)})
	a := g.open(3, "a", create, rightReadWrite, noFlag)
	b := g.open(3, "b", create, rightReadWrite, noFlag)
	g.write(a, "of a")
	g.ok("fd_renumber", a, b)
	g.want(preview1.BadDescriptor, "fd_tell", a, result)
	g.ok("fd_tell", b, result)
	if at := g.u64(result); at != 4 {
		t.Errorf("it is at %d", at)
	}
	if open := g.Counters.Open(); open != 1 {
		t.Errorf("%d are open: what was replaced isn't closed", open)
	}
	if fd := g.open(3, "b", noFlag, rightRead, noFlag); fd != a {
		t.Errorf("the number %d isn't used again, but %d", a, fd)
	}
	g.ok("fd_renumber", b, 1) // standard output is a file now
	g.write(1, "!")
	g.ok("fd_renumber", 1, 3) // so is the directory
	g.want(preview1.NotDirectory, "path_open", 3, 0, text, 0, 0, 0, 0, 0, result)
	g.ok("fd_tell", 3, result)
	if at := g.u64(result); at != 5 {
		t.Errorf("it is at %d", at)
	}
	g.want(preview1.BadDescriptor, "fd_renumber", 99, 3)
	g.want(preview1.BadDescriptor, "fd_renumber", 3, 99)
	g.ok("fd_renumber", 3, 3)
}

func TestDescriptorLimit(t *testing.T) {
	g := withFiles(t, host.Config{Limits: host.Limits{Descriptors: 2}}, vfs.Mount{Path: "/", FS: vfs.NewMem(1 << 20)})
	a := g.open(3, "a", create, rightRead, noFlag)
	g.open(3, ".", dirOnly, rightRead, noFlag)
	if _, errno := g.try(3, "new", create, rightRead, noFlag); errno != preview1.TooManyFiles {
		t.Errorf("one more gives %v", errno)
	}
	g.path(preview1.NoEntry, "path_unlink_file", 3, "new")
	g.want(preview1.TooManyFiles, "fd_readdir", 3, buffer, 4096, 0, result) // a listing takes one, too
	g.ok("fd_close", a)
	g.ok("fd_readdir", 3, buffer, 60, 0, result)
	if open := g.Counters.Open(); open != 2 {
		t.Errorf("%d are open", open)
	}
	g.ok("fd_readdir", 3, buffer, 4096, 0, result) // to the end, which closes it
	g.open(3, "a", noFlag, rightRead, noFlag)
}

func TestPreopens(t *testing.T) {
	g := withFiles(
		t, host.Config{},
		vfs.Mount{Path: "/", FS: vfs.NewMem(1)}, vfs.Mount{Path: "/data/more", FS: vfs.NewMem(1)},
	)
	for fd, path := range map[int]string{3: "/", 4: "/data/more"} {
		g.ok("fd_prestat_get", fd, result)
		if tag, n := g.u32(result), int(g.u32(result+4)); tag != 0 || n != len(path) {
			t.Errorf("%d is %d, of %d bytes", fd, tag, n)
		}
		g.want(preview1.NameTooLong, "fd_prestat_dir_name", fd, buffer, len(path)-1)
		clear(g.memory()[buffer : buffer+100])
		g.ok("fd_prestat_dir_name", fd, buffer, len(path)+7)
		if got := string(g.memory()[buffer : buffer+len(path)+1]); got[:len(path)] != path || got[len(path)] != 0 {
			t.Errorf("%d is at %q", fd, got)
		}
	}
	g.want(preview1.BadDescriptor, "fd_prestat_get", 5, result)
	g.want(preview1.NotDirectory, "fd_prestat_dir_name", 0, buffer, 10)
	opened := g.open(3, "data", dirOnly, rightRead, noFlag)
	g.want(preview1.BadDescriptor, "fd_prestat_get", opened, result)
	g.ok("fd_close", 3)
	g.want(preview1.BadDescriptor, "fd_prestat_get", 3, result)
	g.open(int(opened), "more", dirOnly, rightRead, noFlag)
}

func TestStandardStreamsCanBeClosed(t *testing.T) {
	g := newGuest(t, host.Config{Terminals: host.Terminals{Stdout: true}})
	g.ok("fd_filestat_get", 1, result)
	if kind := g.memory()[result+16]; kind != 2 {
		t.Errorf("a terminal is of type %d", kind)
	}
	for fd := range 3 {
		g.ok("fd_close", fd)
		g.want(preview1.BadDescriptor, "fd_fdstat_get", fd, result)
	}
	g.want(preview1.BadDescriptor, "fd_write", 1, vector, 0, result)
	if open := g.Counters.Open(); open != 0 {
		t.Errorf("%d are open", open)
	}
}
