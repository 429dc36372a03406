package codecache

import (
	"io/fs"
	"os"
)

// statProves is false where a file's change time can't be had or can be set:
// contents are always compared by digest.
const statProves = false

// Stat is the stamp of a file; it follows symbolic links.
func Stat(path string) (Stamp, error) { return stampOf(os.Stat(path)) }

// lstat does not follow symbolic links.
func lstat(path string) (Stamp, error) { return stampOf(os.Lstat(path)) }

func stampOf(info fs.FileInfo, err error) (Stamp, error) {
	if err != nil {
		return Stamp{}, err
	}
	at := info.ModTime().UnixNano()
	return Stamp{Size: info.Size(), mtime: at, ctime: at, mode: uint32(info.Mode())}, nil
}

// Mode is the file's type and permissions.
func (s Stamp) Mode() fs.FileMode { return fs.FileMode(s.mode) }

// isOwn and isShared leave the matter to the system: a profile's directories
// are closed to other users by their access control lists.
func (s Stamp) isOwn() bool    { return true }
func (s Stamp) isShared() bool { return false }
func (s Stamp) isRoots() bool  { return false }

// StatFile is the stamp of an open file.
func StatFile(file *os.File) (Stamp, error) { return stampOf(file.Stat()) }
