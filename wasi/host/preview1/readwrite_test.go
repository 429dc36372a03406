package preview1_test

import (
	"bytes"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/preview1"
)

// onBoth runs a test on a file system of memory and on one of the host's.
func onBoth(t *testing.T, test func(*testing.T, *guest)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) {
		test(t, withFiles(t, host.Config{}, vfs.Mount{Path: "/", FS: vfs.NewMem(64 << 20)}))
	})
	t.Run("disk", func(t *testing.T) {
		test(t, withFiles(t, host.Config{}, vfs.Mount{Path: "/", FS: onDisk(t, t.TempDir())}))
	})
}

// seek moves, and gives where it is then.
func (g *guest) seek(fd any, offset, whence int) uint64 {
	g.Helper()
	g.ok("fd_seek", fd, offset, whence, result)
	return g.u64(result)
}

func TestReadAndWrite(t *testing.T) {
	onBoth(t, func(t *testing.T, g *guest) {
		fd := g.open(3, "f", create, rightReadWrite, noFlag)
		g.write(fd, "hello world")
		if at := g.seek(fd, -5, 1); at != 6 {
			t.Errorf("it is at %d", at)
		}
		if got := g.read(fd, 100); got != "world" {
			t.Errorf("it reads %q", got)
		}
		if got := g.read(fd, 100); got != "" {
			t.Errorf("after the end it reads %q", got)
		}
		if at := g.seek(fd, 9, 2); at != 20 {
			t.Errorf("it is at %d", at)
		}
		g.want(preview1.Invalid, "fd_seek", fd, -21, 1, result)
		g.want(preview1.Invalid, "fd_seek", fd, -1, 0, result)
		g.ok("fd_tell", fd, result)
		if at := g.u64(result); at != 20 {
			t.Errorf("it is at %d", at)
		}
		at, n := g.put(buffer, "WORLD")
		list, count := g.list(at, n)
		g.ok("fd_pwrite", fd, list, count, 6, result)
		g.ok("fd_pread", fd, list, count, 6, result)
		if got := string(g.memory()[buffer : buffer+5]); got != "WORLD" {
			t.Errorf("it reads %q", got)
		}
		g.seek(fd, 0, 0)
		if got := g.read(fd, 100); got != "hello WORLD" {
			t.Errorf("it reads %q", got)
		}
		g.want(preview1.Invalid, "fd_pread", fd, list, count, uint64(1<<63), result)
		g.want(preview1.Invalid, "fd_pwrite", fd, list, count, uint64(1<<63), result)
		g.want(preview1.FileTooLarge, "fd_pwrite", fd, list, count, 1<<63-1, result)
	})
}

func TestAppend(t *testing.T) {
	onBoth(t, func(t *testing.T, g *guest) {
		fd := g.open(3, "f", create, rightReadWrite, flagAppend)
		g.write(fd, "one")
		g.seek(fd, 0, 0)
		g.write(fd, "two")
		g.ok("fd_tell", fd, result)
		if at := g.u64(result); at != 6 {
			t.Errorf("it is at %d", at)
		}
		at, n := g.put(buffer, "!")
		list, count := g.list(at, n)
		g.ok("fd_pwrite", fd, list, count, 0, result) // as on Linux, at the end all the same
		g.ok("fd_fdstat_get", fd, result)
		if flags := g.memory()[result+2]; flags != flagAppend {
			t.Errorf("its flags are %d", flags)
		}
		g.ok("fd_fdstat_set_flags", fd, flagNonblock)
		g.seek(fd, 0, 0)
		g.write(fd, "ONE")
		g.ok("fd_fdstat_set_flags", fd, flagAppend)
		g.write(fd, "?")
		g.want(preview1.Invalid, "fd_fdstat_set_flags", fd, flagSync)
		g.want(preview1.Invalid, "fd_fdstat_set_flags", fd, flagDsync|flagAppend)
		g.want(preview1.Invalid, "fd_fdstat_set_flags", fd, flagRsync)
		g.seek(fd, 0, 0)
		if got := g.read(fd, 100); got != "ONEtwo!?" {
			t.Errorf("it reads %q", got)
		}
	})
}

