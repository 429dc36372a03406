//go:build unix

package command

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
)

// fileGuest is one that opens a file.
type fileGuest struct {
	name, path  string
	read, write string // its arguments, before the path; likewise, and " x" after it
	inGo        bool
	exits       string // arguments with which it fails without a file
}

func fileGuests(t *testing.T) []fileGuest {
	t.Helper()
	dir := fixtures.Dir(t)
	return []fileGuest{
		{name: "c", path: filepath.Join(dir, "files", "files-p1.wasm"), read: "read ", write: "write ", exits: "nonsense"},
		{name: "c component", path: filepath.Join(dir, "files", "files.wasm"), read: "read ", write: "write ", exits: "nonsense"},
		{name: "go", path: fixtures.BuildGo(t, "read-go"), inGo: true, exits: "a b c"},
	}
}

// A guest that fails to find a file is told what would have helped; whoever pastes that
// gets the file. In the texts $PWD is the directory.
func TestFileHints(t *testing.T) {
	tests := []struct {
		name, options, path string
		writes              bool
		c, inGo             string // the hints; empty: none
	}{
		{
			name: "a path", path: "data/a.txt",
			c:    "the guest can't see data/a.txt; if it needs it, add --allow-read data",
			inGo: "the guest can't see data/a.txt; if it needs it, add --allow-read .::/",
		},
		{
			name: "with ./", path: "./data/a.txt",
			c:    "the guest can't see ./data/a.txt; if it needs it, add --allow-read .",
			inGo: "the guest can't see ./data/a.txt; if it needs it, add --allow-read .::/",
		},
		{
			name: "with .. inside", path: "data/../data/a.txt",
			c:    "the guest can't see data/../data/a.txt; if it needs it, add --allow-read .",
			inGo: "the guest can't see data/../data/a.txt; if it needs it, add --allow-read .::/",
		},
		{
			name: "here", path: "b.txt",
			c:    "the guest can't see b.txt; if it needs it, add --allow-read .",
			inGo: "the guest can't see b.txt; if it needs it, add --allow-read .::/",
		},
		{
			name: "above", path: "../up/c.txt",
			c:    "the guest can't see ../up/c.txt; if it needs it, add --allow-read ../up",
			inGo: "the guest can't see ../up/c.txt; if it needs it, add --allow-read ../up::/up",
		},
		{
			name: "absolute", path: "$PWD/data/a.txt",
			c:    "the guest can't see $PWD/data/a.txt; if it needs it, add --allow-read $PWD/data",
			inGo: "the guest can't see $PWD/data/a.txt; if it needs it, add --allow-read $PWD/data",
		},
		{
			name: "two words", path: "'my dir/a b.txt'",
			c:    "the guest can't see 'my dir/a b.txt'; if it needs it, add --allow-read 'my dir'",
			inGo: "the guest can't see 'my dir/a b.txt'; if it needs it, add --allow-read .::/",
		},
		{
			name: "with a directory", options: "--allow-read data", path: "data/a.txt", c: found,
			inGo: "the guest can't see data/a.txt; if it needs it, use --allow-read .::/ in place of --allow-read data",
		},
		{
			name: "with a directory and ./", options: "--allow-read data", path: "./data/a.txt",
			c:    "the guest sees ./data/a.txt as data/a.txt",
			inGo: "the guest can't see ./data/a.txt; if it needs it, use --allow-read .::/ in place of --allow-read data",
		},
		{
			name: "under an absolute name", options: "--allow-read $PWD/data", path: "data/a.txt",
			c:    "the guest sees data/a.txt as $PWD/data/a.txt",
			inGo: "the guest sees data/a.txt as $PWD/data/a.txt",
		},
		{
			name: "under a name of its own", options: "--allow-read data::/d", path: "data/a.txt",
			c:    "the guest sees data/a.txt as /d/a.txt",
			inGo: "the guest sees data/a.txt as /d/a.txt",
		},
		{
			name: "the wrong directory", options: "--allow-read data", path: "other/d.txt",
			c:    "the guest can't see other/d.txt; if it needs it, add --allow-read other",
			inGo: "the guest can't see other/d.txt; if it needs it, use --allow-read .::/ in place of --allow-read data",
		},
		{
			name: "a directory elsewhere", options: "--allow-read ../up", path: "other/d.txt",
			c:    "the guest can't see other/d.txt; if it needs it, add --allow-read other",
			inGo: "the guest can't see other/d.txt; if it needs it, add --env PWD=/ --allow-read other::/other",
		},
		{
			name: "the manifest's directory", options: "manifest", path: "data/a.txt", c: found,
			inGo: "the guest sees data/a.txt as /data/a.txt",
		},
		{
			name: "beside the manifest's", options: "manifest", path: "other/d.txt",
			c:    "the guest can't see other/d.txt; if it needs it, add --allow-read other",
			inGo: "the guest can't see other/d.txt; if it needs it, add --allow-read other::/data/other",
		},
		{
			name: "a working directory", options: "--env PWD=/w", path: "data/a.txt",
			c:    "the guest can't see data/a.txt; if it needs it, add --allow-read data",
			inGo: "the guest can't see data/a.txt; if it needs it, add --allow-read data::/w/data",
		},
		{
			name: "to write", path: "out.txt", writes: true,
			c:    "for the guest to write to out.txt, add --allow-write .",
			inGo: "for the guest to write to out.txt, add --allow-write .::/",
		},
		{
			name: "to write below", path: "data/out.txt", writes: true,
			c:    "for the guest to write to data/out.txt, add --allow-write data",
			inGo: "for the guest to write to data/out.txt, add --allow-write .::/",
		},
		{
			name: "to write where it may read", options: "--allow-read .", path: "out.txt", writes: true,
			c:    "for the guest to write to out.txt, use --allow-write . in place of --allow-read .",
			inGo: "for the guest to write to out.txt, use --allow-write .::/ in place of --allow-read .",
		},
		{
			name: "to write in a name of its own", options: "--allow-read data::/d", path: "/d/out.txt", writes: true,
			c:    "for the guest to write to /d/out.txt, use --allow-write data::/d in place of --allow-read data::/d",
			inGo: "for the guest to write to /d/out.txt, use --allow-write data::/d in place of --allow-read data::/d",
		},
		{
			name: "to write what is there", path: "data/a.txt", writes: true,
			c:    "the guest can't see data/a.txt; if it needs it, add --allow-read data",
			inGo: "the guest can't see data/a.txt; if it needs it, add --allow-write .::/",
		},
		{
			name: "native", options: "--wasi native", path: "data/a.txt",
			c:    "the guest can't see data/a.txt; if it needs it, add --allow-read data",
			inGo: "the guest can't see data/a.txt; if it needs it, add --allow-read .::/",
		},
		{name: "native, to write", options: "--wasi native", path: "out.txt", writes: true},
		{name: "what is missing", options: "--allow-read data::/data", path: "/data/nope.txt"},
		{name: "a device", path: "/dev/null", inGo: "the guest asked for dev/null, which is in none of its directories; --allow-read DIR gives it one"},
	}
	cache := t.TempDir()
	for _, g := range fileGuests(t) {
		for _, test := range tests {
			t.Run(g.name+"/"+test.name, func(t *testing.T) {
				t.Parallel()
				s := newHintScene(t, cache, g)
				line := "qyvol run guest.wasm " + test.options + " -- " + g.read + test.path
				if test.writes {
					line = "qyvol run guest.wasm " + test.options + " -- " + g.write + test.path + " x"
				}
				line = strings.Replace(line, "guest.wasm manifest", "guest.qyv", 1)
				want := test.c
				if g.inGo {
					want = test.inGo
				}
				hint := s.fails(t, line)
				if hint != want {
					t.Fatalf("%s\n got %q\nwant %q", line, hint, want)
				}
				if want == "" || want == found || strings.Contains(want, "DIR") {
					return
				}
				s.works(t, line, hint)
			})
		}
	}
}

