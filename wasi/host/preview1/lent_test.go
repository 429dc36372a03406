package preview1_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/preview1"
)

// diskWith is a file system whose files can be lent to C.
func diskWith(t testing.TB, opts vfs.DiskOptions) vfs.FS {
	t.Helper()
	fs, err := vfs.OpenDisk(t.TempDir(), opts)
	mustBe(t, err)
	t.Cleanup(func() { mustBe(t, fs.Close()) })
	return fs
}

// transfers make guests of both kinds of files do the same things, at random.
type transfers struct {
	*rand.Rand
	guests [2]*guest
	fds    []uint32
}

// both calls a function in both guests, which must get the same.
func (f *transfers) both(name string, args ...any) uint32 {
	lent, kept := f.guests[0], f.guests[1]
	lent.Helper()
	gotLent, errLent := lent.call(name, args...)
	gotKept, errKept := kept.call(name, args...)
	if gotLent != gotKept || fmt.Sprint(errLent) != fmt.Sprint(errKept) {
		lent.Fatalf("%s%v gives %v, %v on disk, and %v, %v in memory", name, args, gotLent, errLent, gotKept, errKept)
	}
	if name != "fd_filestat_get" && !bytes.Equal(lent.memory(), kept.memory()) {
		lent.Fatalf("%s%v leaves the guests' memories different", name, args)
	}
	return lent.u32(result)
}

// buffers writes a list of buffers, some of them empty or too large.
func (f *transfers) buffers() (at, n int) {
	n = f.IntN(4)
	list := make([]int, 0, 2*n)
	for range n {
		size := []int{0, 1, 64, 5000, 1 << 16, 4 << 16, 1 << 30}[f.IntN(7)]
		list = append(list, []int{buffer, buffer + 77, 4<<16 - 64, 4 << 16}[f.IntN(4)], size)
	}
	for _, g := range f.guests {
		g.list(list...)
	}
	at = vector
	if f.IntN(20) == 0 {
		at += f.IntN(1 << 19)
	}
	if f.IntN(20) == 0 {
		n = 17
	}
	return at, n
}

func (f *transfers) open() {
	for _, g := range f.guests {
		g.put(text, fmt.Sprint(f.fds))
	}
	oflags := []int{create, create, 0, create | truncate}[f.IntN(4)]
	name := text + f.IntN(2) // of one letter
	rights := []int{rightRead, rightWrite, rightReadWrite, rightReadWrite}[f.IntN(4)]
	before := f.guests[0].u32(result)
	if fd := f.both("path_open", 3, nofollow, name, 1, oflags, rights, 0, f.IntN(2)*flagAppend, result); fd != before {
		f.fds = append(f.fds, fd)
	}
}

// step does one thing.
func (f *transfers) step() {
	if len(f.fds) == 0 || len(f.fds) < 70 && f.IntN(30) == 0 {
		f.open()
		return
	}
	i := f.IntN(len(f.fds))
	fd := f.fds[i]
	offset := []uint64{0, 1, 4000, 70000, math.MaxInt64 - 1<<20, math.MaxInt64, 1 << 63, math.MaxUint64}[f.IntN(8)&f.IntN(8)]
	to := []int{result, result, result, result + 2, 4<<16 - 2, 4 << 16}[f.IntN(6)&f.IntN(6)]
	list, n := f.buffers()
	switch f.IntN(16) {
	case 0:
		f.both("fd_seek", fd, min(offset, 1<<18), f.IntN(3), result)
	case 1:
		f.both("fd_tell", fd, result)
	case 2:
		f.both("fd_fdstat_set_flags", fd, f.IntN(2)*flagAppend)
	case 3:
		f.both("fd_close", fd)
		f.fds = append(f.fds[:i], f.fds[i+1:]...)
	case 4:
		f.both("fd_filestat_get", fd, buffer)
		for _, g := range f.guests {
			g.put(buffer, fmt.Sprintf("%-64d", g.u64(buffer+32)))
		}
	case 5:
		j := f.IntN(len(f.fds))
		f.both("fd_renumber", fd, f.fds[j])
		if i != j {
			f.fds = append(f.fds[:i], f.fds[i+1:]...)
		}
	case 6:
		f.both("fd_filestat_set_size", fd, min(offset, 1<<17))
	case 7, 8:
		f.both("fd_pread", fd, list, n, min(offset, 1<<18), to)
	case 9, 10:
		f.both("fd_pwrite", fd, list, n, min(offset, 1<<18), to)
	case 11:
		f.both([]string{"fd_pread", "fd_pwrite"}[f.IntN(2)], fd, list, 0, offset, to)
	case 12, 13:
		f.both("fd_read", fd, list, n, to)
	default:
		f.both("fd_write", fd, list, n, to)
	}
}