// Of a list, the first buffer that isn't empty is used, as under wasmtime.
func TestVectors(t *testing.T) {
	onBoth(t, func(t *testing.T, g *guest) {
		fd := g.open(3, "f", create, rightReadWrite, noFlag)
		g.put(buffer, "abcdef")
		list, n := g.list(0xffffffff, 0, buffer, 4, buffer+2, 4) // they overlap, and one is nowhere
		g.ok("fd_write", fd, list, n, result)
		if got := g.u32(result); got != 4 {
			t.Errorf("%d bytes are written", got)
		}
		list, n = g.list(buffer, 0, buffer+1, 0)
		g.ok("fd_write", fd, list, n, result)
		g.seek(fd, 0, 0)
		// The list itself is read over.
		list, n = g.list(0, 0, vector, 24)
		g.ok("fd_read", fd, list, n, result)
		if got := string(g.memory()[vector : vector+4]); g.u32(result) != 4 || got != "abcd" {
			t.Errorf("%d bytes are read: %q", g.u32(result), got)
		}
		list, n = g.list(0, 129<<20)
		g.want(preview1.NoMemory, "fd_write", fd, list, n, result)
		list, n = g.list(0, 0x7000000)
		g.traps("fd_write", fd, list, n, result)
	})
}

func TestDescriptorsThatDoNotReadOrWrite(t *testing.T) {
	onBoth(t, func(t *testing.T, g *guest) {
		w := g.open(3, "f", create, rightWrite, noFlag)
		r := g.open(3, "f", noFlag, rightRead, noFlag)
		list, n := g.list(buffer, 4)
		for _, c := range []struct {
			errno preview1.Errno
			name  string
			args  []any
		}{
			{preview1.BadDescriptor, "fd_read", []any{w, list, n, result}},
			{preview1.BadDescriptor, "fd_pread", []any{w, list, n, 0, result}},
			{preview1.BadDescriptor, "fd_write", []any{r, list, n, result}},
			{preview1.BadDescriptor, "fd_pwrite", []any{r, list, n, 0, result}},
			{preview1.Invalid, "fd_filestat_set_size", []any{r, 1}},
			{preview1.BadDescriptor, "fd_read", []any{3, list, n, result}},
			{preview1.BadDescriptor, "fd_write", []any{3, list, n, result}},
			{preview1.BadDescriptor, "fd_pread", []any{3, list, n, 0, result}},
			{preview1.BadDescriptor, "fd_pwrite", []any{3, list, n, 0, result}},
			{preview1.BadDescriptor, "fd_seek", []any{3, 0, 0, result}},
			{preview1.BadDescriptor, "fd_filestat_set_size", []any{3, 1}},
			{preview1.BadDescriptor, "fd_allocate", []any{3, 0, 1}},
			{preview1.NotSupported, "fd_allocate", []any{w, 0, 1}},
			{preview1.BadDescriptor, "fd_advise", []any{3, 0, 0, 0}},
			{preview1.Invalid, "fd_advise", []any{r, 0, -1, 0}},
			{0, "fd_advise", []any{r, 0, 10, 3}},
			{preview1.NotSupported, "fd_fdstat_set_rights", []any{r, 0, 0}},
			{0, "fd_sync", []any{r}},
			{0, "fd_datasync", []any{w}},
			{0, "fd_filestat_set_size", []any{w, 100}},
			{preview1.Invalid, "fd_filestat_set_size", []any{w, uint64(1 << 63)}},
		} {
			g.want(c.errno, c.name, c.args...)
		}
		g.ok("fd_filestat_get", r, result)
		if size := g.u64(result + 32); size != 100 {
			t.Errorf("it has %d bytes", size)
		}
	})
}

// More than is moved at once.
func TestLargeTransfers(t *testing.T) {
	const size = 40 << 20
	g := newGuests(t, driverWith(`(memory (export "memory") 1300)`))
	guest := g.host(t, host.Config{Preopens: preopens(t, vfs.Mount{Path: "/", FS: vfs.NewMem(64 << 20)})})
	fd := guest.open(3, "f", create, rightReadWrite, noFlag)
	contents := guest.memory()[buffer : buffer+size]
	for i := 0; i < len(contents); i += 4096 {
		contents[i] = byte(i >> 12)
	}
	want := bytes.Clone(contents)
	list, n := guest.list(buffer, size)
	guest.ok("fd_write", fd, list, n, result)
	if got := guest.u32(result); got != size {
		t.Fatalf("%d bytes are written", got)
	}
	clear(contents)
	guest.ok("fd_pread", fd, list, n, 0, result)
	if got := guest.u32(result); got != size || !bytes.Equal(contents, want) {
		t.Errorf("%d bytes are read, equal: %t", got, bytes.Equal(contents, want))
	}
	guest.ok("fd_pwrite", fd, list, n, size-8<<20, result)
	guest.want(preview1.NoSpace, "fd_pwrite", fd, list, n, 65<<20, result)
	guest.ok("fd_pwrite", fd, list, n, 60<<20, result) // as far as the quota goes
	if got := guest.u32(result); got >= size {
		t.Errorf("%d bytes are written over the quota", got)
	}
	if got := guest.Counters.Bytes(host.Preview1); got < 2*size {
		t.Errorf("%d bytes are counted", got)
	}
}
