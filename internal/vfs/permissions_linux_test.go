package vfs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/internal/long"
	"github.com/qyvol/qyvol/internal/vfs"
)

// permitted are calls on a directory d that has some of the permissions, and a file
// p that has them too. Several make one script. What a guest is told is what the
// system tells a program of the same user.
var permitted = []string{
	"stat d", "stat d/", "stat d/.", "stat d/..", "stat d/./..", "stat d/f", "stat d/missing", "stat d/sub", "stat d/sub/y",
	"stat d/sub/..", "stat d/sub/../f", "stat ld/f", "stat d/ldir/y", "stat d/l", "lstat d/l", "lstat d/f", "lstat d/.", "lstat d/f/x",
	"open d", "open d/.", "open d/..", "open d/f", "open d/sub", "open d/sub/y", "open d/l", "open ld/f", "opennf d/l", "open d/missing",
	"opendir d", "opendir d/.", "opendir d/..", "opendir d/sub", "opendir d/sub/..", "opendir d/f", "opendir ld", "opendir d/ldir",
	"openw d", "openw d/f", "openrw d/f", "append d/f", "trunc d/f", "trunc d/missing", "openw d/missing",
	"create d/f", "create d/new", "createx d/new", "createx d/f", "create d/l", "create d/sub", "create d",
	"write d/f text", "write d/new text", "read d/f", "read d/sub/y", "read d/l", "read ld/f",
	"ls d", "ls d/.", "ls d/sub", "ls ld", "ls d/ldir", "ls d/sub/..",
	"readlink d/l", "readlink d/f", "readlink d/missing", "readlink ld",
	"mkdir d/new", "mkdir d/f", "mkdir d/sub", "mkdir d/new/", "mkdir d/.", "mkdir d/sub/new",
	"rmdir d/empty", "rmdir d/sub", "rmdir d/f", "rmdir d/missing", "rmdir d", "rmdir d/empty/", "rmdir d/.",
	"unlink d/f", "unlink d/l", "unlink d/sub", "unlink d/missing", "unlink d/sub/y", "unlink d/.",
	"symlink x d/new", "symlink x d/f", "symlink d/f o/new",
	"link d/f d/new", "link d/f o/new", "link o/g d/new", "link d/l o/new", "linkf d/l o/new", "link d/sub o/new", "link d/missing o/new",
	"rename d/f d/new", "rename d/f o/f", "rename o/g d/g", "rename o/g d/f", "rename d/sub o/sub", "rename o/dir d/dir",
	"rename d/missing o/x", "rename d/empty o/dir", "rename d o/d", "rename d/l o/l", "rename d/f d/sub",
	"settimes d", "settimes d/", "settimes d/.", "settimes d/f", "settimes d/sub", "settimes d/l", "settimes d/missing",
	"open p", "openw p", "openrw p", "append p", "trunc p", "create p", "read p", "write p text", "stat p", "settimes p",
	"link p o/new", "rename p o/p", "unlink p",
	"opendir d h; stat @h .; stat @h f; read @h f; ls @h .; create @h new; stat @h sub/y; fstat h; fsync h",
	"opendir d/sub h; ls @h .; stat @h y; fsync h", "open d h; fstat h; mkdir @h new; rename @h f f2; rename @h f2 f",
	"openrw d/f h; fwrite h 0 text; fsize h 2; fread h; fsync h",
}

// Each call, on each permission, gives what it gives to a native program of the same
// user, who isn't root, and leaves the same behind.
func TestPermissions(t *testing.T) {
	dir, is := fixtures.AsNobody(t, func(dir string) {
		for _, bits := range permissions() {
			for i, script := range permitted {
				if at := filepath.Join(dir, sceneOf(bits, i)); i == 0 || changes(script) {
					forbidding(t, filepath.Join(at, "kernel"), bits)
					forbidding(t, filepath.Join(at, "tree"), bits)
				}
			}
		}
	})
	if !is {
		return
	}
	for _, bits := range permissions() {
		for i, script := range permitted {
			if !changes(script) {
				i = 0
			}
			at := filepath.Join(dir, sceneOf(bits, i))
			native, guest := nativeSystem(t, at+"/kernel"), guestSystem(t, at+"/tree", vfs.DiskOptions{})
			for call := range strings.SplitSeq(script, "; ") {
				a := strings.Fields(call)
				want, got := native.do(a[0], a[1:]), guest.do(a[0], a[1:])
				if want != got {
					t.Errorf("mode %o, %s: %s gives %s, and to a native program %s", bits, script, call, got, want)
				}
				if want != "ok" && len(a) == 3 && a[2] == "h" {
					break // it isn't open
				}
			}
		}
	}
}

// permissions are all that a user can have of three, or those that tell most.
func permissions() []os.FileMode {
	return long.Or([]os.FileMode{1, 3, 4}, []os.FileMode{0, 1, 2, 3, 4, 5, 6, 7})
}

func sceneOf(bits os.FileMode, i int) string { return fmt.Sprintf("%d/%d", bits, i) }

// changes tells scripts that want a scene of their own.
func changes(script string) bool {
	op, _, _ := strings.Cut(script, " ")
	return strings.Contains(script, "; ") || !slices.Contains([]string{"stat", "lstat", "open", "opendir", "opennf", "ls", "read", "readlink"}, op)
}

