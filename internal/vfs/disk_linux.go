package vfs

import (
	"errors"

	"golang.org/x/sys/unix"
)

const (
	dataSync = unix.O_DSYNC
	// searchOnly opens a directory whatever its permissions are: what is done by the
	// descriptor is asked for then.
	searchOnly = unix.O_PATH
)

// setTimes sets the times of what is open. That an empty path means the descriptor
// itself takes Linux 5.8.
func setTimes(fd int, accessed, modified SetTime) error {
	times, err := timespecs(accessed, modified)
	if err != nil {
		return err
	}
	return unix.UtimesNanoAt(fd, "", times, unix.AT_EMPTY_PATH)
}

func setTimesAt(fd int, name string, accessed, modified SetTime) error {
	times, err := timespecs(accessed, modified)
	if err != nil {
		return err
	}
	return unix.UtimesNanoAt(fd, name, times, unix.AT_SYMLINK_NOFOLLOW)
}

func timespecs(all ...SetTime) ([]unix.Timespec, error) {
	times := make([]unix.Timespec, len(all))
	for i, t := range all {
		switch {
		case t.Now:
			times[i].Nsec = unix.UTIME_NOW
		case t.At.IsZero():
			times[i].Nsec = unix.UTIME_OMIT
		default:
			var err error
			if times[i], err = unix.TimeToTimespec(t.At); err != nil {
				return nil, err
			}
		}
	}
	return times, nil
}

func syncDescriptor(fd int, dataOnly bool) error {
	if dataOnly {
		return unix.Fdatasync(fd)
	}
	return unix.Fsync(fd)
}

// writeEnd writes at the end of a file that wasn't opened with Append: at once, if
// its file system can.
func (fs *diskFS) writeEnd(fd int, b []byte) (int, error) {
	n, err := unix.Pwritev2(fd, [][]byte{b}, 0, unix.RWF_APPEND)
	if errors.Is(err, unix.EOPNOTSUPP) || errors.Is(err, unix.ENOSYS) {
		return fs.growth.writeEnd(fd, b)
	}
	return n, err
}
