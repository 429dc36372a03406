package vfs_test

import (
	"strings"
	"testing"

	"github.com/qyvol/qyvol/wasi/vfs"
)

func paths(hidden, shown string) map[string]bool {
	all := map[string]bool{}
	for _, p := range strings.Fields(hidden) {
		all[p] = true
	}
	for _, p := range strings.Fields(shown) {
		all[p] = false
	}
	return all
}

func hides(t *testing.T, pattern, path string) bool {
	t.Helper()
	got, _, err := vfs.Hides(pattern, path)
	if err != nil {
		t.Fatalf("%q: %v", pattern, err)
	}
	return got
}

// What hides something concerns it, and each directory above it; case changes
// nothing.
func FuzzExclude(f *testing.F) {
	for _, p := range []string{"a/**/b", "*.key", "[!a-c]?", "**/x/**", "\\*", "/a*b*c", "ß[ſ-k]"} {
		f.Add(p, "a/c/b")
		f.Add(p, "x.KEY")
	}
	f.Fuzz(func(t *testing.T, pattern, path string) {
		hidden, concerned, err := vfs.Hides(pattern, path)
		if err != nil || !hidden {
			return
		}
		if !concerned {
			t.Fatalf("%q hides %q without concerning it", pattern, path)
		}
		for at := range len(path) {
			if path[at] != '/' {
				continue
			}
			if _, concerned, _ := vfs.Hides(pattern, path[:at]); !concerned {
				t.Fatalf("%q hides %q but doesn't concern %q", pattern, path, path[:at])
			}
		}
		for _, other := range []string{ascii(path, 'a', 'A'), ascii(path, 'A', 'a')} {
			if same, _, _ := vfs.Hides(pattern, other); !same {
				t.Fatalf("%q hides %q but not %q", pattern, path, other)
			}
		}
	})
}

// ascii changes the case of ASCII letters, from the one that begins with from.
func ascii(s string, from, to byte) string {
	b := []byte(s)
	for i, c := range b {
		if c >= from && c < from+26 {
			b[i] = c - from + to
		}
	}
	return string(b)
}
