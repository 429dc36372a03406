//go:build !linux

package command

import "testing"

func fullDisk(t *testing.T, _ string) {
	t.Helper()
	t.Skip("no file system to fill")
}
