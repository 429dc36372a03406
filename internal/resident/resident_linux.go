package resident

import (
	"bytes"
	"os"
	"strconv"
	"sync"
)

// Of is Self for another process.
func Of(pid int) (size uint64, ok bool) {
	file, err := os.Open("/proc/" + strconv.Itoa(pid) + "/statm")
	if err != nil {
		return 0, false
	}
	defer file.Close() //nolint:errcheck // only read
	size, _, ok = read(file)
	return size, ok
}

// own is this process's file. It stays open, so that it can be read when there are no
// descriptors left: a guest may be what has taken them.
var own struct {
	sync.Mutex
	file *os.File
}

func self() (size, shared uint64, ok bool) {
	own.Lock()
	defer own.Unlock()
	if own.file == nil {
		var err error
		if own.file, err = os.Open("/proc/self/statm"); err != nil {
			own.file = nil
			return 0, 0, false
		}
	}
	return read(own.file)
}

// read takes the second and the third field, the resident pages and those of them
// that are a file's (proc_pid_statm(5)).
func read(file *os.File) (size, shared uint64, ok bool) {
	var text [128]byte // seven numbers
	n, _ := file.ReadAt(text[:], 0)
	fields := bytes.Fields(text[:n])
	if len(fields) < 3 {
		return 0, 0, false
	}
	page := uint64(os.Getpagesize()) //nolint:gosec // it is not negative
	size, sizeErr := strconv.ParseUint(string(fields[1]), 10, 64)
	shared, sharedErr := strconv.ParseUint(string(fields[2]), 10, 64)
	return size * page, shared * page, sizeErr == nil && sharedErr == nil
}
