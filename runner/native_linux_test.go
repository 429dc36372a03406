package runner_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// native makes the calls of a guest's script as a program of the system does, in a
// folder that is the guest's "/".
type native struct {
	root, held int // held is h, what was opened last; -1 is nothing
}

func openNative(t *testing.T, dir string) *native {
	t.Helper()
	fd, err := unix.Open(dir, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := &native{root: fd, held: -1}
	t.Cleanup(func() {
		_ = unix.Close(fd)
		_ = unix.Close(n.held)
	})
	return n
}

// do makes a call, and gives the first word of the answer that a guest should get.
func (n *native) do(line []string) string {
	err := n.call(line[0], line[1:])
	words := map[error]string{
		unix.EACCES: "access", unix.EBADF: "bad-descriptor", unix.EBUSY: "busy", unix.EEXIST: "exist", unix.EINVAL: "invalid",
		unix.EISDIR: "is-directory", unix.ELOOP: "loop", unix.ENOENT: "no-entry", unix.ENOTDIR: "not-directory",
		unix.ENOTEMPTY: "not-empty", unix.EPERM: "not-permitted",
	}
	var errno unix.Errno
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &errno) && words[errno] != "":
		return words[errno]
	}
	return err.Error()
}

func (n *native) dir(name string) int {
	if name == "h" {
		return n.held
	}
	return n.root
}

func (n *native) call(op string, a []string) error {
	follow := a[len(a)-1] == "follow"
	switch op {
	case "statat":
		var st unix.Stat_t
		return unix.Fstatat(n.dir(a[0]), a[1], &st, unless(follow, unix.AT_SYMLINK_NOFOLLOW))
	case "timesat":
		return unix.UtimesNanoAt(n.dir(a[0]), a[1], []unix.Timespec{{Sec: 1}, {Sec: 1}}, unless(follow, unix.AT_SYMLINK_NOFOLLOW))
	case "open":
		return n.open(n.dir(a[1]), a[2], strings.Split(a[3], ","))
	case "cat":
		return n.cat(a[1])
	case "list":
		_, err := unix.Getdents(n.held, make([]byte, 1<<14))
		return err
	case "readlink":
		_, err := unix.Readlinkat(n.dir(a[0]), a[1], make([]byte, 4096))
		return err
	}
	return n.change(op, a)
}

func (n *native) change(op string, a []string) error {
	switch op {
	case "mkdir":
		return unix.Mkdirat(n.dir(a[0]), a[1], 0o777)
	case "rmdir":
		return unix.Unlinkat(n.dir(a[0]), a[1], unix.AT_REMOVEDIR)
	case "unlink":
		return unix.Unlinkat(n.dir(a[0]), a[1], 0)
	case "symlink":
		return unix.Symlinkat(a[0], n.dir(a[1]), a[2])
	case "link":
		return unix.Linkat(n.dir(a[0]), a[1], n.dir(a[2]), a[3], 0)
	case "rename":
		return unix.Renameat(n.dir(a[0]), a[1], n.dir(a[2]), a[3])
	}
	return errors.New("no such call")
}

func unless(is bool, flag int) int {
	if is {
		return 0
	}
	return flag
}

// open holds what it opens, and lets go of what it held.
func (n *native) open(at int, path string, how []string) error {
	has := func(flag string) bool { return slices.Contains(how, flag) }
	flags := unix.O_CLOEXEC | unless(has("follow"), unix.O_NOFOLLOW)
	switch {
	case has("write") && has("read"):
		flags |= unix.O_RDWR
	case has("write"):
		flags |= unix.O_WRONLY
	}
	for name, flag := range map[string]int{
		"create": unix.O_CREAT, "exclusive": unix.O_EXCL, "directory": unix.O_DIRECTORY, "truncate": unix.O_TRUNC,
	} {
		flags |= unless(!has(name), flag)
	}
	_ = unix.Close(n.held)
	var err error
	n.held, err = unix.Openat(at, path, flags, 0o666)
	return err
}

func (n *native) cat(path string) error {
	fd, err := unix.Openat(n.root, path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer func() { _ = unix.Close(fd) }()
	_, err = unix.Read(fd, make([]byte, 4096))
	return err
}
