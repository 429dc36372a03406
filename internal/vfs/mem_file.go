package vfs

import (
	"sync/atomic"
	"time"
)

// memFile is an open file of a memFS.
type memFile struct {
	fs     *memFS
	n      *inode
	flags  OpenFlags
	closed atomic.Bool
}

// usable checks that the file is open, and was opened for it.
func (f *memFile) usable(flag OpenFlags) error {
	if f.closed.Load() || f.flags&flag != flag {
		return BadDescriptor
	}
	return nil
}

// Stat describes the file.
func (f *memFile) Stat() (Info, error) {
	if err := f.usable(0); err != nil {
		return Info{}, err
	}
	f.fs.mu.RLock()
	defer f.fs.mu.RUnlock()
	return f.fs.info(f.n), nil
}

// SetTimes sets its times.
func (f *memFile) SetTimes(accessed, modified SetTime) error {
	if err := f.usable(0); err != nil {
		return err
	}
	f.n.setTimes(accessed, modified)
	return nil
}

// SetSize cuts it, or lets it grow by a hole, which costs nothing.
func (f *memFile) SetSize(size uint64) error {
	if err := f.usable(Write); err != nil {
		return err
	}
	if size > maxSize {
		return FileTooLarge
	}
	f.n.mu.Lock()
	defer f.n.mu.Unlock()
	if f.n.dead {
		return BadDescriptor
	}
	f.fs.cut(f.n, size)
	f.n.modified = time.Now()
	f.n.changed = f.n.modified
	return nil
}

// Sync has nothing to do.
func (f *memFile) Sync(bool) error { return f.usable(0) }

// ReadAt reads. It leaves the time of access: see mount(8), noatime.
func (f *memFile) ReadAt(b []byte, offset uint64) (int, error) {
	if err := f.usable(Read); err != nil {
		return 0, err
	}
	f.n.mu.RLock()
	defer f.n.mu.RUnlock()
	return f.n.readAt(b, offset), nil
}

// WriteAt writes as far as the quota goes.
func (f *memFile) WriteAt(b []byte, offset uint64) (int, error) {
	return f.write(b, offset, f.flags&Append != 0)
}

// WriteEnd writes at the end.
func (f *memFile) WriteEnd(b []byte) (int, error) { return f.write(b, 0, true) }

func (f *memFile) write(b []byte, offset uint64, end bool) (int, error) {
	if err := f.usable(Write); err != nil || len(b) == 0 {
		return 0, err
	}
	f.n.mu.Lock()
	defer f.n.mu.Unlock()
	if f.n.dead {
		return 0, BadDescriptor
	}
	if end {
		offset = f.n.size
	}
	if offset >= maxSize {
		return 0, FileTooLarge
	}
	b = b[:min(uint64(len(b)), maxSize-offset)]
	done := f.fs.writeAt(f.n, b, offset)
	if done == 0 {
		return 0, InsufficientSpace
	}
	f.n.modified = time.Now()
	f.n.changed = f.n.modified
	return done, nil
}

// Close lets go of the file. If it was the last, and the name is gone, so is it.
func (f *memFile) Close() error {
	if f.closed.Swap(true) {
		return nil
	}
	f.fs.closed(f.n)
	return nil
}

// closed counts an opening less.
func (fs *memFS) closed(n *inode) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	n.opens--
	fs.release(n)
}
