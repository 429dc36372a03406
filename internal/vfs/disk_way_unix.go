//go:build unix

package vfs

import "golang.org/x/sys/unix"

// asHost is for ways that are the user's own: they lead into the kernel's file systems, too,
// and through names that guests can't say.
func asHost(fs FS) {
	if disk, ok := fs.(*diskFS); ok {
		disk.anywhere = true
	}
}

// above opens the directory above one, whatever its path is by now.
func above(dir Dir, _ string) (Dir, error) { return wayTo(dir, "..", passFlags) }

// follow opens the directory to which a link leads.
func follow(dir Dir, name string) (Dir, error) {
	return wayTo(dir, name, passFlags&^unix.O_NOFOLLOW)
}

func wayTo(dir Dir, name string, flags int) (Dir, error) {
	d, ok := dir.(*diskDir)
	if !ok {
		return nil, Unsupported
	}
	opened, err := d.openat(name, flags)
	if err != nil {
		return nil, err
	}
	return &diskDir{descriptor: descriptor{fd: opened}, fs: d.fs}, nil
}
