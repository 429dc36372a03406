//go:build unix

package vfs

import (
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// diskFile is an open regular file.
type diskFile struct {
	descriptor
	fs    *diskFS
	flags OpenFlags
	// regular says that it is known to be one. Nothing is done with it before: of its
	// name that was seen when it was opened, but something else may have had the name
	// by then.
	regular atomic.Bool
}

// Stat describes the file.
func (f *diskFile) Stat() (Info, error) {
	info, err := f.descriptor.Stat()
	if err == nil && !f.regular.Load() {
		err = openable(info.Type)
		f.regular.Store(err == nil)
	}
	if err != nil {
		return Info{}, err
	}
	return info, nil
}

// use calls with the descriptor of what is known to be a regular file.
func (f *diskFile) use(call func(fd int) error) error {
	if !f.regular.Load() {
		if _, err := f.Stat(); err != nil {
			return err
		}
	}
	return f.descriptor.use(call)
}

// system is for SystemFile.
func (f *diskFile) system() (System, bool) {
	write := f.flags&(Write|Append) == Write && f.fs.growth.limit == 0
	return System{FD: f.fd, Read: f.flags&Read != 0, Write: write}, f.regular.Load()
}

// Sync writes it to the device.
func (f *diskFile) Sync(dataOnly bool) error {
	return f.use(func(fd int) error { return syncDescriptor(fd, dataOnly) })
}

// SetTimes sets its times.
func (f *diskFile) SetTimes(accessed, modified SetTime) error {
	return f.use(func(fd int) error { return setTimes(fd, accessed, modified) })
}

// ReadAt reads at an offset.
func (f *diskFile) ReadAt(b []byte, offset uint64) (n int, err error) {
	if f.flags&Read == 0 {
		return 0, BadDescriptor
	}
	if offset > maxSize {
		return 0, nil // no file goes that far
	}
	err = f.use(func(fd int) error {
		n, err = unix.Pread(fd, b, int64(offset&maxSize))
		return err
	})
	return max(n, 0), err
}

// WriteAt writes at an offset, or at the end.
func (f *diskFile) WriteAt(b []byte, offset uint64) (n int, err error) {
	if f.flags&Append != 0 {
		return f.WriteEnd(b)
	}
	if err := f.writable(); err != nil || len(b) == 0 {
		return 0, err
	}
	if offset >= maxSize {
		return 0, FileTooLarge
	}
	if f.fs.growth.limit != 0 {
		return f.writeWithin(b, &offset)
	}
	return f.write(b, &offset)
}

// WriteEnd writes at the end.
func (f *diskFile) WriteEnd(b []byte) (int, error) {
	if err := f.writable(); err != nil || len(b) == 0 {
		return 0, err
	}
	if f.fs.growth.limit != 0 {
		return f.writeWithin(b, nil)
	}
	return f.write(b, nil)
}

func (f *diskFile) writable() error {
	if f.flags&Write == 0 {
		return BadDescriptor
	}
	return nil
}

// write writes without a look at the quota; nil is the end.
func (f *diskFile) write(b []byte, offset *uint64) (n int, err error) {
	err = f.use(func(fd int) error {
		switch {
		case offset != nil:
			n, err = unix.Pwrite(fd, b, int64(*offset&maxSize))
		case f.flags&Append != 0:
			n, err = unix.Write(fd, b)
		default:
			n, err = f.fs.writeEnd(fd, b)
		}
		return err
	})
	return max(n, 0), err
}

// writeWithin writes as far as the quota goes.
func (f *diskFile) writeWithin(b []byte, offset *uint64) (int, error) {
	g := &f.fs.growth
	g.mu.Lock()
	defer g.mu.Unlock()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	at := info.Size
	if offset != nil {
		at = *offset
	}
	end := g.allowed(info.Size)
	if at >= end {
		return 0, InsufficientSpace
	}
	n, err := f.write(b[:min(uint64(len(b)), end-at)], offset)
	g.changed(info, max(info.Size, at+uint64(n))) //nolint:gosec // a number of bytes
	return n, err
}

// SetSize cuts the file or lets it grow.
func (f *diskFile) SetSize(size uint64) error {
	if f.flags&Write == 0 {
		return BadDescriptor
	}
	return f.setSize(size)
}

func (f *diskFile) setSize(size uint64) error {
	if size > maxSize {
		return FileTooLarge
	}
	set := func(fd int) error { return unix.Ftruncate(fd, int64(size&maxSize)) }
	g := &f.fs.growth
	if g.limit == 0 {
		return f.use(set)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case size > g.allowed(info.Size):
		return InsufficientSpace
	}
	if err := f.use(set); err != nil {
		return err
	}
	g.changed(info, size)
	return nil
}
