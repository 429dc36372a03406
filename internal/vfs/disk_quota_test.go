package vfs_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
)

// Names take room on a disk too: the first 1,000 of a quota are free, each further
// one costs 4 KiB until it is removed.
func TestDiskQuotaOfNames(t *testing.T) {
	const free, cost, more = 1000, 4 << 10, 3
	makers := func(h *vfs.Handle) map[string]func(string) error {
		return map[string]func(string) error{
			"file": func(p string) error {
				o, err := h.OpenAt(p, false, vfs.Write|vfs.Create)
				if err == nil {
					o.File.Close()
				}
				return err
			},
			"dir":     h.CreateDirAt,
			"symlink": func(p string) error { return h.SymlinkAt(strings.Repeat("x/", 2000), p) },
			"link":    func(p string) error { return h.LinkAt(false, "0", h, p) },
		}
	}
	for kind := range makers(nil) {
		t.Run(kind, func(t *testing.T) {
			h := open(t, vfs.Mount{Path: "/", FS: disk(t, t.TempDir(), vfs.DiskOptions{Quota: cost*more + 10})})
			makeOne := makers(h)[kind]
			f := create(t, h, "0")
			for i := 1; i < free+more; i++ {
				if err := makeOne(fmt.Sprint(i)); err != nil {
					t.Fatal(i, err)
				}
			}
			refused := func() {
				t.Helper()
				for kind, makeOne := range makers(h) {
					if err := makeOne("x"); !errors.Is(err, vfs.InsufficientSpace) {
						t.Errorf("one more %s: %v", kind, err)
					}
					if err := makeOne("1"); kind != "file" && !errors.Is(err, vfs.Exist) {
						t.Errorf("a %s that is there: %v", kind, err)
					}
				}
			}
			refused()
			if n, err := f.WriteAt(make([]byte, 100), 0); n != 10 || err != nil {
				t.Errorf("%d bytes are left: %v", n, err)
			}
			create(t, h, "0") // to open what is there costs nothing
			check(t, h.RenameAt("2", h, "y"))
			refused()
			if kind == "link" { // two names of one file: this does nothing
				check(t, h.RenameAt("3", h, "4"))
				refused()
			}
			remove := h.UnlinkFileAt
			if kind == "dir" {
				remove = h.RemoveDirAt
			}
			check(t, remove("y"))
			check(t, makeOne("y"))
			refused()
			if kind == "file" || kind == "dir" { // what takes another's place leaves its own
				check(t, h.RenameAt("3", h, "4"))
				check(t, makeOne("3"))
				refused()
			}
		})
	}
}

// Names that were there before aren't given back.
func TestDiskQuotaOfForeignNames(t *testing.T) {
	dir := t.TempDir()
	host := open(t, vfs.Mount{Path: "/", FS: disk(t, dir, vfs.DiskOptions{})})
	for i := range 10 {
		check(t, host.CreateDirAt(fmt.Sprint("old", i)))
	}
	h := open(t, vfs.Mount{Path: "/", FS: disk(t, dir, vfs.DiskOptions{Quota: 1})})
	for i := range 10 {
		check(t, h.RemoveDirAt(fmt.Sprint("old", i)))
	}
	for i := range 1000 {
		check(t, h.CreateDirAt(fmt.Sprint(i)))
	}
	if err := h.CreateDirAt("x"); !errors.Is(err, vfs.InsufficientSpace) {
		t.Errorf("one more: %v", err)
	}
}

// To cut what the host had there gives nothing back, however often and from whatever
// file; what the guest made longer does.
func TestDiskQuotaOfForeignContents(t *testing.T) {
	const quota, foreign = 100, 10_000
	dir := t.TempDir()
	for _, name := range []string{"a", "b"} {
		check(t, os.WriteFile(filepath.Join(dir, name), make([]byte, foreign), 0o600))
	}
	h := open(t, vfs.Mount{Path: "/", FS: disk(t, dir, vfs.DiskOptions{Quota: quota})})
	openTo := func(name string, flags vfs.OpenFlags) vfs.File {
		t.Helper()
		o, err := h.OpenAt(name, false, vfs.Write|flags)
		check(t, err)
		t.Cleanup(func() { o.File.Close() })
		return o.File
	}
	fits := func(want int) {
		t.Helper()
		f := openTo("new", vfs.Create)
		n, err := f.WriteAt(make([]byte, quota+1), 0)
		if n != want || want == 0 && !errors.Is(err, vfs.InsufficientSpace) {
			t.Errorf("%d bytes fit, not %d: %v", n, want, err)
		}
		check(t, f.SetSize(0))
	}
	fits(quota)
	a := openTo("a", 0)
	check(t, a.SetSize(foreign/2))
	check(t, a.SetSize(0))
	openTo("b", vfs.Truncate)
	fits(quota)
	check(t, a.SetSize(60)) // counts, though it was longer before
	fits(quota - 60)
	check(t, a.SetSize(50))
	fits(quota - 50)
	check(t, openTo("b", 0).SetSize(10))
	check(t, h.UnlinkFileAt("b")) // a file that is gone gives nothing back
	fits(quota - 60)
	check(t, a.SetSize(0))
	fits(quota - 10)
}
