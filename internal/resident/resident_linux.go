package resident

import (
	"bytes"
	"os"
	"strconv"
)

// Of is Self for another process.
func Of(pid int) (size uint64, ok bool) { return read("/proc/" + strconv.Itoa(pid) + "/statm") }

// read takes the second field, the resident pages (proc_pid_statm(5)).
func read(path string) (size uint64, ok bool) {
	data, err := os.ReadFile(path)
	if err != nil {
		return 0, false
	}
	_, data, _ = bytes.Cut(data, []byte{' '})
	field, _, _ := bytes.Cut(data, []byte{' '})
	pages, err := strconv.ParseUint(string(field), 10, 64)
	return pages * uint64(os.Getpagesize()), err == nil //nolint:gosec // a page's size is not negative
}
