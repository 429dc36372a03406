package vfs

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
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

// The links of /proc are the kernel's own: what they lead to is known to it, and their texts are
// no paths.
func TestWayByLinksOfTheKernel(t *testing.T) {
	dir := t.TempDir()
	mustDo(t, os.MkdirAll(dir+"/w/a/in", 0o755))
	mustDo(t, os.MkdirAll(dir+"/b", 0o755))
	mustDo(t, os.Symlink("../../b", dir+"/w/a/link"))
	file, err := os.Open(dir + "/w/a")
	mustDo(t, err)
	defer func() { _ = file.Close() }()
	fd := fmt.Sprintf("/proc/self/fd/%d", file.Fd())
	t.Chdir(dir + "/b")
	for _, c := range []struct {
		path, want, inside string
		err                error
	}{
		{"/proc/self/cwd", dir + "/b", "", nil},
		{"/proc/self/cwd/../b", dir + "/b", "", nil},
		{"/proc/thread-self/root" + dir, dir, "", nil},
		{"/proc/self/root/proc/self/root/..", "/", "", nil},
		{fd, dir + "/w/a", dir + "/w", nil},
		{fd + "/in", dir + "/w/a/in", dir + "/w", nil},
		{fd + "/link", "", "", Loop},
		{fd + "/../..", dir, "", nil},
		{"/dev/fd/" + fd[len("/proc/self/fd/"):], dir + "/w/a", dir + "/w", nil},
		{"/proc/self/exe", "", "", NotDirectory},
		{"/proc/self/fd/none", "", "", NoEntry},
	} {
		found, err := NewWritable([]string{dir + "/w"}).Find(c.path)
		var link *LinkError
		if errors.As(err, &link) {
			err = Loop
		}
		if !errors.Is(err, c.err) {
			t.Errorf("%s: got %v, want %v", c.path, err, c.err)
		}
		if err != nil {
			continue
		}
		if is, _ := identityAt(c.want); found.id != is || found.Inside != c.inside {
			t.Errorf("%s is in %q, and %s: %v", c.path, found.Inside, c.want, found.id == is)
		}
		found.Close()
	}
}

// A directory of a process that sees others, as containers do, is found by that process.
func TestWayIntoAnotherNamespace(t *testing.T) {
	dir := t.TempDir()
	mustDo(t, os.MkdirAll(dir+"/hidden", 0o755))
	other := exec.CommandContext(t.Context(), "sh", "-c", "mount -t tmpfs none "+dir+"/hidden && mkdir -p "+dir+"/hidden/w/o && echo ready && exec cat")
	other.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER, Unshareflags: syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	stdin, err := other.StdinPipe()
	mustDo(t, err)
	stdout, err := other.StdoutPipe()
	mustDo(t, err)
	if err := other.Start(); err != nil {
		t.Skip("no namespaces:", err)
	}
	defer func() { _, _ = stdin.Close(), other.Wait() }()
	if said, _ := io.ReadAll(io.LimitReader(stdout, 6)); string(said) != "ready\n" {
		t.Skip("nothing can be mounted")
	}
	root := fmt.Sprintf("/proc/%d/root", other.Process.Pid)
	within := NewWritable([]string{root + dir + "/hidden/w"})
	found, err := within.Find(root + dir + "/hidden/w/o")
	mustDo(t, err)
	defer found.Close()
	if is, err := identityAt(root + dir + "/hidden/w/o"); err != nil || found.id != is || found.Inside == "" {
		t.Errorf("found %+v: %v", found, err)
	}
}
