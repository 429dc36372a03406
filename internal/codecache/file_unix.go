//go:build unix

package codecache

import (
	"io"

	"golang.org/x/sys/unix"
)

// file is an open file of the cache, for reading. It is a bare descriptor:
// os.File would register each one with the runtime's poller, which costs a warm
// start more system calls than everything else here together.
type file struct {
	fd   int
	path string
}

// openFile opens a file of the cache. It follows no link and does not block
// on a pipe.
func openFile(path string) (file, error) {
	f := file{path: path}
	err := retry(func() (err error) {
		f.fd, err = unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
		return err
	})
	return f, pathError("open", path, err)
}

func (f file) stat() (Stamp, error) { return fstat(f.fd, f.path) }

// ReadAt implements [io.ReaderAt].
func (f file) ReadAt(b []byte, offset int64) (read int, err error) {
	for read < len(b) {
		var n int
		err := retry(func() (err error) {
			n, err = unix.Pread(f.fd, b[read:], offset+int64(read))
			return err
		})
		if err != nil {
			return read, pathError("read", f.path, err)
		}
		if n == 0 {
			return read, io.EOF
		}
		read += n
	}
	return read, nil
}

// sync has the file's bytes written to the disk.
func (f file) sync() error {
	return pathError("sync", f.path, retry(func() error { return unix.Fsync(f.fd) }))
}

// close can't lose anything: the file was only read.
func (f file) close() { _ = unix.Close(f.fd) }

// isMapped is false here: a mapped file can be removed, and stays mapped.
func isMapped(error) bool { return false }
