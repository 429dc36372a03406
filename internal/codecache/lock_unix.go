//go:build unix

package codecache

import (
	"os"

	"golang.org/x/sys/unix"
)

// tryLock takes the lock of an open file, for this open file alone: other
// processes and other openings in this one find it taken. It goes with the
// file, also when the process dies.
func tryLock(file *os.File) (taken bool, err error) {
	err = retry(func() error { return unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB) })
	if err == unix.EWOULDBLOCK { //nolint:errorlint // a raw errno
		return false, nil
	}
	return err == nil, err
}
