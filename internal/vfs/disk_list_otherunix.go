//go:build unix && !linux

package vfs

import (
	"errors"
	"io"
	"os"
	"sync"
	"unicode/utf8"

	"golang.org/x/sys/unix"
)

// diskListing reads a directory's names, and asks for each type.
type diskListing struct {
	dir   *diskDir
	mu    sync.Mutex
	file  *os.File
	names []string
}

// ReadDir opens the directory anew: the place in a listing belongs to the
// descriptor. One that can be read, but not searched, is Access.
func (d *diskDir) ReadDir() (Listing, error) {
	dir, err := d.opendir(".", Read)
	if err != nil {
		return nil, err
	}
	l := &diskListing{dir: dir}
	err = dir.use(func(fd int) error {
		again, err := unix.Openat(fd, ".", listFlags, 0)
		if err == nil {
			err = d.fs.admit(again)
		}
		if err == nil {
			l.file = os.NewFile(uintptr(again), ".") //nolint:gosec // a descriptor isn't negative
		}
		return err
	})
	if err != nil {
		_ = dir.Close()
		return nil, err
	}
	return l, nil
}

// Next gives the next entry whose name can be said.
func (l *diskListing) Next() (Entry, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		if len(l.names) == 0 {
			names, err := l.file.Readdirnames(256)
			if errors.Is(err, io.EOF) {
				return Entry{}, false, nil
			} else if err != nil {
				return Entry{}, false, errno(err)
			}
			l.names = names
		}
		name := l.names[0]
		l.names = l.names[1:]
		if !utf8.ValidString(name) {
			continue
		}
		if info, err := l.dir.Lstat(name); err == nil {
			return Entry{Name: name, Type: info.Type}, true, nil
		}
	}
}

// Close closes the listing's own descriptors.
func (l *diskListing) Close() error {
	_ = l.file.Close()
	return l.dir.Close()
}
