package policy_test

import (
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/policy"
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
	e, err := policy.ParseExclude([]string{pattern})
	if err != nil {
		t.Fatalf("%q: %v", pattern, err)
	}
	return e.Hides(path)
}

// What hides something concerns it, and each directory above it; case changes
// nothing.
func FuzzExclude(f *testing.F) {
	for _, p := range []string{"a/**/b", "*.key", "[!a-c]?", "**/x/**", "\\*", "/a*b*c", "ß[ſ-k]"} {
		f.Add(p, "a/c/b")
		f.Add(p, "x.KEY")
	}
	f.Fuzz(func(t *testing.T, pattern, path string) {
		e, err := policy.ParseExclude([]string{pattern})
		if err != nil || !e.Hides(path) {
			return
		}
		if !e.Concerns(path) {
			t.Fatalf("%q hides %q without concerning it", pattern, path)
		}
		for at := range len(path) {
			if path[at] != '/' {
				continue
			}
			if !e.Concerns(path[:at]) {
				t.Fatalf("%q hides %q but doesn't concern %q", pattern, path, path[:at])
			}
		}
		for _, other := range []string{ascii(path, 'a', 'A'), ascii(path, 'A', 'a')} {
			if !e.Hides(other) {
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
