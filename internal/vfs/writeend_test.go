package vfs_test

import (
	"errors"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
)

// Append goes to the end of any file that can be written, however it was opened,
// and through the quota.
func TestAppend(t *testing.T) {
	disk, err := vfs.OpenDisk(t.TempDir(), vfs.DiskOptions{})
	if err != nil {
		t.Fatal(err)
	}
	quota, err := vfs.OpenDisk(t.TempDir(), vfs.DiskOptions{Quota: 10})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		fs    vfs.FS
		limit bool
	}{"memory": {vfs.NewMem(1 << 16), false}, "disk": {disk, false}, "quota": {quota, true}} {
		t.Run(name, func(t *testing.T) {
			defer func() { _ = c.fs.Close() }()
			root, err := c.fs.Root()
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = root.Close() }()
			for _, flags := range []vfs.OpenFlags{vfs.Create, 0, vfs.Append} {
				f, err := root.Open("f", flags|vfs.Read|vfs.Write)
				if err != nil {
					t.Fatal(err)
				}
				if n, err := f.WriteEnd([]byte("abc")); n != 3 || err != nil {
					t.Errorf("%d bytes are written, %v", n, err)
				}
				if n, err := f.WriteEnd(nil); n != 0 || err != nil {
					t.Errorf("of nothing, %d bytes are written, %v", n, err)
				}
				if err := f.Close(); err != nil {
					t.Error(err)
				}
				if _, err := f.WriteEnd([]byte("d")); !errors.Is(err, vfs.BadDescriptor) {
					t.Errorf("closed, it gives %v", err)
				}
			}
			appended(t, root, c.limit)
		})
	}
}

// appended checks what has come of it, and what can't be appended to.
func appended(t *testing.T, root vfs.Dir, limit bool) {
	t.Helper()
	f, err := root.Open("f", vfs.Read|vfs.Write)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if n, err := f.WriteEnd([]byte("de")); limit && n != 1 || !limit && n != 2 || err != nil {
		t.Errorf("%d bytes are written, %v", n, err)
	}
	if _, err := f.WriteEnd([]byte("f")); limit != errors.Is(err, vfs.InsufficientSpace) {
		t.Errorf("more gives %v", err)
	}
	b := make([]byte, 20)
	n, err := f.ReadAt(b, 0)
	if got := string(b[:n]); got[:10] != "abcabcabcd" || err != nil {
		t.Errorf("it has %q, %v", got, err)
	}
	r, err := root.Open("f", vfs.Read)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	if _, err := r.WriteEnd([]byte("x")); !errors.Is(err, vfs.BadDescriptor) {
		t.Errorf("opened for reading, it gives %v", err)
	}
}

func TestAppendToFrozen(t *testing.T) {
	inner := vfs.NewMem(1 << 10)
	root, err := inner.Root()
	if err != nil {
		t.Fatal(err)
	}
	f, err := root.Open("f", vfs.Write|vfs.Create)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	frozen, err := vfs.Frozen(inner).Root()
	if err != nil {
		t.Fatal(err)
	}
	r, err := frozen.Open("f", vfs.Read)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.WriteEnd([]byte("x")); !errors.Is(err, vfs.BadDescriptor) {
		t.Errorf("it gives %v", err)
	}
}
