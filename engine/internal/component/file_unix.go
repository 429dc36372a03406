//go:build unix

package component

import (
	"io"
	"io/fs"
	"syscall"
)

// File is an open file, to read from. It is a bare descriptor: os.File would
// start the runtime's poller, for nothing.
type File struct {
	fd   int
	size int64
	name string
}

// OpenFile opens a file.
func OpenFile(path string) (*File, error) {
	f := &File{name: path}
	err := retry(func() (err error) {
		f.fd, err = syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
		return err
	})
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	var stat syscall.Stat_t
	if err := syscall.Fstat(f.fd, &stat); err != nil {
		f.Close()
		return nil, &fs.PathError{Op: "stat", Path: path, Err: err}
	}
	f.size = stat.Size
	return f, nil
}

// Name is the path by which it was opened.
func (f *File) Name() string { return f.name }

// Size is its size in bytes.
func (f *File) Size() int64 { return f.size }

// ReadAt implements [io.ReaderAt].
func (f *File) ReadAt(b []byte, at int64) (read int, err error) {
	for read < len(b) {
		var n int
		err := retry(func() (err error) {
			n, err = syscall.Pread(f.fd, b[read:], at+int64(read))
			return err
		})
		if err != nil {
			return read, &fs.PathError{Op: "read", Path: f.name, Err: err}
		}
		if n == 0 {
			return read, io.EOF
		}
		read += n
	}
	return read, nil
}

// descriptor is what can be mapped; negative is nothing.
func (f *File) descriptor() int { return f.fd }

// give leaves the descriptor to somebody else.
func (f *File) give() { f.fd = -1 }

// Close closes the file, unless it was given away.
func (f *File) Close() {
	if f.fd >= 0 {
		_ = syscall.Close(f.fd) // nothing was written
	}
}

// retry repeats a call that a signal interrupted.
func retry(call func() error) error {
	for {
		if err := call(); err != syscall.EINTR { //nolint:errorlint // a raw errno
			return err
		}
	}
}
