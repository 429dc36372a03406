package vfs_test

import (
	"os"
	"sort"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// kernel runs a script on the system itself, to compare what is written down.
type kernel struct {
	root int
	held map[string]int
}

func kernels() []backend {
	return []backend{{name: "kernel", kernel: true, make: func(t *testing.T) system {
		fd, err := unix.Open(t.TempDir(), unix.O_RDONLY|unix.O_DIRECTORY, 0)
		if err != nil {
			t.Fatal(err)
		}
		k := &kernel{root: fd, held: map[string]int{}}
		t.Cleanup(func() {
			unix.Close(fd)
			for _, fd := range k.held {
				unix.Close(fd)
			}
		})
		return k
	}}}
}

var kernelNames = map[error]string{
	unix.EACCES: "access", unix.EBADF: "bad-descriptor", unix.EBUSY: "busy", unix.EEXIST: "exist",
	unix.EFBIG: "file-too-large", unix.EINVAL: "invalid", unix.EISDIR: "is-directory", unix.ELOOP: "loop",
	unix.ENAMETOOLONG: "name-too-long", unix.ENOENT: "no-entry", unix.ENOTDIR: "not-directory",
	unix.ENOTEMPTY: "not-empty", unix.EPERM: "not-permitted", unix.EXDEV: "cross-device",
}

func kernelResult(err error) string {
	if err == nil {
		return "ok"
	}
	if name, ok := kernelNames[err]; ok {
		return name
	}
	return err.Error()
}

func (k *kernel) dir(name string) int {
	if fd, ok := k.held[name]; ok {
		return fd
	}
	return k.root
}

func (k *kernel) do(op string, a []string) string {
	at := k.root
	if len(a) > 0 && strings.HasPrefix(a[0], "@") {
		at, a = k.dir(a[0][1:]), a[1:]
	}
	switch op {
	case "mkdir":
		return kernelResult(unix.Mkdirat(at, a[0], 0o777))
	case "rmdir":
		return kernelResult(unix.Unlinkat(at, a[0], unix.AT_REMOVEDIR))
	case "unlink":
		return kernelResult(unix.Unlinkat(at, a[0], 0))
	case "symlink":
		return kernelResult(unix.Symlinkat(a[0], at, a[1]))
	case "link":
		return kernelResult(unix.Linkat(at, a[0], at, a[1], 0))
	case "linkf":
		return kernelResult(unix.Linkat(at, a[0], at, a[1], unix.AT_SYMLINK_FOLLOW))
	case "rename":
		return kernelResult(unix.Renameat(at, a[0], at, a[1]))
	case "renameto":
		return kernelResult(unix.Renameat(at, a[0], k.dir(a[1]), a[2]))
	case "readlink":
		b := make([]byte, 4096)
		n, err := unix.Readlinkat(at, a[0], b)
		if err != nil {
			return kernelResult(err)
		}
		return string(b[:n])
	case "settimes":
		return kernelResult(unix.UtimesNanoAt(at, a[0], []unix.Timespec{
			{Nsec: unix.UTIME_NOW}, {Nsec: unix.UTIME_OMIT},
		}, 0))
	case "stat", "lstat":
		var st unix.Stat_t
		flags := 0
		if op == "lstat" {
			flags = unix.AT_SYMLINK_NOFOLLOW
		}
		if err := unix.Fstatat(at, a[0], &st, flags); err != nil {
			return kernelResult(err)
		}
		return kernelDescribe(&st)
	case "ls":
		return k.list(at, a[0])
	}
	return k.doFile(at, op, a)
}

func kernelDescribe(st *unix.Stat_t) string {
	size := strconv.FormatInt(st.Size, 10)
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFDIR:
		return "dir"
	case unix.S_IFLNK:
		return "link:" + size
	}
	return "file:" + size + ":" + strconv.FormatUint(uint64(st.Nlink), 10)
}

var kernelOpens = map[string]int{
	"open": unix.O_RDONLY, "opendir": unix.O_DIRECTORY, "create": unix.O_WRONLY | unix.O_CREAT,
	"createx": unix.O_WRONLY | unix.O_CREAT | unix.O_EXCL, "trunc": unix.O_WRONLY | unix.O_TRUNC,
	"openrw": unix.O_RDWR, "append": unix.O_RDWR | unix.O_APPEND, "opennf": unix.O_NOFOLLOW, "openw": unix.O_WRONLY,
}

func (k *kernel) doFile(at int, op string, a []string) string {
	if flags, ok := kernelOpens[op]; ok {
		fd, err := unix.Openat(at, a[0], flags, 0o666)
		switch {
		case err != nil:
			return kernelResult(err)
		case len(a) > 1:
			k.held[a[1]] = fd
			return "ok"
		}
		return kernelResult(unix.Close(fd))
	}
	switch op {
	case "write":
		fd, err := unix.Openat(at, a[0], unix.O_WRONLY|unix.O_CREAT|unix.O_TRUNC, 0o666)
		if err != nil {
			return kernelResult(err)
		}
		defer unix.Close(fd)
		_, err = unix.Pwrite(fd, []byte(a[1]), 0)
		return kernelResult(err)
	case "read":
		fd, err := unix.Openat(at, a[0], unix.O_RDONLY, 0)
		if err != nil {
			return kernelResult(err)
		}
		defer unix.Close(fd)
		return kernelRead(fd)
	}
	return k.doHeld(op, a)
}

func kernelRead(fd int) string {
	b := make([]byte, 1<<16)
	n, err := unix.Pread(fd, b, 0)
	if err != nil {
		return kernelResult(err)
	}
	return strconv.Quote(string(b[:n]))
}

func (k *kernel) doHeld(op string, a []string) string {
	fd := k.held[a[0]]
	number := func(i int) int64 {
		n, _ := strconv.ParseInt(a[i], 0, 64)
		return n
	}
	switch op {
	case "fend":
		_, err := unix.Pwritev2(fd, [][]byte{[]byte(a[1])}, 0, unix.RWF_APPEND)
		return kernelResult(err)
	case "fwrite":
		_, err := unix.Pwrite(fd, []byte(a[2]), number(1))
		return kernelResult(err)
	case "fread":
		return kernelRead(fd)
	case "fsync":
		return kernelResult(unix.Fsync(fd))
	case "fsize":
		return kernelResult(unix.Ftruncate(fd, number(1)))
	case "fstat":
		var st unix.Stat_t
		if err := unix.Fstat(fd, &st); err != nil {
			return kernelResult(err)
		}
		return kernelDescribe(&st)
	case "close":
		delete(k.held, a[0])
		return kernelResult(unix.Close(fd))
	}
	panic("unknown operation " + op)
}

func (k *kernel) list(at int, path string) string {
	fd, err := unix.Openat(at, path, unix.O_DIRECTORY, 0)
	if err != nil {
		return kernelResult(err)
	}
	f := os.NewFile(uintptr(fd), path)
	defer f.Close()
	entries, err := f.ReadDir(-1)
	if err != nil {
		return err.Error()
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		mark := ""
		switch {
		case e.IsDir():
			mark = "/"
		case e.Type()&os.ModeSymlink != 0:
			mark = "@"
		}
		names = append(names, escape(e.Name())+mark)
	}
	sort.Strings(names)
	return "[" + strings.Join(names, ",") + "]"
}
