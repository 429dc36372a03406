package vfs

import (
	"bytes"
	"encoding/binary"
	"io"
	"sync"
	"unicode/utf8"

	"golang.org/x/sys/unix"
)

// diskListing reads a directory by getdents64. os.File would ask for a type that
// the file system doesn't say by path; here it stays Unknown until asked.
type diskListing struct {
	dir  *diskDir
	mu   sync.Mutex
	buf  []byte
	rest []byte
	// cloned says that others have the descriptor's place, too: at is the own one.
	cloned bool
	at     int64
}

// ReadDir opens the directory anew: the place in a listing belongs to the
// descriptor. One that can be read, but not searched, can't be opened anew from
// itself; its listings share the descriptor.
func (d *diskDir) ReadDir() (Listing, error) {
	l := &diskListing{buf: make([]byte, 8<<10)}
	var err error
	l.dir, err = d.opendir(".", Read)
	if err == HostAccess && d.reading != nil { //nolint:errorlint // errno's are never wrapped
		l.cloned = true
		l.dir, err = d.clone()
	}
	if err != nil {
		return nil, err
	}
	return l, nil
}

// Next gives the next entry whose name can be said.
func (l *diskListing) Next() (Entry, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		if len(l.rest) == 0 {
			n, err := l.fill()
			if n == 0 || err != nil {
				return Entry{}, false, err
			}
		}
		e, ok := l.parse()
		if !ok || e.Name == "." || e.Name == ".." || !utf8.ValidString(e.Name) {
			continue
		}
		if e.Type == Unknown {
			if info, err := l.dir.Lstat(e.Name); err == nil {
				e.Type = info.Type
			}
		}
		return e, true, nil
	}
}

// fill reads as many entries as the buffer holds. A directory that was removed has
// none.
func (l *diskListing) fill() (n int, err error) {
	err = l.dir.use(func(fd int) error {
		n, err = l.getdents(fd)
		return err
	})
	if err == NoEntry { //nolint:errorlint // errno's are never wrapped
		return 0, nil
	}
	l.rest = l.buf[:max(n, 0)]
	return max(n, 0), err
}

// getdents reads on where the listing is.
func (l *diskListing) getdents(fd int) (int, error) {
	if !l.cloned {
		return unix.Getdents(fd, l.buf)
	}
	l.dir.reading.Lock()
	defer l.dir.reading.Unlock()
	if _, err := unix.Seek(fd, l.at, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := unix.Getdents(fd, l.buf)
	if err != nil {
		return 0, err
	}
	l.at, err = unix.Seek(fd, 0, io.SeekCurrent)
	return n, err
}

// parse takes one struct linux_dirent64 off: inode, offset, length, type, name.
func (l *diskListing) parse() (Entry, bool) {
	const header = 8 + 8 + 2 + 1
	if len(l.rest) < header {
		l.rest = nil
		return Entry{}, false
	}
	length := int(binary.NativeEndian.Uint16(l.rest[16:]))
	if length < header || length > len(l.rest) {
		l.rest = nil
		return Entry{}, false
	}
	record := l.rest[:length]
	l.rest = l.rest[length:]
	name, _, _ := bytes.Cut(record[header:], []byte{0})
	if binary.NativeEndian.Uint64(record) == 0 {
		return Entry{}, false // a deleted one
	}
	return Entry{Name: string(name), Type: statType(uint32(record[18]) << 12)}, true
}

// Close closes the listing's own descriptor.
func (l *diskListing) Close() error { return l.dir.Close() }
