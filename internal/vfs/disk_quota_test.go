package vfs_test

import (
	"errors"
	"fmt"
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
