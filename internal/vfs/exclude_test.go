package vfs_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
)

func TestExclude(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "secrets/key", "secrets/deep/key", "sub/.git/config", "sub/a.pem", "sub/b.txt", "top.pem", "hidden/x",
		"way/real")
	check(t, os.Symlink("secrets/key", filepath.Join(dir, "tokey")))
	check(t, os.Symlink("secrets", filepath.Join(dir, "tosecrets")))
	check(t, os.Symlink("../secrets/key", filepath.Join(dir, "sub", "up")))
	h := open(
		t,
		vfs.Mount{
			Path: "/", FS: disk(t, dir, vfs.DiskOptions{}),
			Exclude: []string{"secrets/**", "/hidden", "/sub/*.pem", "/sub/**/.git/", "/way", "new/**/x"},
		},
		vfs.Mount{Path: "/way/in", FS: vfs.NewMem(1 << 20)},
	)
	runScript(t, guest(h), false, `
		ls . -> [secrets/,sub/,tokey@,top.pem,tosecrets@,way/]
		ls secrets -> []
		ls tosecrets/ -> []
		ls sub -> [b.txt,up@]
		ls way -> [in/]
		stat secrets -> dir
		stat secrets/key -> no-entry
		stat secrets/deep/key -> no-entry
		stat secrets/deep/../key -> no-entry
		stat SECRETS/../secrets/key -> no-entry
		open tokey -> no-entry
		open sub/up -> no-entry
		lstat tokey -> link:11
		open tosecrets/key -> no-entry
		open sub/../secrets/key -> no-entry
		open way/real -> no-entry
		opendir secrets h
		open @h key -> no-entry
		ls @h . -> []
		ls @h deep -> no-entry
		create @h new -> access
		close h
		create secrets/new -> access
		create secrets/key -> access
		createx secrets/key -> access
		trunc secrets/key -> no-entry
		mkdir secrets/d -> access
		symlink x secrets/l -> access
		link top.pem secrets/l -> access
		rename top.pem secrets/t -> access
		rename top.pem sub/t.PEM -> access
		link secrets/key k -> no-entry
		linkf tokey k -> no-entry
		rename secrets/key k -> no-entry
		unlink secrets/key -> no-entry
		rmdir secrets/deep -> no-entry
		settimes secrets/key -> no-entry
		readlink secrets/key -> no-entry
		rmdir secrets -> not-empty
		rename secrets open -> access
		rename sub s -> access
		mkdir d
		mkdir d/e
		rename d/e secrets -> access
		rename d new -> access
		rename d hidden -> access
		mkdir hidden -> access
		mkdir new
		mkdir new/y
		mkdir new/y/x -> access
		rename new/y z -> access
		rename d/e d/f
		rename d e
		rename e sub/g -> access
		rename top.pem sub/x
		rename sub/x e/top.pem
		read e/top.pem -> "top.pem"
		rename sub/b.txt sub/b.pem -> access
		create sub/.git/x -> no-entry
		create sub/.git -> access`)
}

// A handle's place stays what it was when its directory is renamed: nothing that
// exclude concerns may follow from it.
func TestExcludeAfterRenames(t *testing.T) {
	h := open(t, vfs.Mount{Path: "/", FS: vfs.NewMem(1 << 20), Exclude: []string{"/a/b/c"}})
	runScript(t, guest(h), false, `
		mkdir x
		mkdir x/b
		opendir x/b h
		rename x a -> access
		rename x/b a -> access
		mkdir a
		rename x/b a/b -> access
		mkdir a/b
		create @h c
		rename x/b/c a/b/c -> access
		rename a/b y -> access
		rename x y
		read @h c -> ""
		close h`)
}

// Patterns that are none are refused before anything is mounted.
func TestBadPatterns(t *testing.T) {
	for pattern, want := range map[string]vfs.Errno{
		"": vfs.Invalid, "!a": vfs.Invalid, "a/[": vfs.Invalid, "a/../b": vfs.Invalid, "\xff": vfs.Invalid,
		strings.Repeat("a", 4096): vfs.NameTooLong,
	} {
		_, err := vfs.NewTree([]vfs.Mount{{Path: "/", FS: vfs.NewMem(1), Exclude: []string{pattern}}})
		if !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", pattern, err, want)
		}
	}
}
