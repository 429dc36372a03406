//go:build unix

package vfs_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/internal/vfs"
)

// finding is a path, and what is found by it: the same directory as by want, in a writable one, or
// an error.
type finding struct {
	path, want, inside string
	err                error
}

func (f finding) check(t *testing.T, within *vfs.Writable) {
	t.Helper()
	found, err := within.Find(f.path)
	if err == nil {
		defer found.Close()
	}
	var link *vfs.LinkError
	if errors.As(err, &link) {
		err = vfs.Loop
	}
	switch {
	case f.err != nil || err != nil:
		if !errors.Is(err, f.err) {
			t.Errorf("%s: got %v, want %v", f.path, err, f.err)
		}
	case found.Inside != f.inside:
		t.Errorf("%s is in %q, want %q", f.path, found.Inside, f.inside)
	case !found.Is(disk(t, f.want, vfs.DiskOptions{})):
		t.Errorf("%s is another directory than %s", f.path, f.want)
	}
}

// A relative path leads where it leads the host, whatever the directories above the working
// directory let this user do; and what may be a guest's is found above it, too.
func TestFindBelowClosedDirectories(t *testing.T) {
	dir, is := fixtures.AsNobody(t, func(string) {})
	if !is {
		return
	}
	write(t, dir, "closed/w/a/in/", "closed/w/b/", "else/")
	check(t, os.Symlink("../b", dir+"/closed/w/a/link"))
	check(t, os.Symlink("a/in", dir+"/closed/w/far"))
	t.Chdir(dir + "/closed/w/a")
	check(t, os.Chmod(dir+"/closed", 0))
	defer func() { _ = os.Chmod(dir+"/closed", 0o700) }()
	if _, err := os.Stat(dir + "/closed/w"); !errors.Is(err, os.ErrPermission) {
		t.Fatalf("it isn't closed: %v", err)
	}
	within := vfs.NewWritable([]string{dir + "/else"})
	for _, f := range []finding{
		{".", ".", "", nil},
		{"in", "in", "", nil},
		{"..", "..", "", nil},
		{"../b", "../b", "", nil},
		{"in/../../b/../b", "../b", "", nil},
		{"link", "../b", "", nil},
		{"../far/..", ".", "", nil},
		{"../nowhere", "", "", vfs.NoEntry},
		{"../../w", "", "", vfs.HostAccess},
		{"../../..", "", "", vfs.HostAccess},
		{dir + "/else", dir + "/else", dir + "/else", nil},
	} {
		f.check(t, within)
	}
	within = vfs.NewWritable([]string{".."})
	for _, f := range []finding{{".", ".", "..", nil}, {"in", "in", "..", nil}, {"link", "", "", vfs.Loop}, {"../b", "../b", "..", nil}} {
		f.check(t, within)
	}
	within = vfs.NewWritable([]string{"."})
	for _, f := range []finding{{"in", "in", ".", nil}, {"link", "", "", vfs.Loop}, {"../b", "../b", "", nil}, {"../far", "in", ".", nil}} {
		f.check(t, within)
	}
}

// Directories whose names guests can't say are on the user's way all the same.
func TestFindByAnyName(t *testing.T) {
	dir := t.TempDir()
	odd := filepath.Join(dir, "\xff")
	if err := os.Mkdir(odd, 0o777); err != nil {
		t.Skip("the system has no such names:", err)
	}
	write(t, odd, "a/in/", "b/")
	check(t, os.Symlink("\xff", dir+"/link"))
	check(t, os.Symlink("../\xff", odd+"/\xfe"))
	within := vfs.NewWritable([]string{odd + "/a"})
	for _, at := range []string{dir, odd, odd + "/a", odd + "/b"} {
		t.Chdir(at)
		for _, f := range []finding{
			{odd, odd, "", nil},
			{odd + "/b", odd + "/b", "", nil},
			{odd + "/a/in", odd + "/a/in", odd + "/a", nil},
			{dir + "/link/a/in", odd + "/a/in", odd + "/a", nil},
			{odd + "/\xfe/\xfe/b", odd + "/b", "", nil},
		} {
			f.check(t, within)
		}
	}
	t.Chdir(odd + "/a")
	finding{"../b", odd + "/b", "", nil}.check(t, within)
	finding{"in", odd + "/a/in", odd + "/a", nil}.check(t, within)
}

// From a working directory that was removed, paths lead where they lead the host.
func TestFindFromNowhere(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "gone/", "b/")
	t.Chdir(dir + "/gone")
	if err := os.Remove(dir + "/gone"); err != nil {
		t.Skip("the system keeps it:", err)
	}
	within := vfs.NewWritable([]string{dir + "/b"})
	finding{dir + "/b", dir + "/b", dir + "/b", nil}.check(t, within)
	up := finding{"../b", "../b", dir + "/b", nil}
	if _, err := os.Stat(up.path); err != nil {
		up.err = vfs.NoEntry
	}
	up.check(t, within)
	finding{"nowhere", "", "", vfs.NoEntry}.check(t, within)
}
