package vfs

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// Mkdir makes a directory.
func (d *diskDir) Mkdir(name string) error {
	return d.makes(name, func() error {
		return d.named(name, func() error { return d.root.Mkdir(name, 0o777) })
	})
}

// Rmdir removes an empty directory.
func (d *diskDir) Rmdir(name string) error { return d.remove(name, true) }

// Unlink removes the name of what is no directory.
func (d *diskDir) Unlink(name string) error { return d.remove(name, false) }

func (d *diskDir) remove(name string, directory bool) error {
	info, err := d.Lstat(name)
	switch {
	case err != nil:
		return err
	case directory && info.Type != Directory:
		return NotDirectory
	case !directory && info.Type == Directory:
		return IsDirectory
	}
	return d.removes(func() error { return errno(d.root.Remove(name)) })
}

// Symlink makes a link.
func (d *diskDir) Symlink(target, name string) error {
	return d.makes(name, func() error {
		return d.named(name, func() error { return d.root.Symlink(target, name) })
	})
}

// Link gives a file another name in the same directory: os.Root has no call for
// two of them, so elsewhere it is CrossDevice, after which programs copy.
func (d *diskDir) Link(name string, to Dir, newName string) error {
	return d.makes(newName, func() error {
		return d.beside(name, to, newName, func() error { return d.root.Link(name, newName) })
	})
}

// Rename moves an entry within the directory; elsewhere it is CrossDevice.
func (d *diskDir) Rename(name string, to Dir, newName string) error {
	return d.moves(name, d, newName, func() error {
		return d.beside(name, to, newName, func() error { return d.root.Rename(name, newName) })
	})
}

func (d *diskDir) beside(name string, to Dir, newName string, call func() error) error {
	other, err := d.sibling(to)
	if err != nil || !d.same(other) {
		return CrossDevice
	}
	if err := checkName(newName); err != nil {
		return err
	}
	return d.named(name, call)
}

// same says whether both are the same directory.
func (d *diskDir) same(other *diskDir) bool {
	a, err := d.root.Stat(".")
	if err != nil {
		return false
	}
	b, err := other.root.Stat(".")
	return err == nil && os.SameFile(a, b)
}

func (d *diskDir) named(name string, call func() error) error {
	if err := checkName(name); err != nil {
		return err
	}
	return errno(call())
}

// errno gives an error of the system in WASI's terms.
func errno(err error) error {
	if err == nil {
		return nil
	}
	var own Errno
	if errors.As(err, &own) {
		return own
	}
	for _, known := range []struct {
		is   error
		code Errno
	}{
		{windows.ERROR_DIR_NOT_EMPTY, NotEmpty},
		{windows.ERROR_DIRECTORY, NotDirectory},
		{windows.ERROR_SHARING_VIOLATION, Busy},
		{windows.ERROR_PRIVILEGE_NOT_HELD, HostNotPermitted},
		{windows.ERROR_INVALID_NAME, Invalid},
		{windows.ERROR_DISK_FULL, InsufficientSpace},
		{windows.ERROR_NOT_SAME_DEVICE, CrossDevice},
		{os.ErrClosed, BadDescriptor},
		{os.ErrNotExist, NoEntry},
		{os.ErrExist, Exist},
		{os.ErrPermission, HostAccess},
		{os.ErrInvalid, Invalid},
		{errors.ErrUnsupported, Unsupported},
	} {
		if errors.Is(err, known.is) {
			return known.code
		}
	}
	return IO
}
