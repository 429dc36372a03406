//go:build unix

package vfs

import (
	"sync"

	"golang.org/x/sys/unix"
)

// diskDir is an open directory.
type diskDir struct {
	descriptor
	fs *diskFS
	// reading is nil where the descriptor is good for passing through alone. Who moves
	// the descriptor's place in the listing holds it: clones have one place together.
	reading *sync.Mutex
}

const (
	listFlags = unix.O_RDONLY | unix.O_DIRECTORY | unix.O_NOFOLLOW | unix.O_CLOEXEC
	passFlags = searchOnly | unix.O_DIRECTORY | unix.O_NOFOLLOW | unix.O_CLOEXEC
	fileFlags = unix.O_NOFOLLOW | unix.O_NONBLOCK | unix.O_NOCTTY | unix.O_CLOEXEC
)

// at calls with the descriptor's number and a name that is one.
func (d *diskDir) at(name string, call func(fd int) error) error {
	if err := d.check(name); err != nil {
		return err
	}
	return d.use(call)
}

// check is checkName, which of the user's own names asks less.
func (d *diskDir) check(name string) error {
	err := checkName(name)
	if d.fs.anywhere && err == IllegalByteSequence { //nolint:errorlint // errno's are never wrapped
		err = checkBytes(name)
	}
	return err
}

// SetTimes sets the directory's times.
func (d *diskDir) SetTimes(accessed, modified SetTime) error {
	return d.use(func(fd int) error { return setTimes(fd, accessed, modified) })
}

// Lstat describes an entry.
func (d *diskDir) Lstat(name string) (Info, error) {
	var st unix.Stat_t
	if err := d.lstat(name, &st); err != nil {
		return Info{}, err
	}
	return statInfo(&st), nil
}

func (d *diskDir) lstat(name string, st *unix.Stat_t) error {
	return d.at(name, func(fd int) error { return unix.Fstatat(fd, name, st, unix.AT_SYMLINK_NOFOLLOW) })
}

// LsetTimes sets an entry's times.
func (d *diskDir) LsetTimes(name string, accessed, modified SetTime) error {
	return d.at(name, func(fd int) error { return setTimesAt(fd, name, accessed, modified) })
}

// Readlink gives a link's target.
func (d *diskDir) Readlink(name string) (string, error) {
	target := make([]byte, maxPath+1)
	err := d.at(name, func(fd int) error {
		n, err := unix.Readlinkat(fd, name, target)
		target = target[:max(n, 0)]
		return err
	})
	return string(target), err
}

// openat opens something anew, and gives its number.
func (d *diskDir) openat(name string, flags int) (opened int, err error) {
	err = d.use(func(fd int) error {
		if opened, err = unix.Openat(fd, name, flags, 0o666); err != nil {
			return err
		}
		if err = d.fs.admit(opened); err != nil && flags&unix.O_EXCL != 0 {
			_ = unix.Unlinkat(fd, name, 0) // it was made by this
		}
		return err
	})
	return opened, err
}

// OpenDir opens an entry that is a directory.
func (d *diskDir) OpenDir(name string, flags OpenFlags) (Dir, error) {
	if err := d.check(name); err != nil {
		return nil, err
	}
	dir, err := d.opendir(name, flags)
	if err == nil {
		return dir, nil
	}
	if err != NotDirectory && err != Loop { //nolint:errorlint // errno's are never wrapped
		return nil, err
	}
	// Systems don't agree on what a link is to O_DIRECTORY and O_NOFOLLOW.
	if info, err := d.Lstat(name); err == nil && info.Type == SymbolicLink {
		return nil, Loop
	}
	return nil, NotDirectory
}

// Dup opens the directory again.
func (d *diskDir) Dup(flags OpenFlags) (Dir, error) {
	dir, err := d.opendir(".", flags)
	if err != nil {
		return nil, err
	}
	return dir, nil
}

// opendir opens a directory for what the flags say.
func (d *diskDir) opendir(name string, flags OpenFlags) (*diskDir, error) {
	if flags&Read != 0 {
		opened, err := d.enter(name, listFlags)
		if err == nil {
			return &diskDir{descriptor: descriptor{fd: opened}, fs: d.fs, reading: new(sync.Mutex)}, nil
		}
		if err != HostAccess || flags&Search == 0 { //nolint:errorlint // errno's are never wrapped
			return nil, err
		}
	}
	opened, err := d.enter(name, passFlags)
	if err != nil {
		return nil, err
	}
	return &diskDir{descriptor: descriptor{fd: opened}, fs: d.fs}, nil
}

