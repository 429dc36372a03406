//go:build unix && !linux

package vfs

import (
	"time"

	"golang.org/x/sys/unix"
)

// dataSync: not every system knows O_DSYNC, and O_SYNC promises more.
const dataSync = unix.O_SYNC

// setTimes sets the times of what is open. Where one is left as it is, it is read
// first: not every system can omit it.
func setTimes(fd int, accessed, modified SetTime) error {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return err
	}
	now := time.Now()
	info := statInfo(&st)
	return unix.Futimes(fd, []unix.Timeval{
		unix.NsecToTimeval(accessed.resolve(info.Accessed, now).UnixNano()),
		unix.NsecToTimeval(modified.resolve(info.Modified, now).UnixNano()),
	})
}

func setTimesAt(fd int, name string, accessed, modified SetTime) error {
	var st unix.Stat_t
	if err := unix.Fstatat(fd, name, &st, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return err
	}
	now := time.Now()
	info := statInfo(&st)
	return unix.UtimesNanoAt(fd, name, []unix.Timespec{
		unix.NsecToTimespec(accessed.resolve(info.Accessed, now).UnixNano()),
		unix.NsecToTimespec(modified.resolve(info.Modified, now).UnixNano()),
	}, unix.AT_SYMLINK_NOFOLLOW)
}

func syncDescriptor(fd int, _ bool) error { return unix.Fsync(fd) }

// writeEnd writes at the end of a file that wasn't opened with Append.
func (fs *diskFS) writeEnd(fd int, b []byte) (int, error) { return fs.growth.writeEnd(fd, b) }