// What fails for other reasons than files gets no hint about them.
func TestNoFileHints(t *testing.T) {
	cache := t.TempDir()
	for _, g := range fileGuests(t) {
		s := newHintScene(t, cache, g)
		for _, line := range []string{
			"qyvol run guest.wasm -- " + g.exits,
			"qyvol run guest.wasm --wasi native -- " + g.exits,
			"qyvol run guest.wasm --allow-read data -- " + g.exits,
			"qyvol run guest.wasm --allow-read .::/ -- " + g.exits,
			"qyvol run guest.wasm --allow-read .::/ -- " + g.read + "data/nope.txt",
		} {
			if hint := s.fails(t, line); hint != "" {
				t.Errorf("%s: %s: %q", g.name, line, hint)
			}
		}
	}
}

// found is in place of a hint where there is no failure.
const found = "none: it is found"

// hintScene is a directory with a guest, and files that it may want.
type hintScene struct{ dir, cache string }

func newHintScene(t *testing.T, cache string, g fileGuest) *hintScene {
	t.Helper()
	top := t.TempDir()
	s := &hintScene{filepath.Join(top, "work"), cache}
	for _, name := range []string{"data/a.txt", "my dir/a b.txt", "b.txt", "other/d.txt", "../up/c.txt"} {
		write(t, filepath.Join(s.dir, name), "found\n")
	}
	write(t, filepath.Join(s.dir, "guest.wasm"), read(t, g.path))
	write(t, filepath.Join(s.dir, "guest.qyv"), manifestOf("guest.wasm", "permissions: {fs: [{mount: /data, from: data, access: read}]}"))
	return s
}

func (s *hintScene) run(t *testing.T, line string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sh", "-c", line)
	cmd.Dir = s.dir
	cmd.Env = append(environment(s.dir), "QYVOL_CACHE_DIR="+s.cache)
	out, err := cmd.CombinedOutput()
	return strings.ReplaceAll(string(out), s.dir, "$PWD"), err
}

// fails runs what fails, and gives the hint.
func (s *hintScene) fails(t *testing.T, line string) string {
	t.Helper()
	out, err := s.run(t, line)
	if err == nil {
		return found
	}
	_, hint, _ := strings.Cut(out, "  hint: ")
	return strings.TrimSuffix(hint, "\n")
}

// works does as the hint says. One that leads to another is followed, too.
func (s *hintScene) works(t *testing.T, line, hint string) {
	t.Helper()
	for range 2 {
		line = pasted(t, line, hint)
		out, err := s.run(t, line)
		if err == nil {
			return
		}
		if _, hint, _ = strings.Cut(strings.TrimSuffix(out, "\n"), "  hint: "); hint == "" {
			t.Fatalf("%s\n%s", line, out)
		}
	}
	t.Fatalf("%s: still %q", line, hint)
}

// pasted is a line with what a hint says.
func pasted(t *testing.T, line, hint string) string {
	t.Helper()
	old, new := " -- ", ""
	if _, added, ok := strings.Cut(hint, ", add "); ok {
		new = " " + added + " -- "
	} else if _, both, ok := strings.Cut(hint, ", use "); ok {
		new, old, _ = strings.Cut(both, " in place of ")
	} else if _, both, ok := strings.Cut(hint, "the guest sees "); ok {
		old, new, _ = strings.Cut(both, " as ")
	}
	if new == "" || strings.Count(line, old) != 1 {
		t.Fatalf("%q can't be pasted into %q", hint, line)
	}
	return strings.Replace(line, old, new, 1)
}
