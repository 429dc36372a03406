//go:build unix

package codecache

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// statProves says that this system's ctime can't be set.
const statProves = true

// Stat is the stamp of a file; it follows symbolic links.
func Stat(path string) (Stamp, error) {
	var st unix.Stat_t
	err := retry(func() error { return unix.Stat(path, &st) })
	return stampOf(&st), pathError("stat", path, err)
}

// lstat does not follow symbolic links.
func lstat(path string) (Stamp, error) {
	var st unix.Stat_t
	err := retry(func() error { return unix.Lstat(path, &st) })
	return stampOf(&st), pathError("lstat", path, err)
}

func fstat(fd int, path string) (Stamp, error) {
	var st unix.Stat_t
	err := retry(func() error { return unix.Fstat(fd, &st) })
	return stampOf(&st), pathError("fstat", path, err)
}

// stampOf converts: the fields' widths differ between systems.
func stampOf(st *unix.Stat_t) Stamp {
	return Stamp{
		dev: uint64(st.Dev), ino: uint64(st.Ino), Size: st.Size,
		mtime: st.Mtim.Nano(), ctime: st.Ctim.Nano(),
		mode: uint32(st.Mode), uid: st.Uid,
	}
}

// Mode is the file's type and permissions: no other bits are translated.
func (s Stamp) Mode() fs.FileMode {
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

// StatFile is the stamp of an open file.
func StatFile(file *os.File) (Stamp, error) { return fstat(int(file.Fd()), file.Name()) }

// isOwn reports whether a file or directory belongs to this user; isShared,
// whether others may write to it.
func (s Stamp) isOwn() bool    { return s.uid == uint32(unix.Geteuid()) } //nolint:gosec // an id
func (s Stamp) isShared() bool { return s.mode&0o022 != 0 }

// isRoots reports whether it belongs to root, who can do anything in this user's name.
func (s Stamp) isRoots() bool { return s.uid == 0 }
