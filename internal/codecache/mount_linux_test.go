package codecache

import "golang.org/x/sys/unix"

// mountTiny mounts a file system of 64 KiB.
func mountTiny(path string) error {
	return unix.Mount("none", path, "tmpfs", 0, "size=64k,mode=0700")
}

// bindReadOnly makes a directory read-only where it is.
func bindReadOnly(path string) error {
	if err := unix.Mount(path, path, "", unix.MS_BIND, ""); err != nil {
		return err
	}
	err := unix.Mount("", path, "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY, "")
	if err != nil {
		_ = unmount(path)
	}
	return err
}

func unmount(path string) error { return unix.Unmount(path, unix.MNT_DETACH) }