// Where C reads and writes files, guests see what they see where Go does.
func TestLentFiles(t *testing.T) {
	lent := 0
	made := newGuests(t, driver())
	for seed := range uint64(10) {
		f := &transfers{Rand: rand.New(rand.NewPCG(seed, 1))}
		for i, fs := range []vfs.FS{diskWith(t, vfs.DiskOptions{}), vfs.NewMem(1 << 30)} {
			f.guests[i] = made.host(t, host.Config{Preopens: preopens(t, vfs.Mount{Path: "/", FS: fs})})
			m := f.guests[i].memory()
			for at := range m[buffer:] {
				m[buffer+at] = byte(at * 7 / 5)
			}
		}
		for range 500 {
			f.step()
			lent += preview1.Lent(f.guests[0].Host)
			if preview1.Lent(f.guests[1].Host) != 0 {
				t.Fatal("C has a file in memory")
			}
		}
		a, b := &f.guests[0].Counters, &f.guests[1].Counters
		if a.Calls(host.Preview1) != b.Calls(host.Preview1) || a.Bytes(host.Preview1) != b.Bytes(host.Preview1) {
			t.Errorf("%d and %d calls, %d and %d bytes", a.Calls(host.Preview1), b.Calls(host.Preview1), a.Bytes(host.Preview1), b.Bytes(host.Preview1))
		}
	}
	if lent < 500 {
		t.Errorf("C has only %d files", lent)
	}
}

// C has only those files of which nothing needs to be looked at: no quota, and no writing
// where it is refused; and none after the guest's end.
func TestWhatIsLent(t *testing.T) {
	for name, c := range map[string]struct {
		fs     vfs.FS
		rights int
		lent   bool
	}{
		"a file": {diskWith(t, vfs.DiskOptions{}), rightReadWrite, true},
		"quota":  {diskWith(t, vfs.DiskOptions{Quota: 100}), rightWrite, false},
		"memory": {vfs.NewMem(1 << 30), rightReadWrite, false},
	} {
		g := withFiles(t, host.Config{}, vfs.Mount{Path: "/", FS: c.fs})
		fd := g.open(3, "f", create, c.rights, noFlag)
		g.write(fd, "some")
		g.write(fd, " text")
		if got := preview1.Lent(g.Host) == 1; got != c.lent {
			t.Errorf("%s: it is lent: %v", name, got)
		}
		g.ok("fd_tell", fd, result)
		if at := g.u64(result); at != 9 {
			t.Errorf("%s: it is at %d", name, at)
		}
		g.write(fd, "!")
		if name == "quota" {
			list, n := g.list(buffer, 200)
			g.ok("fd_write", fd, list, n, result)
			g.want(preview1.NoSpace, "fd_write", fd, list, n, result)
		}
		g.Cancel(nil)
		list, n := g.list(buffer, 1)
		if err := g.traps("fd_write", fd, list, n, result); err == nil {
			t.Errorf("%s: a guest writes whose run is over", name)
		}
		g.store.Close()
		if preview1.Lent(g.Host) != 0 {
			t.Errorf("%s: C has a file that is closed", name)
		}
	}
}

// What may not be written isn't by C either.
func TestLentToRead(t *testing.T) {
	dir := t.TempDir()
	writable, err := vfs.OpenDisk(dir, vfs.DiskOptions{})
	mustBe(t, err)
	defer writable.Close()
	g := withFiles(t, host.Config{}, vfs.Mount{Path: "/", FS: writable}, vfs.Mount{Path: "/ro", FS: writable, ReadOnly: true})
	g.write(g.open(3, "f", create, rightReadWrite, noFlag), "text")
	for _, fd := range []uint32{g.open(4, "f", 0, rightRead, noFlag), g.open(3, "f", 0, rightRead, noFlag)} {
		for range 3 {
			if got := g.read(fd, 2); len(got) > 2 {
				t.Errorf("it reads %q", got)
			}
			list, n := g.list(buffer, 4)
			g.want(preview1.BadDescriptor, "fd_write", fd, list, n, result)
			g.want(preview1.BadDescriptor, "fd_pwrite", fd, list, n, 0, result)
			g.ok("fd_pread", fd, list, n, 0, result)
		}
	}
	if preview1.Lent(g.Host) == 0 {
		t.Error("C reads nothing")
	}
}
