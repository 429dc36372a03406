package vfs_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

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

// What exclude has to say about a name takes no longer the deeper it is: a call that
// goes into as many directories as it may, 3,000 deep, is over at once.
func TestExcludeIsAskedNameByName(t *testing.T) {
	tree, err := vfs.NewTree([]vfs.Mount{{Path: "/", FS: vfs.NewMem(64 << 20), Exclude: []string{"**/secret/*.pem", "**/b/c", "**/*/zzz", "**/a*b/**/q"}}})
	check(t, err)
	at, err := tree.Open("/", true)
	check(t, err)
	t.Cleanup(func() { check(t, at.Close()) })
	for range 6 {
		deepen(t, at, 500)
		o, err := at.OpenAt(strings.Repeat("d/", 500), false, vfs.Read|vfs.DirectoryOnly)
		check(t, err)
		t.Cleanup(func() { check(t, o.Dir.Close()) })
		at = o.Dir
	}
	check(t, at.CreateDirAt("b"))
	for i := range 19 {
		check(t, at.SymlinkAt(strings.Repeat("b/../", 810)+fmt.Sprintf("l%d", i+1), fmt.Sprintf("l%d", i)))
	}
	check(t, at.CreateDirAt("l19"))
	done := make(chan error, 1)
	go func() {
		_, err := at.StatAt("l1", true)
		done <- err
	}()
	select {
	case err := <-done:
		check(t, err)
	case <-time.After(time.Minute): // it took three, and takes half a second
		t.Fatal("one call doesn't end")
	}
	if _, err := at.OpenAt("b/c", true, vfs.Write|vfs.Create); !errors.Is(err, vfs.Access) {
		t.Errorf("what is excluded 3,000 directories deep can be made: %v", err)
	}
}

// Nor does a path of dots, at each of which the rest was looked through.
func TestDotsAreReadOnce(t *testing.T) {
	h := memRoot(t)
	const links = 38
	for i := range links {
		check(t, h.SymlinkAt(strings.Repeat("./", 1900)+fmt.Sprintf("l%d/", i+1), fmt.Sprintf("l%d", i)))
	}
	check(t, h.CreateDirAt(fmt.Sprintf("l%d", links)))
	if _, err := h.StatAt("l0"+strings.Repeat("/", 4000), true); err != nil {
		t.Error(err)
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
