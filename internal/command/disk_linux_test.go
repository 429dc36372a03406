package command

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// fullDisk mounts a file system that is full, as only root can.
func fullDisk(t *testing.T, dir string) {
	t.Helper()
	disk := filepath.Join(dir, "disk")
	must(t, os.Mkdir(disk, 0o700))
	if err := syscall.Mount("none", disk, "tmpfs", 0, "size=4k,mode=0700"); err != nil {
		t.Skipf("no file system to fill: %v", err)
	}
	t.Cleanup(func() { must(t, syscall.Unmount(disk, syscall.MNT_DETACH)) })
}
