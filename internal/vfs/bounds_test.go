package vfs_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
)

// What links add to a path doesn't make one call last: each of 40 goes 400
// directories down and up, which alone is well within what a path may do.
func TestLongResolutionEnds(t *testing.T) {
	const depth, links = 400, 39
	h := memRoot(t)
	deepen(t, h, depth)
	trip := strings.Repeat("d/", depth) + strings.Repeat("../", depth)
	for i := range links {
		check(t, h.SymlinkAt(fmt.Sprintf("%sl%d", trip, i+1), fmt.Sprintf("l%d", i)))
	}
	check(t, h.CreateDirAt(fmt.Sprintf("l%d", links)))
	if _, err := h.StatAt(trip+"l39", true); err != nil {
		t.Errorf("one trip: %v", err)
	}
	if _, err := h.StatAt("l0", true); !errors.Is(err, vfs.NameTooLong) {
		t.Errorf("%d trips: %v", links, err)
	}
}

// A guest that goes down one directory at a time gets only so deep: each that it
// keeps open has its path in the host's memory.
func TestPlacesEnd(t *testing.T) {
	const most = 40_000 // bytes
	at := memRoot(t)
	name := strings.Repeat("n", 255)
	for depth := 1; ; depth++ {
		check(t, at.CreateDirAt(name))
		o, err := at.OpenAt(name, false, vfs.Read|vfs.DirectoryOnly)
		if errors.Is(err, vfs.NameTooLong) {
			return
		}
		check(t, err)
		at = o.Dir
		t.Cleanup(func() { check(t, o.Dir.Close()) })
		if len(at.Path()) > most {
			t.Fatalf("a directory has a path of %d bytes", len(at.Path()))
		}
	}
}

func memRoot(t *testing.T) *vfs.Handle {
	t.Helper()
	tree, err := vfs.NewTree([]vfs.Mount{{Path: "/", FS: vfs.NewMem(64 << 20)}})
	check(t, err)
	h, err := tree.Open("/", true)
	check(t, err)
	t.Cleanup(func() { check(t, h.Close()) })
	return h
}
