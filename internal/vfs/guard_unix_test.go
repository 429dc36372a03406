//go:build unix

package vfs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
)

// guardScene is a writable directory with things that are guarded.
//
//	ws/app.qyv        guarded
//	ws/other          another name of app.qyv
//	ws/build/app.wasm guarded, and come to by the link ws/current
//	ws/none.wasm      guarded, and not there
//	ws/new/dir/f      likewise
//	ws/.cache         guarded with all below
//	ws/free, ws/dir/f not guarded
func guardScene(t *testing.T) (ws string, h *vfs.Handle) {
	t.Helper()
	dir := t.TempDir()
	ws = filepath.Join(dir, "ws")
	write(t, ws, "app.qyv", "build/app.wasm", "build/free", ".cache/code/x", "free", "dir/f")
	check(t, os.Link(filepath.Join(ws, "app.qyv"), filepath.Join(ws, "other")))
	check(t, os.Symlink("build", filepath.Join(ws, "current")))
	check(t, os.Symlink("app.qyv", filepath.Join(ws, "link")))
	check(t, os.Symlink("ws", filepath.Join(dir, "way")))
	within, guard := vfs.NewWritable([]string{ws}), &vfs.Guard{}
	for _, file := range []string{"app.qyv", "current/app.wasm", "none.wasm", "new/dir/f"} {
		if !guard.AddFile(within, filepath.Join(dir, "way", file)) {
			t.Errorf("%s is not found", file)
		}
	}
	if by := guard.AddDir(within, filepath.Join(ws, ".cache")); by != ws {
		t.Errorf("the cache is in %q", by)
	}
	return ws, open(t, vfs.Mount{Path: "/", FS: disk(t, ws, vfs.DiskOptions{}), Guard: guard})
}

// guardedChanges are the ways of changing a file, and what each is answered where it is guarded
// and there, and where it is guarded and not there. % is the file.
var guardedChanges = []struct{ call, there, absent string }{
	{"openw %", "read-only", "no-entry"},
	{"openrw %", "read-only", "no-entry"},
	{"append %", "read-only", "no-entry"},
	{"trunc %", "read-only", "no-entry"},
	{"create %", "read-only", "read-only"},
	{"createx %", "exist", "read-only"},
	{"write % x", "read-only", "read-only"},
	{"settimes %", "read-only", "no-entry"},
	{"unlink %", "busy", "no-entry"},
	{"rename % moved", "busy", "no-entry"},
	{"rename free %", "busy", "busy"},
	{"link % second", "busy", "no-entry"},
	{"link free %", "exist", "busy"},
	{"symlink free %", "exist", "busy"},
	{"mkdir %", "exist", "busy"},
	{"rename dir %", "busy", "busy"},
}

// What is guarded stays as it is, in whatever way a guest goes about it; what is beside it
// can be changed.
func TestGuard(t *testing.T) {
	for _, file := range []string{"app.qyv", "other", "build/app.wasm", "current/app.wasm", "./dir/../app.qyv"} {
		t.Run(file, func(t *testing.T) {
			ws, h := guardScene(t)
			for _, c := range guardedChanges {
				runScript(t, guest(h), false, strings.ReplaceAll(c.call, "%", file)+" -> "+c.there)
			}
			for path, want := range map[string]string{"app.qyv": "app.qyv", "build/app.wasm": "app.wasm", "free": "free"} {
				if got, err := os.ReadFile(filepath.Join(ws, path)); err != nil || string(got) != want {
					t.Errorf("%s is %q: %v", path, got, err)
				}
			}
			runScript(t, guest(h), false, "read "+file+` -> "`+want(file)+`"`)
			setGuardedTimes(t, h, file, vfs.ReadOnly)
		})
	}
	for _, file := range []string{"none.wasm", "new"} {
		t.Run(file, func(t *testing.T) {
			_, h := guardScene(t)
			for _, c := range guardedChanges {
				runScript(t, guest(h), false, strings.ReplaceAll(c.call, "%", file)+" -> "+c.absent)
			}
		})
	}
}

func want(file string) string {
	if file == "other" {
		return "app.qyv"
	}
	return filepath.Base(file)
}

func setGuardedTimes(t *testing.T, h *vfs.Handle, file string, want error) {
	t.Helper()
	o, err := h.OpenAt(file, true, vfs.Read)
	check(t, err)
	defer func() { _ = closeOpened(o) }()
	if err := o.File.SetTimes(vfs.SetTime{Now: true}, vfs.SetTime{}); err != want { //nolint:errorlint // an Errno
		t.Errorf("times of %s: %v", file, err)
	}
}

// The way to what is guarded stays, links among it, and what isn't guarded is as free
// as ever.
func TestGuardedWay(t *testing.T) {
	_, h := guardScene(t)
	runScript(t, guest(h), false, `
		rename build old -> busy
		rename dir build -> busy
		rmdir build -> busy
		unlink current -> busy
		rename current moved -> busy
		rename link current -> busy
		settimes build
		openw link -> read-only
		unlink link
		symlink dir link
		write build/free y
		write build/new y
		unlink build/new
		write free y
		read free -> "y"
		settimes free
		rename free freed
		link freed free
		unlink freed
		rename dir moved
		write moved/f y
		mkdir dir
		rmdir dir
		write app.qyv.bak y
		read app.qyv -> "app.qyv"`)
	setGuardedTimes(t, h, "free", nil)
}

