//go:build unix

package loader

import (
	"io"

	"golang.org/x/sys/unix"
)

// handle is an open file of the cache, for reading. It is a bare descriptor:
// os.File would register each one with the runtime's poller, which costs a warm
// start more system calls than everything else here together.
type handle struct {
	fd   int
	path string
}

// openHandle opens a file of the cache. It follows no link and does not block
// on a pipe.
func openHandle(path string) (handle, error) {
	h := handle{path: path}
	err := retry(func() (err error) {
		h.fd, err = unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
		return err
	})
	return h, pathError("open", path, err)
}

func (h handle) stat() (stamp, error) { return fstatFile(h.fd, h.path) }

// ReadAt implements [io.ReaderAt].
func (h handle) ReadAt(b []byte, offset int64) (read int, err error) {
	for read < len(b) {
		var n int
		err := retry(func() (err error) {
			n, err = unix.Pread(h.fd, b[read:], offset+int64(read))
			return err
		})
		if err != nil {
			return read, pathError("read", h.path, err)
		}
		if n == 0 {
			return read, io.EOF
		}
		read += n
	}
	return read, nil
}

// sync has the file's bytes written to the disk.
func (h handle) sync() error {
	return pathError("sync", h.path, retry(func() error { return unix.Fsync(h.fd) }))
}

// close can't lose anything: the file was only read.
func (h handle) close() { _ = unix.Close(h.fd) }

// isOwn reports whether a file or directory belongs to this user; isShared,
// whether others may write to it.
func (s stamp) isOwn() bool    { return s.uid == uint32(unix.Geteuid()) } //nolint:gosec // an id
func (s stamp) isShared() bool { return s.mode&0o022 != 0 }

// isRoots reports whether it belongs to root, who can do anything in this user's name.
func (s stamp) isRoots() bool { return s.uid == 0 }

// isMapped is false here: a mapped file can be removed, and stays mapped.
func isMapped(error) bool { return false }
