//go:build unix

package vfs

import (
	"errors"
	"math"
	"sync"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// diskFS is a directory of the host. Everything goes through descriptors and the
// *at calls, one component at a time, none of which follows a link: so there is no
// path that somebody could change between a check and its use.
type diskFS struct {
	root   *diskDir
	growth growth
	// anywhere lets the kernel's own file systems be entered, and names be any bytes: see asHost.
	anywhere bool
}

func openDisk(path string, quota uint64) (FS, error) {
	fs := &diskFS{growth: growth{limit: quota}}
	open := func(flags int) (int, error) {
		return retry(func() (int, error) { return unix.Open(path, flags&^unix.O_NOFOLLOW, 0) })
	}
	fd, err := open(listFlags)
	if err == nil {
		fs.root = &diskDir{fs: fs, descriptor: descriptor{fd: fd}, reading: new(sync.Mutex)}
		return fs, nil
	}
	if !errors.Is(err, unix.EACCES) {
		return nil, errno(err)
	}
	if fd, err = open(passFlags); err != nil {
		return nil, errno(err)
	}
	fs.root = &diskDir{fs: fs, descriptor: descriptor{fd: fd}}
	if err := fs.root.Search(); err != nil { // it is good for nothing
		_ = fs.root.Close()
		return nil, err
	}
	return fs, nil
}

// Root gives the root directory, which may be one that can't be opened again.
func (fs *diskFS) Root() (Dir, error) { return fs.root.clone() }

// Close closes the root directory.
func (fs *diskFS) Close() error { return fs.root.Close() }

// descriptor is one of the system's, whose number isn't given to anybody else
// while a call uses it.
type descriptor struct {
	fd int
	// calls are those that use the number now, and closed besides once nobody else may
	// begin to.
	calls atomic.Int64
}

const closed = math.MinInt64

// use calls with the descriptor's number, and gives the error in WASI's terms.
func (d *descriptor) use(call func(fd int) error) error {
	if !d.hold() {
		return BadDescriptor
	}
	err := call(d.fd)
	for err != nil && errors.Is(err, unix.EINTR) {
		err = call(d.fd)
	}
	d.release()
	return errno(err)
}

// hold keeps the number from being closed, unless it is.
func (d *descriptor) hold() bool {
	for {
		n := d.calls.Load()
		if n < 0 {
			return false
		}
		if d.calls.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

// release ends what hold began.
func (d *descriptor) release() {
	if d.calls.Add(-1) == closed {
		_ = unix.Close(d.fd) // whose Close has returned
	}
}

// Close closes it, or has the last call that uses it do so.
func (d *descriptor) Close() error {
	for {
		n := d.calls.Load()
		switch {
		case n < 0:
			return nil
		case !d.calls.CompareAndSwap(n, n+closed):
			continue
		case n > 0:
			return nil
		}
		return errno(unix.Close(d.fd))
	}
}

// Stat describes what is open.
func (d *descriptor) Stat() (Info, error) {
	var st unix.Stat_t
	if err := d.stat(&st); err != nil {
		return Info{}, err
	}
	return statInfo(&st), nil
}

func (d *descriptor) stat(st *unix.Stat_t) error {
	return d.use(func(fd int) error { return unix.Fstat(fd, st) })
}

// Sync writes it to the device.
func (d *descriptor) Sync(dataOnly bool) error {
	return d.use(func(fd int) error { return syncDescriptor(fd, dataOnly) })
}

// retry calls until no signal comes between.
func retry(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if !errors.Is(err, unix.EINTR) {
			return n, err
		}
	}
}

// checkHostName has nothing to add on Unix.
func checkHostName(string) error { return nil }

// writeEnd finds the end, and writes there: no other guest of this file system can
// do so in between.
func (g *growth) writeEnd(fd int, b []byte) (int, error) {
	g.ends.Lock()
	defer g.ends.Unlock()
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return 0, err
	}
	return unix.Pwrite(fd, b, st.Size)
}
