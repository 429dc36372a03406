package preview1_test

import (
	"errors"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
)

// watchedFS is a file system that tells of each read and write.
type watchedFS struct {
	vfs.FS
	moved func(n int)
}

func (fs watchedFS) Root() (vfs.Dir, error) {
	d, err := fs.FS.Root()
	return watchedDir{d, fs.moved}, err
}

type watchedDir struct {
	vfs.Dir
	moved func(n int)
}

func (d watchedDir) Open(name string, flags vfs.OpenFlags) (vfs.File, error) {
	f, err := d.Dir.Open(name, flags)
	if err != nil {
		return nil, err
	}
	return watchedFile{f, d.moved}, nil
}

type watchedFile struct {
	vfs.File
	moved func(n int)
}

func (f watchedFile) WriteAt(p []byte, offset uint64) (int, error) {
	f.moved(len(p))
	return f.File.WriteAt(p, offset)
}

func (f watchedFile) ReadAt(p []byte, offset uint64) (int, error) {
	f.moved(len(p))
	return f.File.ReadAt(p, offset)
}

// Large reads and writes go in pieces, between which the run can end.
func TestEndsBetweenPieces(t *testing.T) {
	const piece, size = 1 << 20, 3<<20 + 1
	guests := newGuests(t, driverWith(`(memory (export "memory") 128)`))
	for _, name := range []string{"fd_pwrite", "fd_pread"} {
		pieces, last := 0, 1000
		var g *guest
		c := host.Config{Preopens: preopens(t, vfs.Mount{Path: "/", FS: watchedFS{vfs.NewMem(1 << 30), func(n int) {
			if n > piece {
				t.Errorf("%s: %d bytes at once", name, n)
			}
			if pieces++; pieces == last {
				g.Cancel(errors.New("over"))
			}
		}}})}
		g = guests.host(t, c)
		fd := g.open(3, "f", create, rightReadWrite, noFlag)
		list, n := g.list(buffer, size)
		g.ok("fd_pwrite", fd, list, n, 0, result)
		if pieces = 0; name == "fd_pread" {
			g.memory()[buffer+size-1] = 'x'
		}
		g.ok(name, fd, list, n, 0, result)
		if got := g.u32(result); got != size || pieces != 4 || g.memory()[buffer+size-1] != 0 {
			t.Errorf("%s: %d bytes in %d pieces", name, got, pieces)
		}
		pieces, last = 0, 2
		var cancelled *host.CancelledError
		if err := g.traps(name, fd, list, n, 0, result); !errors.As(err, &cancelled) || pieces != 2 {
			t.Errorf("%s: after %d pieces %v", name, pieces, err)
		}
	}
}