// A mount itself may be a directory that can't be listed, or only listed.
func TestPermissionsOfAMount(t *testing.T) {
	dir, is := fixtures.AsNobody(t, func(dir string) {
		for bits := range os.FileMode(8) {
			forbidding(t, filepath.Join(dir, fmt.Sprint(int(bits))), bits)
		}
	})
	if !is {
		return
	}
	for bits := range 8 {
		at := fmt.Sprintf("%s/%d/d", dir, bits)
		files, err := vfs.OpenDisk(at, vfs.DiskOptions{})
		if passes := bits&5 != 0; (err == nil) != passes {
			t.Fatalf("mode %o is mounted with %v", bits, err)
		} else if !passes {
			continue
		}
		if err := files.Close(); err != nil {
			t.Fatal(err)
		}
		for _, call := range []string{
			"stat .", "stat f", "read f", "stat sub/y", "stat sub/..", "ls .", "ls sub", "create new", "mkdir m", "rename f f2", "unlink f2",
			"stat ./.", "readlink l", "opendir . h",
		} {
			a := strings.Fields(call)
			native := nativeSystem(t, at)
			want := native.do(a[0], a[1:])
			guest := guestSystem(t, at, vfs.DiskOptions{ReadOnly: false})
			got := guest.do(a[0], a[1:])
			if a[0] == "ls" && a[1] == "." && bits&1 == 0 {
				want = "access" // "." is looked up in it
			}
			if want == "ok" && strings.Contains("create mkdir rename unlink", a[0]) {
				continue // done, and not to be done again
			}
			if want != got {
				t.Errorf("mode %o: %s gives %s, and to a native program %s", bits, call, got, want)
			}
		}
	}
}

// Listings of a directory that may be read, but not searched, share a descriptor, and
// don't disturb each other.
func TestListingsWithoutSearch(t *testing.T) {
	const files = 2000
	dir, is := fixtures.AsNobody(t, func(dir string) {
		at := filepath.Join(dir, "d")
		mustDo(t, os.Mkdir(at, 0o777))
		for i := range files {
			mustDo(t, os.WriteFile(fmt.Sprintf("%s/%d", at, i), nil, 0o600))
		}
		mustDo(t, os.Chmod(at, 0o444))
	})
	if !is {
		return
	}
	guest := guestSystem(t, filepath.Join(dir, "d"), vfs.DiskOptions{})
	a, err := guest.h.ReadDir()
	mustDo(t, err)
	b, err := guest.h.ReadDir()
	mustDo(t, err)
	mustDo(t, guest.h.Close())
	seen := [2]map[string]bool{{}, {}}
	for range files {
		for i, l := range []vfs.Listing{a, b} {
			e, ok, err := l.Next()
			if !ok || err != nil {
				t.Fatalf("after %d of %d: %v", len(seen[i]), files, err)
			}
			seen[i][e.Name] = true
		}
	}
	if len(seen[0]) != files || len(seen[1]) != files {
		t.Errorf("they gave %d and %d of %d names", len(seen[0]), len(seen[1]), files)
	}
}

// forbidding makes a folder with d and p, which have the permissions for everybody.
func forbidding(t *testing.T, at string, bits os.FileMode) {
	t.Helper()
	for _, name := range []string{"", "d", "d/sub", "d/empty", "o", "o/dir"} {
		mustDo(t, os.MkdirAll(filepath.Join(at, name), 0o777))
		mustDo(t, os.Chmod(filepath.Join(at, name), 0o777))
	}
	for _, name := range []string{"d/f", "d/sub/y", "o/g", "p"} {
		mustDo(t, os.WriteFile(filepath.Join(at, name), []byte(name), 0o666))
		mustDo(t, os.Chmod(filepath.Join(at, name), 0o666))
	}
	mustDo(t, os.Symlink("f", filepath.Join(at, "d/l")))
	mustDo(t, os.Symlink("sub", filepath.Join(at, "d/ldir")))
	mustDo(t, os.Symlink("d", filepath.Join(at, "ld")))
	for _, name := range []string{"d", "p"} {
		mustDo(t, os.Chmod(filepath.Join(at, name), bits*0o111))
	}
}

// nativeSystem makes calls as a program does.
func nativeSystem(t *testing.T, at string) *kernel {
	t.Helper()
	fd, err := unix.Open(at, unix.O_PATH|unix.O_DIRECTORY, 0)
	mustDo(t, err)
	t.Cleanup(func() { unix.Close(fd) })
	return &kernel{root: fd, held: map[string]int{}}
}

// guestSystem makes calls as a guest does.
func guestSystem(t *testing.T, at string, opts vfs.DiskOptions) *tree {
	t.Helper()
	files, err := vfs.OpenDisk(at, opts)
	mustDo(t, err)
	t.Cleanup(func() { _ = files.Close() })
	all, err := vfs.NewTree([]vfs.Mount{{Path: "/", FS: files}})
	mustDo(t, err)
	h, err := all.Open("/", true)
	mustDo(t, err)
	t.Cleanup(func() { _ = h.Close() })
	return &tree{h: h, files: map[string]vfs.Opened{}}
}

func mustDo(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
