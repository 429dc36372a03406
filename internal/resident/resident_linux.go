package resident

import (
	"bytes"
	"os"
	"strconv"
)

// Of is Self for another process.
func Of(pid int) (size uint64, ok bool) {
	size, _, ok = read("/proc/" + strconv.Itoa(pid) + "/statm")
	return size, ok
}

// read takes the second and the third field, the resident pages and those of them
// that are a file's (proc_pid_statm(5)).
func read(path string) (size, shared uint64, ok bool) {
	data, err := os.ReadFile(path)
	if err != nil {
		return 0, 0, false
	}
	fields := bytes.Fields(data)
	if len(fields) < 3 {
		return 0, 0, false
	}
	page := uint64(os.Getpagesize()) //nolint:gosec // it is not negative
	size, sizeErr := strconv.ParseUint(string(fields[1]), 10, 64)
	shared, sharedErr := strconv.ParseUint(string(fields[2]), 10, 64)
	return size * page, shared * page, sizeErr == nil && sharedErr == nil
}
