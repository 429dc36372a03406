package codecache

import (
	"os"

	"golang.org/x/sys/windows"
)

// tryLock takes the lock of an open file, for this open file alone: other
// processes and other openings in this one find it taken. It goes with the
// file, also when the process dies.
func tryLock(file *os.File) (taken bool, err error) {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err = windows.LockFileEx(windows.Handle(file.Fd()), flags, 0, 1, 0, new(windows.Overlapped))
	if err == windows.ERROR_LOCK_VIOLATION { //nolint:errorlint // a raw errno
		return false, nil
	}
	return err == nil, err
}
