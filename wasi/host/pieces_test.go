package host_test

import (
	"errors"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/filesystem"
)

// watchedFS is a file system that tells of each write.
type watchedFS struct {
	vfs.FS
	wrote func(n int)
}

func (fs watchedFS) Root() (vfs.Dir, error) {
	d, err := fs.FS.Root()
	return watchedDir{d, fs.wrote}, err
}

type watchedDir struct {
	vfs.Dir
	wrote func(n int)
}

func (d watchedDir) Dup(flags vfs.OpenFlags) (vfs.Dir, error) {
	dup, err := d.Dir.Dup(flags)
	return watchedDir{dup, d.wrote}, err
}

func (d watchedDir) Open(name string, flags vfs.OpenFlags) (vfs.File, error) {
	f, err := d.Dir.Open(name, flags)
	if err != nil {
		return nil, err
	}
	return watchedFile{f, d.wrote}, nil
}

type watchedFile struct {
	vfs.File
	wrote func(n int)
}

func (f watchedFile) WriteAt(p []byte, offset uint64) (int, error) {
	f.wrote(len(p))
	return f.File.WriteAt(p, offset)
}

// A large write goes in pieces, between which the run can end.
func TestWriteEndsBetweenPieces(t *testing.T) {
	const piece = 1 << 20
	var f *files
	pieces, last := 0, 1000
	f = newGuests(t).adapted(t).files(t, mount{fs: watchedFS{vfs.NewMem(1 << 30), func(n int) {
		if n > piece {
			t.Errorf("%d bytes at once", n)
		}
		if pieces++; pieces == last {
			f.Cancel(errors.New("over"))
		}
	}}})
	d := f.mustOpen("f", filesystem.Create, filesystem.Write|filesystem.Read)
	text := make([]byte, 3*piece+1)
	text[3*piece] = 'x'
	if n, err := f.writeAt(d, string(text), 0); n != uint64(len(text)) || err != "" || pieces != 4 {
		t.Fatalf("%d bytes in %d pieces: %q", n, pieces, err)
	}
	if got, _, err := f.readAt(d, 2, 3*piece); got != "x" || err != "" {
		t.Errorf("it ends with %q: %q", got, err)
	}
	pieces, last = 0, 2
	_, err := call[writeParams, engine.Result[uint64, filesystem.ErrorCode]](f.guest, "descriptor-write", writeParams{F0: lend(d), F1: text})
	var cancelled *host.CancelledError
	if !errors.As(err, &cancelled) || pieces != 2 {
		t.Errorf("after %d pieces: %v", pieces, err)
	}
}
