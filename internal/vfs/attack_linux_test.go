package vfs_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/qyvol/qyvol/internal/long"
	"github.com/qyvol/qyvol/internal/vfs"
)

const canary = "outside: nobody may read or change this"

// outside makes a place with a canary beside a mount, and checks in the end that
// it is as it was.
func outside(t *testing.T) (mount, out string) {
	t.Helper()
	dir := t.TempDir()
	mount, out = filepath.Join(dir, "mount"), filepath.Join(dir, "outside")
	write(t, dir, "mount/real/file", "outside/sub/")
	check(t, os.WriteFile(filepath.Join(out, "file"), []byte(canary), 0o666))
	t.Cleanup(func() {
		b, err := os.ReadFile(filepath.Join(out, "file"))
		if err != nil || string(b) != canary {
			t.Errorf("the canary: %q, %v", b, err)
		}
		entries, err := os.ReadDir(out)
		if err != nil || len(entries) != 2 {
			t.Errorf("outside: %v, %v", entries, err)
		}
	})
	return mount, out
}

// swap exchanges two names as fast as it can until the test is done.
func swap(t *testing.T, dir, a, b string) (swaps *atomic.Int64) {
	t.Helper()
	swaps = new(atomic.Int64)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			err := unix.Renameat2(unix.AT_FDCWD, filepath.Join(dir, a), unix.AT_FDCWD, filepath.Join(dir, b),
				unix.RENAME_EXCHANGE)
			if err == nil {
				swaps.Add(1)
			}
		}
	})
	t.Cleanup(func() { close(stop); wg.Wait() })
	return swaps
}

// Somebody on the host exchanges a directory and a link that leads out, while a
// guest goes through it in every way.
func TestSwappedDirectory(t *testing.T) {
	for _, target := range []string{"absolute", "../outside", "../outside/"} {
		t.Run(strings.ReplaceAll(target, "/", "_"), func(t *testing.T) {
			mount, out := outside(t)
			if target == "absolute" {
				target = out
			}
			check(t, os.Symlink(target, filepath.Join(mount, "link")))
			h := open(t, vfs.Mount{Path: "/", FS: disk(t, mount, vfs.DiskOptions{})})
			runAttack(t, h, swap(t, mount, "real", "link"))
		})
	}
}

func runAttack(t *testing.T, h *vfs.Handle, swaps *atomic.Int64) {
	t.Helper()
	s := guest(h)
	outcomes := map[bool]int{}
	happened := func() bool { return swaps.Load() >= 100 && outcomes[true] > 0 && outcomes[false] > 0 }
	for on := attacking(happened); on(); {
		for _, op := range []string{
			"read real/file", "write real/file x", "trunc real/file", "create real/new", "mkdir real/dir", "ls real/",
			"rmdir real/sub", "unlink real/new", "rename real/file real/moved", "rename real/moved real/file",
			"symlink x real/l", "link real/file real/hard", "unlink real/hard", "unlink real/l", "settimes real/file",
			"stat real/file", "read real/../real/file", "ls real/..", "rmdir real/dir",
		} {
			args := strings.Fields(op)
			got := s.do(args[0], args[1:])
			if strings.Contains(got, "outside") || strings.HasPrefix(got, "raw") || strings.Contains(got, "sub") {
				t.Fatalf("%s: %s", op, got)
			}
			outcomes[got == "not-permitted"]++
		}
	}
	if !happened() {
		t.Errorf("%d exchanges, refused and not %v: the attack didn't happen", swaps.Load(), outcomes)
	}
}

func attackTime() time.Duration {
	return long.Or(200*time.Millisecond, 2*time.Second)
}

// attacking tells whether to go on: for a while, and on a machine that has much else to
// do until the attack has happened.
func attacking(happened func() bool) func() bool {
	start := time.Now()
	return func() bool {
		took := time.Since(start)
		return took < attackTime() || took < time.Minute && !happened()
	}
}