// clone gives the directory a second descriptor, which takes no permission.
func (d *diskDir) clone() (*diskDir, error) {
	c := &diskDir{fs: d.fs, reading: d.reading}
	err := d.use(func(fd int) error {
		n, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
		if err != nil {
			return err
		}
		c.fd = n
		return d.fs.admit(n)
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// Search looks the directory up in itself, by which the system tells.
func (d *diskDir) Search() error {
	var st unix.Stat_t
	return d.use(func(fd int) error { return unix.Fstatat(fd, ".", &st, 0) })
}

// Sync writes the entries to the device, for which the system wants a descriptor
// that can read them.
func (d *diskDir) Sync(dataOnly bool) error {
	if d.reading != nil {
		return d.descriptor.Sync(dataOnly)
	}
	again, err := d.opendir(".", Read)
	if err != nil {
		return err
	}
	defer func() { _ = again.Close() }()
	return again.descriptor.Sync(dataOnly)
}

// Open opens a regular file, or makes one.
func (d *diskDir) Open(name string, flags OpenFlags) (File, error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	if flags&(Create|Exclusive) == Create|Exclusive {
		return d.create(name, flags)
	}
	// Only the host makes FIFOs and devices, some of which act on being opened: so
	// a look before is worth it, though what counts is the one after, before anything is
	// done with it.
	var st unix.Stat_t
	var seen bool
	switch err := d.lstat(name, &st); {
	case err == nil:
		seen = true
		if err := openable(statType(uint32(st.Mode))); err != nil {
			return nil, err
		}
	case err == NoEntry && flags&Create != 0: //nolint:errorlint // errno's are never wrapped
		if f, err := d.create(name, flags); err != Exist { //nolint:errorlint // likewise
			return f, err
		} // somebody else was faster
	}
	fd, err := d.openat(name, systemFlags(flags))
	if err != nil {
		return nil, err
	}
	f := &diskFile{descriptor: descriptor{fd: fd}, fs: d.fs, flags: flags}
	if seen && flags&Truncate == 0 {
		return f, nil
	}
	info, err := f.Stat()
	// Cut only what is known to be a file, and through the quota.
	if err == nil && flags&Truncate != 0 && info.Size > 0 {
		err = f.setSize(0)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// create makes a file; Exist if there is anything of that name. What was made so is
// a regular file, of which nothing needs to be asked.
func (d *diskDir) create(name string, flags OpenFlags) (File, error) {
	var fd int
	err := d.makes(name, func() (err error) {
		fd, err = d.openat(name, systemFlags(flags|Create|Exclusive))
		return err
	})
	if err != nil {
		return nil, err
	}
	f := &diskFile{descriptor: descriptor{fd: fd}, fs: d.fs, flags: flags}
	f.regular.Store(true)
	return f, nil
}

// openable says whether what is there may be opened as a file.
func openable(is FileType) error {
	switch is {
	case RegularFile:
		return nil
	case Directory:
		return IsDirectory
	case SymbolicLink:
		return Loop
	default:
		return NoSuchDevice
	}
}

// systemFlags are the flags of open(2). To cut a file takes the right to write.
func systemFlags(flags OpenFlags) int {
	sys := fileFlags
	switch {
	case flags&Read == 0 && flags&(Write|Truncate) != 0:
		sys |= unix.O_WRONLY
	case flags&(Write|Truncate) != 0:
		sys |= unix.O_RDWR
	}
	sys |= when(flags, Append, unix.O_APPEND)
	sys |= when(flags, Create, unix.O_CREAT)
	sys |= when(flags, Create|Exclusive, unix.O_EXCL)
	sys |= when(flags, Sync, unix.O_SYNC)
	return sys | when(flags, DataSync, dataSync)
}

// when gives the bits if all the flags are set.
func when(flags, set OpenFlags, bits int) int {
	if flags&set == set {
		return bits
	}
	return 0
}
