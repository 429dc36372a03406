//go:build unix

package command

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi"
)

// room has a directory that a guest may write to, out, and victim, which is none of its.
func room(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"out/sub", "victim/sub", "user"} {
		must(t, os.MkdirAll(filepath.Join(dir, name), 0o755))
	}
	for _, name := range []string{"victim/r", "victim/sub/r", "out/other"} {
		write(t, filepath.Join(dir, name), "precious")
	}
	return dir
}

// untouched fails the test if anything but the guest's directory was changed.
func untouched(t *testing.T, dir string) {
	t.Helper()
	if text := read(t, filepath.Join(dir, "out/other")); text != "precious" {
		t.Errorf("the guest's file has %q", text)
	}
	untouchedVictim(t, dir)
}

func untouchedVictim(t *testing.T, dir string) {
	t.Helper()
	for _, name := range []string{"victim/r", "victim/sub/r"} {
		if text := read(t, filepath.Join(dir, name)); text != "precious" {
			t.Errorf("%s has %q", name, text)
		}
	}
	files, err := os.ReadDir(filepath.Join(dir, "victim"))
	if must(t, err); len(files) != 2 {
		t.Errorf("there is more: %v", files)
	}
}

// guestLinks are what a guest may leave for the path of a result.
var guestLinks = []struct{ name, path, link, target, result string }{
	{"relative", "", "out/r", "../victim/r", "out/r"},
	{"absolute", "", "out/r", "@/victim/r", "out/r"},
	{"to what is not there", "", "out/r", "../victim/new", "out/r"},
	{"in its own directory", "", "out/r", "other", "out/r"},
	{"chain", "out/next", "out/r", "next", "out/r"},
	{"to itself", "", "out/r", "r", "out/r"},
	{"middle", "", "out/sub", "../victim/sub", "out/sub/r"},
	{"middle, to its own", "", "out/sub", ".", "out/sub/other"},
	{"through the user's link", "user/r", "out/r", "../victim/r", "user/r"},
	{"below the user's link", "user/dir", "out/sub", "../victim/sub", "user/dir/r"},
	{"with dots", "", "out/r", "../victim/r", "user/../out/./sub/../r"},
	{"absolute path", "", "out/r", "../victim/r", "@/out/r"},
}

// The result is written through no link of a guest's: neither one that is there, nor one
// that is made after the result was opened.
func TestResultThroughGuestLinks(t *testing.T) {
	for _, c := range guestLinks {
		for _, appends := range []bool{false, true} {
			dir := room(t)
			t.Chdir(dir)
			switch c.path {
			case "out/next":
				must(t, os.Symlink("../victim/r", c.path))
			case "user/r":
				must(t, os.Symlink("../out/r", c.path))
			case "user/dir":
				must(t, os.Symlink(filepath.Join(dir, "out/sub"), c.path))
			}
			path := strings.ReplaceAll(c.result, "@", dir)
			for _, mount := range []string{"out", dir + "/out", "user/../out/"} {
				within := vfs.NewWritable([]string{"nowhere", mount})
				must(t, os.RemoveAll(c.link))
				if strings.HasPrefix(c.link, "out/sub") {
					must(t, os.Mkdir(c.link, 0o755))
				}
				s, err := openSink(path, appends, within)
				must(t, err)
				must(t, os.RemoveAll(c.link))
				must(t, os.Symlink(strings.ReplaceAll(c.target, "@", dir), c.link))
				if c.link == "out/r" || !appends {
					_ = s.write([]byte("document")) // into a directory that is gone, perhaps
				}
				untouched(t, dir)
				must(t, os.RemoveAll(c.link))

				must(t, os.Symlink(strings.ReplaceAll(c.target, "@", dir), c.link))
				_, err = openSink(path, appends, within)
				var link *wasi.LinkError
				if !errors.As(err, &link) || filepath.Base(link.Path) != filepath.Base(c.link) || link.Inside != mount {
					t.Errorf("%s: got %v, want a *wasi.LinkError", c.name, err)
				}
				untouched(t, dir)
			}
		}
	}
}

// Without a link, the result is written to a guest's directory as anywhere else.
func TestResultInAGuestDirectory(t *testing.T) {
	for _, c := range []struct {
		name, was string
		appends   bool
		again     string // another name of it
		want      string
	}{
		{"new", "", false, "", "document"},
		{"new, appended", "", true, "", "document"},
		{"old", "before, and longer", false, "", "document"},
		{"old, appended", "before ", true, "", "before document"},
		{"of two names", "before, and longer", false, "again", "document"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := room(t)
			t.Chdir(dir)
			if c.was != "" {
				must(t, os.WriteFile("out/r", []byte(c.was), 0o600))
			}
			if c.again != "" {
				must(t, os.Link("out/r", filepath.Join("out", c.again)))
			}
			must(t, os.Symlink("../out/r", "user/r"))
			s, err := openSink("user/r", c.appends, vfs.NewWritable([]string{"out"}))
			must(t, err)
			must(t, s.write([]byte("document")))
			if text := read(t, "out/r"); text != c.want {
				t.Errorf("it has %q", text)
			}
			if info, err := os.Lstat("out/r"); err != nil || !info.Mode().IsRegular() || c.was != "" && info.Mode().Perm() != 0o600 {
				t.Errorf("it is %v: %v", info, err)
			}
			if c.again != "" && read(t, filepath.Join("out", c.again)) != c.want {
				t.Error("the other name has another file")
			}
		})
	}
	t.Chdir(room(t))
	within := vfs.NewWritable([]string{"out"})
	for path, want := range map[string]error{"out/": syscall.EISDIR, "out/sub": syscall.EISDIR, "out/..": syscall.EISDIR, "out/nowhere/r": os.ErrNotExist} {
		if _, err := openSink(path, false, within); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", path, err, want)
		}
	}
}

// A path whose names guests can't say is a path all the same.
func TestResultByAnyName(t *testing.T) {
	dir := room(t)
	t.Chdir(dir)
	if err := os.Mkdir("\xff", 0o755); err != nil {
		t.Skip("the system has no such names:", err)
	}
	must(t, os.Rename("out", "\xff/out"))
	must(t, os.Symlink("\xff/out", "out"))
	for path, within := range map[string]string{"\xff/r": "victim", dir + "/\xff/r": "victim", "\xff/out/r": "\xff/out", "out/\xfe": "out"} {
		for _, appends := range []bool{false, true} {
			s, err := openSink(path, appends, vfs.NewWritable([]string{within}))
			must(t, err)
			must(t, s.write([]byte("document")))
			if text := read(t, path); !strings.HasPrefix(text, "document") {
				t.Errorf("%q has %q", path, text)
			}
		}
	}
	must(t, os.Symlink("../../victim/r", "\xff/out/\xfd"))
	var link *wasi.LinkError
	if _, err := openSink("\xff/out/\xfd", false, vfs.NewWritable([]string{"out"})); !errors.As(err, &link) {
		t.Errorf("got %v, want a *wasi.LinkError", err)
	}
	untouchedVictim(t, dir)
}