// Nothing changes in a directory that is guarded with all below, and it stays; what is to
// be there later can't be made.
func TestGuardedDir(t *testing.T) {
	ws, h := guardScene(t)
	script := `
		rename .cache old -> busy
		rename dir .cache -> busy
		rmdir .cache -> busy
		read .cache/code/x -> "x"
		ls .cache -> [code/]
		write .cache/code/x y -> read-only
		trunc .cache/code/x -> read-only
		create .cache/code/y -> read-only
		unlink .cache/code/x -> read-only
		rename .cache/code/x .cache/code/y -> read-only
		rename .cache/code old -> read-only
		rename free .cache/code/x -> cross-device
		link .cache/code/x free2 -> read-only
		link free .cache/code/free -> cross-device
		symlink x .cache/code/y -> read-only
		mkdir .cache/d -> read-only
		settimes .cache/code/x -> read-only
		opendir .cache/code c
		create @c y -> read-only
		unlink @c x -> read-only
		close c`
	runScript(t, guest(h), false, script)
	within, guard := vfs.NewWritable([]string{ws}), &vfs.Guard{}
	if by := guard.AddDir(within, filepath.Join(ws, "later", "cache")); by != ws {
		t.Errorf("it is in %q", by)
	}
	h = open(t, vfs.Mount{Path: "/", FS: disk(t, ws, vfs.DiskOptions{}), Guard: guard})
	runScript(t, guest(h), false, "mkdir later -> busy\nsymlink dir later -> busy\nrename dir later -> busy")
	write(t, ws, "later/cache/code/x") // another process makes it
	runScript(t, guest(h), false, "write later/cache/code/x y -> read-only\nwrite later/new y -> read-only")
}

// A file that isn't there stays the host's if the host makes it, with the directories on its way,
// while the guest runs. What is there already is as free as ever.
func TestGuardedFileMadeLater(t *testing.T) {
	for _, file := range []string{"new/dir/f", "dir/new/f", "dir/f/g", "dangling/f", "NEW/f", "DIR/f"} {
		t.Run(file, func(t *testing.T) {
			ws := filepath.Join(t.TempDir(), "ws")
			write(t, ws, "dir/f", "dir/sub/x", "free")
			check(t, os.Symlink("dir/target", filepath.Join(ws, "dangling")))
			within, guard := vfs.NewWritable([]string{ws}), &vfs.Guard{}
			if !guard.AddFile(within, filepath.Join(ws, file)) {
				t.Error("it is not found")
			}
			h := open(t, vfs.Mount{Path: "/", FS: disk(t, ws, vfs.DiskOptions{}), Guard: guard})
			check(t, os.Remove(filepath.Join(ws, "dir/f")))
			if strings.HasPrefix(file, "dangling") {
				check(t, os.Mkdir(filepath.Join(ws, "dir/target"), 0o777))
			}
			check(t, os.MkdirAll(filepath.Join(ws, filepath.Dir(file)), 0o777))
			check(t, os.WriteFile(filepath.Join(ws, file), []byte("host's"), 0o666))
			runScript(t, guest(h), false, strings.ReplaceAll(`
				read % -> "host's"
				write % x -> read-only
				openw % -> read-only
				append % -> read-only
				unlink % -> busy|read-only
				rename % free2 -> busy|cross-device|read-only
				rename free % -> busy|cross-device|read-only
				write free x
				write dir/sub/x x
				mkdir dir/other
				create dir/sub/y`, "%", file))
			if text, err := os.ReadFile(filepath.Join(ws, file)); err != nil || string(text) != "host's" {
				t.Errorf("it has %q: %v", text, err)
			}
		})
	}
}

// What is a writable directory, or holds one, is known by whatever path leads there.
func TestGuardFinds(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "ws/.cache/code/x", "ws/sub/", "else/cache/code/", "else/f")
	check(t, os.Symlink("ws", filepath.Join(dir, "link")))
	check(t, os.Symlink("../else/cache", filepath.Join(dir, "ws/out")))
	check(t, os.Symlink("../ws/.cache", filepath.Join(dir, "else/in")))
	for _, c := range []struct{ mount, cache, by string }{
		{"ws", "ws/.cache", "ws"},
		{"ws", "ws", "ws"},
		{"ws", "link/.cache", "ws"},
		{"link", "ws/.cache", "link"},
		{"ws", "else/in", "ws"},
		{"ws", "ws/out", "ws"}, // by a link that the guest may replace
		{"ws", "ws/not/there", "ws"},
		{"ws/.cache", "ws/.cache", "ws/.cache"},
		{"ws/.cache/code", "ws/.cache", "ws/.cache/code"},
		{"ws/.cache/code", "link/.cache", "ws/.cache/code"},
		{".", "else/cache", "."},
		{"ws/sub", "ws/.cache", ""},
		{"ws", "else/cache", ""},
		{"ws", "ws/../else/cache", ""},
		{"ws", "ws/sub/../../else/cache", "ws"}, // where sub can be made a link
		{"ws", "else/not/there", ""},
		{"not/there", "ws/.cache", ""},
	} {
		within, guard := vfs.NewWritable([]string{dir + "/" + c.mount}), &vfs.Guard{}
		by := guard.AddDir(within, dir+"/"+c.cache)
		if want := strings.TrimSuffix(dir+"/"+c.by, "/"); by != want && (by != "" || c.by != "") {
			t.Errorf("%s in %s: %q", c.cache, c.mount, by)
		}
		if is := guard.Holds(dir + "/" + c.mount); is != (c.by == c.mount && strings.HasPrefix(c.mount, c.cache) || c.cache == "link/.cache" && c.mount == "ws/.cache/code") {
			t.Errorf("%s holds %s: %v", c.cache, c.mount, is)
		}
	}
	within, guard := vfs.NewWritable([]string{dir + "/ws"}), &vfs.Guard{}
	if guard.AddFile(within, dir+"/else/f") || guard.AddFile(within, dir+"/else/f/g") || !guard.AddFile(within, "/"+dir+"/ws/../ws/x") {
		t.Error("a file is said to be where it isn't")
	}
}
