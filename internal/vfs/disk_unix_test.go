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
