package vfs_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
)

// write makes files of the host: paths that end in a slash are directories.
func write(t *testing.T, dir string, paths ...string) {
	t.Helper()
	for _, path := range paths {
		full := filepath.Join(dir, path)
		if path[len(path)-1] == '/' {
			check(t, os.MkdirAll(full, 0o777))
			continue
		}
		check(t, os.MkdirAll(filepath.Dir(full), 0o777))
		check(t, os.WriteFile(full, []byte(filepath.Base(path)), 0o666))
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestMounts(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "f", "real/x", "file", "shadowed/hidden")
	check(t, os.Symlink("real", filepath.Join(dir, "link")))
	mem := vfs.NewMem(1 << 20)
	h := open(
		t,
		vfs.Mount{Path: "/", FS: disk(t, dir, vfs.DiskOptions{})},
		vfs.Mount{Path: "/mem", FS: mem},
		vfs.Mount{Path: "/shadowed", FS: vfs.NewMem(1 << 20)},
		vfs.Mount{Path: "/way/to/mem", FS: mem},
		vfs.Mount{Path: "/way/to/mem/deep/ro", FS: vfs.NewMem(1 << 20), ReadOnly: true},
		vfs.Mount{Path: "/real/in", FS: vfs.NewMem(1 << 20)},
		vfs.Mount{Path: "/file/in", FS: vfs.NewMem(1 << 20)},
		vfs.Mount{Path: "/link/in", FS: vfs.NewMem(1 << 20)},
	)
	runScript(t, guest(h), false, mountScript)
}

const mountScript = `
	ls . -> [f,file/,link/,mem/,real/,shadowed/,way/]
	ls shadowed -> []
	ls way -> [to/]
	ls way/to -> [mem/]
	ls real -> [in/,x]
	ls file -> [in/]
	ls link -> [in/]
	stat way -> dir
	lstat link -> dir
	lstat file/ -> dir
	stat file/in/../../file/in/.. -> dir
	stat way/to/mem/../../.. -> dir
	write mem/a shared
	read way/to/mem/a -> "shared"
	mkdir mem/deep -> ok
	write mem/deep/x x
	ls way/to/mem/deep -> [ro/,x]
	ls mem/deep -> [x]
	create way/to/mem/deep/ro/x -> read-only
	mkdir way/to/mem/deep/ro/x -> read-only
	settimes way/to/mem/deep/ro -> read-only
	settimes mem
	settimes way -> read-only
	rmdir mem -> busy
	rmdir mem/ -> busy
	rmdir way -> busy
	rmdir way/to -> busy
	unlink mem -> busy
	unlink file -> busy
	rename mem m -> busy
	rename way m -> busy
	rename real r -> busy
	rename f file -> busy
	rename f mem -> busy
	rename f mem/ -> busy
	rename mem/deep mem/deeper
	rename mem/deeper mem/deep
	rename way/to/mem/deep way/to/mem/d -> busy
	mkdir mem -> exist
	mkdir way/ -> exist
	symlink f mem -> exist
	link f mem -> exist
	create mem -> is-directory
	createx mem -> exist
	trunc mem -> is-directory
	openw way -> is-directory
	create way/x -> read-only
	mkdir way/x -> read-only
	symlink x way/l -> read-only
	link f way/l -> cross-device|no-entry|read-only
	unlink way/x -> read-only
	rmdir way/x -> read-only
	open way/x -> no-entry
	readlink way/x -> no-entry
	readlink way -> invalid
	link mem m -> not-permitted
	link f mem/f -> cross-device
	link mem/a way/to/mem/b -> cross-device
	rename f mem/f -> cross-device
	rename mem/a f -> cross-device
	rename mem/a way/to/mem/b -> cross-device
	rename mem/missing f -> no-entry
	opendir mem h
	~stat @h .. -> not-permitted
	~stat @h ../f -> not-permitted
	symlink ../f mem/up
	read mem/up -> "f"
	~read @h up -> not-permitted
	symlink mem/up all
	read all -> "f"
	close h`

func TestMountsThatAreNone(t *testing.T) {
	mem := vfs.NewMem(1 << 20)
	for _, path := range []string{"", "relative", "/a/../b", "/a//b", "/a/.", "/..", "/\x00", "/\xff", "./a", "//"} {
		if _, err := vfs.NewTree([]vfs.Mount{{Path: path, FS: mem}}); !errors.Is(err, vfs.Invalid) {
			t.Errorf("%q: %v", path, err)
		}
	}
	if _, err := vfs.NewTree([]vfs.Mount{{Path: "/", FS: mem}, {Path: ".", FS: mem}}); !errors.Is(err, vfs.Exist) {
		t.Errorf("two at one path: %v", err)
	}
	tree, err := vfs.NewTree([]vfs.Mount{{Path: "/a/b", FS: mem}})
	check(t, err)
	for _, path := range []string{"/", "/a", "/a/b/c", "/b"} {
		if _, err := tree.Open(path, true); !errors.Is(err, vfs.NoEntry) {
			t.Errorf("%q: %v", path, err)
		}
	}
}
