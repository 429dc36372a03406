package loader

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// statProves is false where a file's change time can't be had or can be set:
// contents are always compared by digest.
const statProves = false

func statFile(path string) (stamp, error)  { return stampOf(os.Stat(path)) }
func lstatFile(path string) (stamp, error) { return stampOf(os.Lstat(path)) }

func stampOf(info fs.FileInfo, err error) (stamp, error) {
	if err != nil {
		return stamp{}, err
	}
	at := info.ModTime().UnixNano()
	return stamp{size: info.Size(), mtime: at, ctime: at, mode: uint32(info.Mode())}, nil
}

func (s stamp) fileMode() fs.FileMode { return fs.FileMode(s.mode) }

// isOwn and isShared leave the matter to the system: a profile's directories
// are closed to other users by their access control lists.
func (s stamp) isOwn() bool    { return true }
func (s stamp) isShared() bool { return false }
func (s stamp) isRoots() bool  { return false }

// handle is an open file of the cache, for reading.
type handle struct {
	file *os.File
	path string
}

func openHandle(path string) (handle, error) {
	file, err := os.Open(path)
	return handle{file, path}, err
}

func (h handle) stat() (stamp, error) { return stampOf(h.file.Stat()) }

// ReadAt implements [io.ReaderAt].
func (h handle) ReadAt(b []byte, offset int64) (int, error) { return h.file.ReadAt(b, offset) }

func (h handle) sync() error { return nil }
func (h handle) close()      { _ = h.file.Close() }

// fileStamp is the stamp of an open file.
func fileStamp(file *os.File) (stamp, error) { return stampOf(file.Stat()) }

// isMapped reports whether a file could not be removed because a process has
// mapped it.
func isMapped(err error) bool {
	return errors.Is(err, windows.ERROR_ACCESS_DENIED) ||
		errors.Is(err, windows.ERROR_SHARING_VIOLATION) ||
		errors.Is(err, windows.ERROR_USER_MAPPED_FILE)
}
