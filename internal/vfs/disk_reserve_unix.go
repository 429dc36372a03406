//go:build unix

package vfs

import (
	"math"
	"sync"

	"golang.org/x/sys/unix"
)

// reserve is how many of the process's descriptors are left to the host, which needs
// some for its results, its compiler, and what a program does besides; at most a quarter
// of all.
const reserve = 32

// most is how many descriptors the process may have, less those.
var most = sync.OnceValue(func() int {
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_NOFILE, &limit) != nil || limit.Cur > math.MaxInt32 {
		return math.MaxInt32
	}
	n := int(limit.Cur)
	return n - min(reserve, n/4)
})

// admit closes what a guest opened if all numbers below those of the reserve are in use:
// the system gives the lowest that is free.
func (fs *diskFS) admit(fd int) error {
	if fd < most() || fs.anywhere {
		return nil
	}
	_ = unix.Close(fd)
	return unix.EMFILE
}
