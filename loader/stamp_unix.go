//go:build unix

package loader

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// statProves says that this system's ctime can't be set.
const statProves = true

// statFile follows symbolic links.
func statFile(path string) (stamp, error) {
	var st unix.Stat_t
	err := retry(func() error { return unix.Stat(path, &st) })
	return stampOf(&st), pathError("stat", path, err)
}

// lstatFile does not follow symbolic links.
func lstatFile(path string) (stamp, error) {
	var st unix.Stat_t
	err := retry(func() error { return unix.Lstat(path, &st) })
	return stampOf(&st), pathError("lstat", path, err)
}

func fstatFile(fd int, path string) (stamp, error) {
	var st unix.Stat_t
	err := retry(func() error { return unix.Fstat(fd, &st) })
	return stampOf(&st), pathError("fstat", path, err)
}

// stampOf converts: the fields' widths differ between systems.
func stampOf(st *unix.Stat_t) stamp {
	return stamp{
		dev: uint64(st.Dev), ino: uint64(st.Ino), size: st.Size,
		mtime: st.Mtim.Nano(), ctime: st.Ctim.Nano(),
		mode: uint32(st.Mode), uid: st.Uid,
	}
}

// fileMode translates the type bits, the only ones that callers look at, and
// the permissions.
func (s stamp) fileMode() fs.FileMode {
	mode := fs.FileMode(s.mode & 0o777)
	switch s.mode & unix.S_IFMT {
	case unix.S_IFREG:
	case unix.S_IFDIR:
		mode |= fs.ModeDir
	case unix.S_IFLNK:
		mode |= fs.ModeSymlink
	case unix.S_IFIFO:
		mode |= fs.ModeNamedPipe
	case unix.S_IFSOCK:
		mode |= fs.ModeSocket
	case unix.S_IFBLK, unix.S_IFCHR:
		mode |= fs.ModeDevice
	default:
		mode |= fs.ModeIrregular
	}
	return mode
}

// retry repeats a call that a signal interrupted.
func retry(call func() error) error {
	for {
		err := call()
		if err != unix.EINTR { //nolint:errorlint // a raw errno
			return err
		}
	}
}

func pathError(op, path string, err error) error {
	if err == nil {
		return nil
	}
	return &fs.PathError{Op: op, Path: path, Err: err}
}

// fileStamp is the stamp of an open file.
func fileStamp(file *os.File) (stamp, error) { return fstatFile(int(file.Fd()), file.Name()) }
