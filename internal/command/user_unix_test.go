//go:build unix

package command

import (
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
)

// nobody is the user that owns nothing, by its customary number.
const nobody = 65534

// unprivileged lets root's tests start a command as a user who may not do
// everything, in a directory that is that user's. Other users' commands are
// left as they are.
func unprivileged(t *testing.T, dir string, cmd *exec.Cmd) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	path, err := openBinary()
	must(t, err)
	cmd.Path = path
	must(t, os.Chmod(filepath.Dir(dir), 0o755))
	must(t, filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, nobody, nobody)
	}))
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
}

// openBinary links the command where every user finds it.
var openBinary = sync.OnceValues(func() (string, error) {
	path, err := exec.LookPath("qyvol")
	if err != nil {
		return "", err
	}
	open := filepath.Join(filepath.Dir(filepath.Dir(path)), "open")
	if err := os.Chmod(filepath.Dir(open), 0o755); err != nil {
		return "", err
	}
	if err := os.Mkdir(open, 0o755); err != nil {
		return "", err
	}
	return filepath.Join(open, "qyvol"), os.Link(path, filepath.Join(open, "qyvol"))
})

// readOnly is a file that can't be written to.
func readOnly(t *testing.T) *os.File {
	t.Helper()
	f, err := os.Open(os.DevNull)
	must(t, err)
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// fullDevice is a file that takes nothing.
func fullDevice(t *testing.T) *os.File {
	t.Helper()
	f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skipf("no device that is always full: %v", err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}
