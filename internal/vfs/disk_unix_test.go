//go:build unix

package vfs

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"golang.org/x/sys/unix"
)

// A descriptor is closed when no call uses it any more, and once.
func TestDescriptorIsClosedByTheLast(t *testing.T) {
	var pipe [2]int
	mustDo(t, unix.Pipe(pipe[:]))
	defer unix.Close(pipe[0])
	d := &descriptor{fd: pipe[1]}
	isOpen := func() bool { return unix.Fstat(pipe[1], new(unix.Stat_t)) == nil }
	mustDo(t, d.use(func(int) error {
		return d.use(func(int) error {
			mustDo(t, d.Close())
			if err := d.use(func(int) error { return nil }); !errors.Is(err, BadDescriptor) {
				t.Errorf("a closed one can be used: %v", err)
			}
			if !isOpen() {
				t.Error("it is closed while it is used")
			}
			return d.Close()
		})
	}))
	if isOpen() {
		t.Error("it isn't closed")
	}
	again, err := unix.Dup(pipe[0]) // which has its number now
	mustDo(t, err)
	defer unix.Close(again)
	mustDo(t, d.Close())
	if err := d.use(func(int) error { return nil }); !errors.Is(err, BadDescriptor) || again == pipe[1] && !isOpen() {
		t.Errorf("a closed one is closed again: %v", err)
	}
}

// Several that make a file at once all have it, with a quota and without, and the one
// that is to be the first is one alone.
func TestManyMakeAFile(t *testing.T) {
	for _, quota := range []uint64{0, 1 << 20} {
		files, err := OpenDisk(t.TempDir(), DiskOptions{Quota: quota})
		mustDo(t, err)
		defer files.Close()
		for n := range 200 {
			dir, err := files.Root()
			mustDo(t, err)
			var all sync.WaitGroup
			var errs [4]error
			for i, flags := range []OpenFlags{Create, Create, Create | Exclusive, Create | Exclusive} {
				all.Go(func() {
					f, err := dir.Open(fmt.Sprint(n), Write|flags)
					if err == nil {
						_, err = f.WriteAt([]byte("x"), 0)
						_ = f.Close()
					}
					errs[i] = err
				})
			}
			all.Wait()
			mustDo(t, errors.Join(errs[0], errs[1]))
			for _, err := range errs[2:] {
				if err != nil && !errors.Is(err, Exist) {
					t.Error(err)
				}
			}
			if errs[2] == nil && errs[3] == nil {
				t.Error("two were the first")
			}
			mustDo(t, dir.Close())
		}
	}
}

// What had a name that was a regular file's when it was looked at, and isn't one, is not
// read, written or changed.
func TestOpenedIsSomethingElse(t *testing.T) {
	files, err := OpenDisk(t.TempDir(), DiskOptions{})
	mustDo(t, err)
	defer files.Close()
	disk, _ := files.(*diskFS)
	var pipe [2]int
	mustDo(t, unix.Pipe2(pipe[:], unix.O_NONBLOCK|unix.O_CLOEXEC))
	defer unix.Close(pipe[0])
	null, err := unix.Open("/dev/null", unix.O_RDWR|unix.O_CLOEXEC, 0)
	mustDo(t, err)
	dir, err := unix.Open(t.TempDir(), listFlags, 0)
	mustDo(t, err)
	for fd, want := range map[int]Errno{pipe[1]: NoSuchDevice, null: NoSuchDevice, dir: IsDirectory} {
		f := &diskFile{descriptor: descriptor{fd: fd}, fs: disk, flags: Read | Write}
		for name, do := range map[string]func() error{
			"Stat":     func() error { _, err := f.Stat(); return err },
			"ReadAt":   func() error { _, err := f.ReadAt(make([]byte, 1), 0); return err },
			"WriteAt":  func() error { _, err := f.WriteAt([]byte("x"), 0); return err },
			"WriteEnd": func() error { _, err := f.WriteEnd([]byte("x")); return err },
			"SetSize":  func() error { return f.SetSize(1) },
			"SetTimes": func() error { return f.SetTimes(SetTime{Now: true}, SetTime{Now: true}) },
			"Sync":     func() error { return f.Sync(false) },
		} {
			for range 2 {
				if err := do(); !errors.Is(err, want) {
					t.Errorf("%s gives %v, not %v", name, err, want)
				}
			}
			if s, ok := SystemFile(f); ok {
				t.Errorf("after %s it is said to be %+v", name, s)
			}
		}
		mustDo(t, f.Close())
	}
	if n, _ := unix.Read(pipe[0], make([]byte, 1)); n > 0 {
		t.Error("something was written")
	}
}
