//go:build unix

package codecache

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// Wherever the cache can't be written, the guest runs, and the reason is told.
func checkUnwritable(t *testing.T, b *bench, want error) {
	t.Helper()
	b.compiles(2, func() {
		for range 2 {
			info := b.load()
			var e *WriteError
			if len(info.Warnings) != 1 || !errors.As(info.Warnings[0], &e) || want != nil && !errors.Is(e, want) {
				t.Errorf("warnings: %v", info.Warnings)
			}
		}
	})
	b.noTemps()
}

func TestCacheBelowAFile(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.open(Options{Dir: filepath.Join(b.path, "sub", "cache")})
	checkUnwritable(t, b, syscall.ENOTDIR)
}

func TestCacheWhereNothingCanBeMade(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/proc/self"); err != nil {
		t.Skip("no /proc")
	}
	b := newBench(t)
	b.open(Options{Dir: "/proc/qyvol/cache"})
	checkUnwritable(t, b, nil)
}

// readOnly makes a directory that even root can't write to, if it can be had.
func readOnly(t *testing.T, path string) {
	t.Helper()
	if os.Geteuid() != 0 {
		must(t, os.Chmod(path, 0o500))
		t.Cleanup(func() { _ = os.Chmod(path, 0o700) })
		return
	}
	if err := bindReadOnly(path); err != nil {
		t.Skipf("can't make a read-only directory: %v", err)
	}
	t.Cleanup(func() { must(t, unmount(path)) })
}

func TestReadOnlyCache(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.prepare()
	readOnly(t, b.dir().files)
	checkUnwritable(t, b, nil)
}

// A full read-only cache still serves what it has.
func TestReadOnlyCacheServes(t *testing.T) {
	t.Parallel()
	fresh, warm := newBench(t), newBench(t)
	fresh.quiet()
	warm.warm()
	for _, b := range []*bench{fresh, warm} {
		readOnly(t, b.dir().files)
		b.compiles(0, func() { b.quiet(); b.quiet() })
		b.noTemps()
	}
}

func TestFullDisk(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	must(t, os.Mkdir(b.dir().root, 0o700))
	if err := mountTiny(b.dir().root); err != nil {
		t.Skipf("can't mount a small file system: %v", err)
	}
	t.Cleanup(func() { must(t, unmount(b.dir().root)) })
	b.padding = 1 << 20
	checkUnwritable(t, b, syscall.ENOSPC)
	b.padding = 0
	b.compiles(1, func() { b.quiet(); b.quiet() })
}

// childVariable makes the test binary run one test as a child process.
const childVariable = "QYVOL_TEST_CHILD"

// child runs one test of this binary in a process of its own.
func child(t *testing.T, test string, env ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], "-test.run=^"+test+"$", "-test.count=1")
	cmd.Env = append(os.Environ(), append(env, childVariable+"=1")...)
	cmd.Stderr = os.Stderr
	return cmd
}

func isChild() bool { return os.Getenv(childVariable) != "" }

// A limit on the size of files ends every write in the middle.
func TestFileSizeLimit(t *testing.T) {
	if !isChild() {
		out, err := child(t, "TestFileSizeLimit").Output()
		if err != nil || !strings.Contains(string(out), "PASS") {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	b := newBench(t)
	b.padding = 1 << 16
	signal.Ignore(unix.SIGXFSZ)
	must(t, unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 1 << 10, Max: unix.RLIM_INFINITY}))
	checkUnwritable(t, b, syscall.EFBIG)
	must(t, unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: unix.RLIM_INFINITY, Max: unix.RLIM_INFINITY}))
	b.compiles(1, func() { b.quiet(); b.quiet() })
}
