package component

import (
	"strings"
	"testing"
)

func TestMark(t *testing.T) {
	seen := map[byte]bool{}
	for _, first := range []byte(mangled) {
		name := string(first) + strings.Repeat("x", mangledSize-1)
		mark, ok := Mark([]byte(name))
		if !ok || mark > ' ' && mark != 0x7f || mark == 0 || seen[mark] {
			t.Errorf("%q is marked with %#x: %v", first, mark, ok)
		}
		seen[mark] = true
		if got := unmarked(string(mark) + name[1:]); got != name {
			t.Errorf("%q comes back as %q", name, got)
		}
		if _, ok := Mark([]byte(name[1:])); ok {
			t.Errorf("%q is marked", name[1:])
		}
	}
	for _, name := range []string{"", "main", "\x01", strings.Repeat("main", 20), strings.Repeat("é", 40)} {
		if _, ok := Mark([]byte(name)); ok || unmarked(name) != name {
			t.Errorf("%q is changed", name)
		}
	}
}
