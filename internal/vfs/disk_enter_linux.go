package vfs

import (
	"errors"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// noBeneath is set where the system has no openat2 (before Linux 5.6), or a filter of system
// calls refuses it.
var noBeneath atomic.Bool

// enter opens an entry that is a directory. The kernel's own file systems, such as /proc, are
// not entered from another: their files are the host's memory and settings. Who wants
// them mounts them. Only where a mount of the system's is crossed does it take further calls.
func (d *diskDir) enter(name string, flags int) (opened int, err error) {
	if name == "." || d.fs.anywhere {
		return d.openat(name, flags)
	}
	crossed := noBeneath.Load()
	if !crossed {
		err = d.use(func(fd int) error {
			opened, err = unix.Openat2(fd, name, &unix.OpenHow{Flags: uint64(flags), Resolve: unix.RESOLVE_NO_XDEV}) //nolint:gosec // flags
			switch {
			case err == nil:
				err = d.fs.admit(opened)
			case errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EPERM):
				noBeneath.Store(true)
				crossed, err = true, nil
			case errors.Is(err, unix.EXDEV):
				crossed, err = true, nil
			}
			return err
		})
	}
	if !crossed || err != nil {
		return opened, err
	}
	if opened, err = d.openat(name, flags); err != nil {
		return 0, err
	}
	if err = d.crossing(opened); err != nil {
		_ = unix.Close(opened)
		return 0, err
	}
	return opened, nil
}

// ofKernel says whether a directory has links that lead where the kernel knows, and not where
// their texts say: /proc has.
func ofKernel(dir Dir) bool {
	d, ok := dir.(*diskDir)
	if !ok {
		return false
	}
	var st unix.Statfs_t
	err := d.use(func(fd int) error { return unix.Fstatfs(fd, &st) })
	return err == nil && st.Type == unix.PROC_SUPER_MAGIC
}

// crossing refuses a directory in a file system of the kernel's own, unless the one that it
// was opened from is in that, too.
func (d *diskDir) crossing(opened int) error {
	var st unix.Statfs_t
	if _, err := retry(func() (int, error) { return 0, unix.Fstatfs(opened, &st) }); err != nil {
		return errno(err)
	}
	if !kernels(uint32(st.Type)) { //nolint:gosec // a magic number of 32 bits
		return nil
	}
	var from, to unix.Stat_t
	if err := d.stat(&from); err != nil {
		return err
	}
	if _, err := retry(func() (int, error) { return 0, unix.Fstat(opened, &to) }); err != nil {
		return errno(err)
	}
	if from.Dev == to.Dev {
		return nil
	}
	return Access
}

// kernels knows the file systems in which the kernel shows itself, and is set, by their magic
// numbers.
func kernels(magic uint32) bool {
	switch magic {
	case unix.PROC_SUPER_MAGIC, unix.SYSFS_MAGIC, unix.DEBUGFS_MAGIC, unix.TRACEFS_MAGIC, unix.CGROUP_SUPER_MAGIC,
		unix.CGROUP2_SUPER_MAGIC, unix.SECURITYFS_MAGIC, unix.BPF_FS_MAGIC, unix.EFIVARFS_MAGIC, unix.SELINUX_MAGIC,
		unix.PSTOREFS_MAGIC, configfs, fusectl:
		return true
	}
	return false
}

const (
	configfs = 0x62656570
	fusectl  = 0x65735543
)
