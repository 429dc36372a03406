package vfs

import (
	"io/fs"
	"os"
)

// lstatPath describes what the host has at a path: of a file it doesn't tell the number.
func lstatPath(path string) (Info, error) {
	is, err := os.Lstat(path)
	switch {
	case err != nil:
		return Info{}, errno(err)
	case is.Mode()&fs.ModeSymlink != 0:
		return Info{Type: SymbolicLink}, nil
	case is.IsDir():
		id, err := identityAt(path)
		return Info{Type: Directory, Device: id.device, ID: id.id}, err
	}
	return Info{Type: RegularFile}, nil
}
