//go:build unix

package vfs

import "golang.org/x/sys/unix"

// Mkdir makes a directory.
func (d *diskDir) Mkdir(name string) error {
	return d.makes(name, func() error {
		return d.at(name, func(fd int) error { return unix.Mkdirat(fd, name, 0o777) })
	})
}

// Rmdir removes an empty directory.
func (d *diskDir) Rmdir(name string) error {
	return d.removes(func() error {
		return d.at(name, func(fd int) error { return unix.Unlinkat(fd, name, unix.AT_REMOVEDIR) })
	})
}

// Unlink removes the name of what is no directory. Where the system says of one
// that it isn't permitted, as POSIX would have it, that is told apart.
func (d *diskDir) Unlink(name string) error {
	err := d.removes(func() error {
		return d.at(name, func(fd int) error { return unix.Unlinkat(fd, name, 0) })
	})
	if err == HostNotPermitted { //nolint:errorlint // errno's are never wrapped
		if info, err := d.Lstat(name); err == nil && info.Type == Directory {
			return IsDirectory
		}
	}
	return err
}

// Symlink makes a link.
func (d *diskDir) Symlink(target, name string) error {
	return d.makes(name, func() error {
		return d.at(name, func(fd int) error { return unix.Symlinkat(target, fd, name) })
	})
}

// Link gives a file another name: without AT_SYMLINK_FOLLOW, a link itself.
func (d *diskDir) Link(name string, to Dir, newName string) error {
	other, err := d.sibling(to)
	if err != nil {
		return err
	}
	return other.makes(newName, func() error {
		return d.both(name, other, newName, func(fd, toFD int) error {
			return unix.Linkat(fd, name, toFD, newName, 0)
		})
	})
}

// Rename moves an entry.
func (d *diskDir) Rename(name string, to Dir, newName string) error {
	other, err := d.sibling(to)
	if err != nil {
		return err
	}
	return d.moves(name, other, newName, func() error {
		return d.both(name, other, newName, func(fd, toFD int) error {
			return unix.Renameat(fd, name, toFD, newName)
		})
	})
}

// both calls with two directories of one file system.
func (d *diskDir) both(name string, other *diskDir, newName string, call func(fd, toFD int) error) error {
	if err := checkName(newName); err != nil {
		return err
	}
	return d.at(name, func(fd int) error {
		return other.use(func(toFD int) error { return call(fd, toFD) })
	})
}
