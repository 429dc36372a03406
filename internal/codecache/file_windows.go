package codecache

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// file is an open file of the cache, for reading.
type file struct {
	*os.File
	path string
}

func openFile(path string) (file, error) {
	f, err := os.Open(path)
	return file{f, path}, err
}

func (f file) stat() (Stamp, error) { return stampOf(f.File.Stat()) }

func (f file) sync() error { return nil }
func (f file) close()      { _ = f.File.Close() }

// isMapped reports whether a file could not be removed because a process has
// mapped it.
func isMapped(err error) bool {
	return errors.Is(err, windows.ERROR_ACCESS_DENIED) ||
		errors.Is(err, windows.ERROR_SHARING_VIOLATION) ||
		errors.Is(err, windows.ERROR_USER_MAPPED_FILE)
}
