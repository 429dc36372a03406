package engine_test

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// residentBytes is how much memory this process occupies, or 0 where the system
// doesn't tell.
func residentBytes(t testing.TB) uint64 {
	t.Helper()
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(data))
	pages, err := strconv.ParseUint(fields[1], 10, 64)
	mustBe(t, err)
	return pages * uint64(os.Getpagesize())
}