// The last component is exchanged: a file, and a link to one outside.
func TestSwappedFile(t *testing.T) {
	mount, out := outside(t)
	write(t, mount, "f")
	check(t, os.Symlink(filepath.Join(out, "file"), filepath.Join(mount, "link")))
	h := open(t, vfs.Mount{Path: "/", FS: disk(t, mount, vfs.DiskOptions{Quota: 1 << 30})})
	swaps := swap(t, mount, "f", "link")
	s := guest(h)
	for on := attacking(func() bool { return swaps.Load() >= 100 }); on(); {
		for _, op := range []string{
			"read f", "write f x", "trunc f", "append f", "create f", "settimes f", "linkf f g", "unlink g",
			"link f g", "read g", "write g x", "unlink g", "openrw f", "opennf f",
		} {
			args := strings.Fields(op)
			if got := s.do(args[0], args[1:]); strings.Contains(got, "outside") || strings.HasPrefix(got, "raw") {
				t.Fatalf("%s: %s", op, got)
			}
		}
	}
	if swaps.Load() < 100 {
		t.Error("the attack didn't happen")
	}
}

// A directory in which something is excluded is exchanged with a file that may be
// renamed: the directory may not, to a name under which nothing is excluded.
func TestSwappedExcluded(t *testing.T) {
	for _, target := range []string{"new", "there"} {
		t.Run(target, func(t *testing.T) {
			mount, _ := outside(t)
			write(t, mount, "vault/inner", "plain", "there")
			swaps := swap(t, mount, "vault", "plain")
			s := guest(open(t, vfs.Mount{
				Path: "/", FS: disk(t, mount, vfs.DiskOptions{}), Exclude: []string{"/vault/inner"},
			}))
			moved := 0
			for on := attacking(func() bool { return swaps.Load() >= 100 && moved > 0 }); on(); {
				if s.do("rename", []string{"vault", target}) == "ok" {
					moved++
				}
				if got := s.do("read", []string{target + "/inner"}); !strings.Contains(got, "not-directory") && got != "no-entry" {
					t.Fatalf("what is excluded: %s", got)
				}
				s.do("rename", []string{target, "vault"})
			}
			if swaps.Load() < 100 || moved == 0 {
				t.Errorf("%d exchanges, %d moves: the attack didn't happen", swaps.Load(), moved)
			}
		})
	}
}

// A directory that a guest is in, deep down, is moved out of the mount: ".." leads
// where the guest came from, not to what is above it now.
func TestMovedOut(t *testing.T) {
	mount, out := outside(t)
	write(t, mount, "a/b/c/")
	h := open(t, vfs.Mount{Path: "/", FS: disk(t, mount, vfs.DiskOptions{})})
	o, err := h.OpenAt("a/b", false, vfs.Read)
	check(t, err)
	defer o.Dir.Close()
	check(t, os.Rename(filepath.Join(mount, "a", "b"), filepath.Join(out, "b")))
	for _, path := range []string{"..", "../file", "c/../..", "c/../../file"} {
		if _, err := o.Dir.StatAt(path, true); !errors.Is(err, vfs.NotPermitted) {
			t.Errorf("%s: %v", path, err)
		}
	}
	check(t, os.Rename(filepath.Join(out, "b"), filepath.Join(mount, "b")))
}

// The mount's directory is renamed, removed, replaced by a link: the guest stays
// where it was.
func TestReplacedRoot(t *testing.T) {
	mount, out := outside(t)
	fs := disk(t, mount, vfs.DiskOptions{})
	h := open(t, vfs.Mount{Path: "/", FS: fs})
	check(t, os.Rename(mount, mount+".moved"))
	check(t, os.Symlink(out, mount))
	runScript(t, guest(h), false, `
		ls . -> [real/]
		read real/file -> "file"
		read file -> no-entry
		write new x`)
	again := open(t, vfs.Mount{Path: "/", FS: fs})
	runScript(t, guest(again), false, `ls . -> [new,real/]`)
	check(t, os.RemoveAll(mount+".moved"))
	runScript(t, guest(again), false, `
		ls . -> []
		create x -> no-entry
		mkdir x -> no-entry
		stat . -> dir`)
}

