package vfs

import (
	"errors"
	"os"
	"testing"
)

// The kernel's file systems are not entered from another one, by whichever call, and are
// where they are the mount's own.
func TestKernelsFileSystems(t *testing.T) {
	defer noBeneath.Store(noBeneath.Load())
	for _, old := range []bool{false, true} {
		for _, c := range []struct {
			root, path string
			flags      OpenFlags
			want       error
		}{
			{"/", "proc/self/environ", Read, Access},
			{"/", "proc", Read, Access},
			{"/", "proc/", Read | DirectoryOnly, Access},
			{"/", "dev/../proc/self/mem", Read | Write, Access},
			{"/", "sys/kernel", Read, Access},
			{"/", "dev", Read, nil},
			{"/", "tmp", Read, nil},
			{"/proc", "self/status", Read, nil},
			{"/proc/self", "task", Read, nil},
			{"/sys", "kernel", Read, nil},
		} {
			noBeneath.Store(old)
			if _, err := os.Stat("/sys/kernel"); err != nil && c.path == "sys/kernel" {
				continue
			}
			files, err := OpenDisk(c.root, DiskOptions{})
			mustDo(t, err)
			tree, err := NewTree([]Mount{{Path: "/", FS: files}})
			mustDo(t, err)
			h, err := tree.Open("/", true)
			mustDo(t, err)
			o, err := h.OpenAt(c.path, true, c.flags)
			if !errors.Is(err, c.want) {
				t.Errorf("%s of %s, openat2 %v: %v", c.path, c.root, !old, err)
			}
			if o.Dir != nil {
				_ = o.Dir.Close()
			}
			if o.File != nil {
				_ = o.File.Close()
			}
			_ = h.Close()
			_ = files.Close()
		}
	}
}

// The user's own way to a mount may lead there.
func TestWayToKernelsFileSystems(t *testing.T) {
	found, err := NewWritable([]string{t.TempDir()}).Find("/proc/self/task")
	mustDo(t, err)
	found.Close()
}
