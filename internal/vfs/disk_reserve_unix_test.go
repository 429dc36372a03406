//go:build unix

package vfs_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/qyvol/qyvol/internal/vfs"
)

const reserveVariable = "QYVOL_VFS_TEST_RESERVE"

// What guests open leaves the host some of the process's descriptors.
func TestDescriptorsAreLeftToTheHost(t *testing.T) {
	if dir := os.Getenv(reserveVariable); dir != "" {
		reserveChild(t, dir)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), reserveVariable+"="+t.TempDir())
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "PASS") {
		t.Errorf("%v: %s", err, out)
	}
}

// reserveChild fills the table of a process that may have few descriptors.
func reserveChild(t *testing.T, dir string) {
	t.Helper()
	const most, reserve = 160, 32
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: most, Max: most}); err != nil {
		t.Fatal(err)
	}
	fs, err := vfs.OpenDisk(dir, vfs.DiskOptions{Quota: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = fs.Close() }()
	root, err := fs.Root()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = root.Close() }()
	if err := root.Mkdir("d"); err != nil {
		t.Fatal(err)
	}
	var opened []vfs.File
	for err == nil && len(opened) < most {
		var f vfs.File
		if f, err = root.Open(fmt.Sprintf("f%d", len(opened)), vfs.Read|vfs.Write|vfs.Create|vfs.Exclusive); err == nil {
			opened = append(opened, f)
		}
	}
	if n := len(opened); n > most-reserve || n < most/2 || !errors.Is(err, vfs.TooManyFiles) {
		t.Fatalf("%d are opened, and then: %v", n, err)
	}
	list, err := filepath.Glob(filepath.Join(dir, "f*"))
	if err != nil || len(list) != len(opened) {
		t.Errorf("%d files were made for %d, %v", len(list), len(opened), err)
	}
	for name, open := range map[string]func() error{
		"a file":      func() error { _, err := root.Open("f0", vfs.Read); return err },
		"a directory": func() error { _, err := root.Dup(vfs.Read); return err },
		"another":     func() error { _, err := root.OpenDir("d", vfs.Read); return err },
		"a listing":   func() error { _, err := root.ReadDir(); return err },
		"the root":    func() error { _, err := fs.Root(); return err },
	} {
		if err := open(); !errors.Is(err, vfs.TooManyFiles) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for range reserve - 4 { // the runtime's poller has some
		f, err := os.Open(os.DevNull)
		if err != nil {
			t.Fatal("the host:", err)
		}
		defer func() { _ = f.Close() }()
	}
	for _, f := range opened {
		_ = f.Close()
	}
	if f, err := root.Open("new", vfs.Write|vfs.Create); err != nil {
		t.Error("after others were closed:", err)
	} else {
		_ = f.Close()
	}
}
