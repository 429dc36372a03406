package vfs

import (
	"slices"
	"testing"
)

// twinFS is a file system whose directory fat takes several names for one.
type twinFS struct{ FS }

func (fs twinFS) Root() (Dir, error) {
	d, err := fs.FS.Root()
	return twinDir{d, false}, err
}

type twinDir struct {
	Dir
	is bool
}

func (d twinDir) twins(bool) bool { return d.is }

func (d twinDir) OpenDir(name string, flags OpenFlags) (Dir, error) {
	next, err := d.Dir.OpenDir(name, flags)
	if err != nil {
		return nil, err
	}
	return twinDir{next, name == "fat"}, nil
}

// Where names have twins, and below, what may be another name of something excluded is
// hidden; elsewhere it isn't.
func TestExcludeWhereNamesHaveTwins(t *testing.T) {
	files := NewMem(1 << 20)
	root, err := files.Root()
	mustDo(t, err)
	names := []string{"A~1", "A~1.KEY", "b.txt", "cafe\u0301s"}
	for _, at := range []string{"fat", "plain"} {
		mustDo(t, root.Mkdir(at))
		dir, err := root.OpenDir(at, 0)
		mustDo(t, err)
		mustDo(t, dir.Mkdir("sub"))
		sub, err := dir.OpenDir("sub", 0)
		mustDo(t, err)
		for _, name := range names {
			for _, in := range []Dir{dir, sub} {
				_, err := in.Open(name, Write|Create)
				mustDo(t, err)
			}
		}
	}
	for _, readOnly := range []bool{false, true} {
		tree, err := NewTree([]Mount{{Path: "/", FS: twinFS{files}, ReadOnly: readOnly, Exclude: []string{"*.key", "caf?s"}}})
		mustDo(t, err)
		h, err := tree.Open("/", true)
		mustDo(t, err)
		for at, hidden := range map[string]bool{"fat": true, "fat/sub": true, "plain": false, "plain/sub": false} {
			for _, name := range names {
				_, err := h.StatAt(at+"/"+name, true)
				want := hidden && name != "b.txt"
				if is := err == NoEntry; is != want { //nolint:errorlint // Errno
					if name != "A~1.KEY" || !is {
						t.Errorf("%s/%s: %v", at, name, err)
					}
				}
			}
			o, err := h.OpenAt(at, true, Read|DirectoryOnly)
			mustDo(t, err)
			if seen := namesIn(t, o.Dir); slices.Contains(seen, "A~1") == hidden || !slices.Contains(seen, "b.txt") {
				t.Errorf("%s lists %q", at, seen)
			}
			if err := o.Dir.CreateDirAt("c.key."); err != Access && !readOnly { //nolint:errorlint // Errno
				t.Errorf("%s: making a twin gives %v", at, err)
			}
		}
	}
}

func namesIn(t *testing.T, h *Handle) (names []string) {
	t.Helper()
	l, err := h.ReadDir()
	mustDo(t, err)
	defer l.Close()
	for {
		e, ok, err := l.Next()
		mustDo(t, err)
		if !ok {
			return names
		}
		names = append(names, e.Name)
	}
}