// What the host may have put into a mount, by mistake or on purpose.
func TestHostileMount(t *testing.T) {
	mount, out := outside(t)
	for name, target := range map[string]string{
		"abs": out, "absfile": filepath.Join(out, "file"), "rel": "../outside", "relslash": "../outside/",
		"proc": "/proc/self/root", "procfd": "/proc/self/fd", "root": "/", "dots": "real/../../outside",
		"chain": "rel", "deep": "real/../rel/../outside/file",
	} {
		check(t, os.Symlink(target, filepath.Join(mount, name)))
	}
	check(t, unix.Mkfifo(filepath.Join(mount, "fifo"), 0o666))
	check(t, os.WriteFile(filepath.Join(mount, "bad\xff"), nil, 0o666))
	h := open(t, vfs.Mount{Path: "/", FS: disk(t, mount, vfs.DiskOptions{})})
	s := guest(h)
	for _, name := range []string{"abs", "rel", "relslash", "proc", "procfd", "root", "dots", "chain"} {
		for _, op := range []string{
			"stat $", "stat $/", "lstat $/", "open $", "open $/", "opendir $", "opendir $/", "ls $", "ls $/", "ls $/.",
			"read $/file", "write $/file x", "trunc $/file", "create $/new", "createx $/new", "mkdir $/new", "mkdir $/new/",
			"unlink $/file", "rmdir $/sub", "rmdir $/sub/", "rmdir $/", "unlink $/", "rename $/file f", "rename real $/real",
			"rename $/sub/ sub/", "link $/file f", "linkf $/file f", "link real/file $/f", "symlink x $/l", "settimes $",
			"settimes $/", "settimes $/file", "readlink $/", "stat $/..", "stat $/../mount", "ls $/../mount/real",
		} {
			args := strings.Fields(strings.ReplaceAll(op, "$", name))
			if got := s.do(args[0], args[1:]); got != "not-permitted" {
				t.Errorf("%v: %s", args, got)
			}
		}
	}
	runScript(t, s, false, `
		read absfile -> not-permitted
		write absfile x -> not-permitted
		trunc absfile -> not-permitted
		linkf absfile f -> not-permitted
		readlink absfile -> not-permitted
		lstat abs -> link:`+length(out)+`
		readlink rel -> ../outside
		read deep -> not-permitted
		open fifo -> no-such-device
		openw fifo -> no-such-device
		trunc fifo -> no-such-device
		create fifo -> no-such-device
		createx fifo -> exist
		opendir fifo -> not-directory
		unlink fifo
		ls . -> [abs@,absfile@,chain@,deep@,dots@,proc@,procfd@,real/,rel@,relslash@,root@]`)
}

// "..", wherever it stands, as often as it goes.
func TestDotsEverywhere(t *testing.T) {
	mount, _ := outside(t)
	write(t, mount, "real/a/b/")
	h := open(t, vfs.Mount{Path: "/", FS: disk(t, mount, vfs.DiskOptions{})})
	parts := []string{"..", "real", "a", ".", ""}
	var try func(path string, depth, left int, out bool)
	try = func(path string, depth, left int, out bool) {
		if left == 0 {
			_, err := h.StatAt(path, true)
			refused := errors.Is(err, vfs.NotPermitted)
			switch {
			case out && !refused && !errors.Is(err, vfs.NoEntry), !out && refused && path[0] != '/':
				t.Errorf("%q: %v", path, err)
			}
			return
		}
		for _, p := range parts {
			d := depth
			switch p {
			case "..":
				d--
			case "real", "a":
				d++
			}
			try(path+p+"/", d, left-1, out || d < 0)
		}
	}
	for n := 1; n <= 5; n++ {
		try("", 0, n, false)
	}
}
