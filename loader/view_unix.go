//go:build unix

package loader

import (
	"errors"
	"os"
	"runtime/debug"

	"golang.org/x/sys/unix"

	"github.com/qyvol/qyvol/internal/codecache"
)

// View shows the bytes of the file to a function, which must not keep them. What it
// reads comes into memory, with up to some megabytes around it; passed lets go of
// what lies before an offset. A file that has changed is a [*ChangedError].
func (u *Unit) View(show func(data []byte, passed func(offset int)) error) error {
	if u.err != nil {
		return u.err
	}
	return u.from().view(show)
}

func (s *source) view(show func([]byte, func(int)) error) error {
	s.contents.Lock()
	content := s.contents.bytes
	s.contents.Unlock()
	if content != nil {
		return show(content, func(int) {})
	}
	file, state, err := s.open()
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // only read
	if state != s.Stamp {
		return &ChangedError{Path: s.Path}
	}
	err = s.mapped(file, show)
	if after, statErr := codecache.StatFile(file); statErr != nil || after != state {
		return &ChangedError{Path: s.Path}
	}
	return err
}

// mapped maps the file. One that is cut off meanwhile faults where it is read.
func (s *source) mapped(file *os.File, show func([]byte, func(int)) error) (err error) {
	data, err := unix.Mmap(int(file.Fd()), 0, int(s.Stamp.Size), unix.PROT_READ, unix.MAP_PRIVATE)
	if err != nil {
		return &UnreadableError{Path: s.Path, Err: err}
	}
	defer unix.Munmap(data) //nolint:errcheck // nothing was written
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if fault := recover(); fault != nil {
			if e, ok := fault.(error); !ok || !isFault(e) {
				panic(fault)
			}
			err = &ChangedError{Path: s.Path}
		}
	}()
	done, page := 0, os.Getpagesize()
	return show(data, func(offset int) {
		if offset = offset / page * page; offset > done {
			_ = unix.Madvise(data[done:offset], unix.MADV_DONTNEED) // or it takes more memory
			done = offset
		}
	})
}

// isFault tells the panics of SetPanicOnFault, which know their address.
func isFault(err error) bool {
	var fault interface{ Addr() uintptr }
	return errors.As(err, &fault)
}
