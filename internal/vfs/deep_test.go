package vfs_test

import (
	"os"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
)

// A thousand directories down, and up again, in one path: no more descriptors
// than the window, and none left behind.
func TestDeep(t *testing.T) {
	for _, b := range backends() {
		if b.kernel {
			continue
		}
		t.Run(b.name, func(t *testing.T) {
			s, _ := b.make(t).(*tree)
			const depth = 1000
			deepen(t, s.h, depth)
			before := descriptors(t)
			path := strings.Repeat("d/", depth)
			for p, want := range map[string]string{
				path:                                    "dir",
				path + "x":                              "no-entry",
				path + strings.Repeat("../", depth):     "dir",
				path + strings.Repeat("../", 2*depth):   "name-too-long",
				path[2:] + strings.Repeat("../", depth): "not-permitted",
				path + strings.Repeat("../", 500) + strings.Repeat("d/", 500) + "d": "no-entry",
			} {
				if len(p) > 4095 {
					want = "name-too-long"
				}
				if got := s.do("stat", []string{p}); got != want {
					t.Errorf("%d bytes: %s, not %s", len(p), got, want)
				}
			}
			if got := s.do("symlink", []string{strings.Repeat("../", depth) + "top", path + "l"}); got != "ok" {
				t.Error(got)
			}
			s.do("write", []string{"top", "x"})
			if got := s.do("read", []string{path + "l"}); got != `"x"` {
				t.Error(got)
			}
			if after := descriptors(t); after != before {
				t.Errorf("%d descriptors, before %d", after, before)
			}
		})
	}
}

func deepen(t *testing.T, h *vfs.Handle, depth int) {
	t.Helper()
	at := h
	for range depth {
		check(t, at.CreateDirAt("d"))
		o, err := at.OpenAt("d", false, vfs.Read|vfs.DirectoryOnly)
		check(t, err)
		if at != h {
			at.Close()
		}
		at = o.Dir
	}
	at.Close()
}

// descriptors counts this process's, where the system tells.
func descriptors(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	return len(entries)
}
