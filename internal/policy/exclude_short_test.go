package policy

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// fits is what a pattern means, told from the whole path: the names of both are
// matched one by one, and "**" takes any number of them.
func fits(e Exclude, p pattern, names []string) bool {
	switch {
	case len(p) == 0:
		return len(names) == 0
	case isAny(p[0]):
		return fits(e, p[1:], names) || len(names) > 0 && fits(e, p, names[1:])
	}
	return len(names) > 0 && e.matchName(p[0], &spelling{name: names[0]}) && fits(e, p[1:], names[1:])
}

// A walk that keeps its place finds what the whole path would.
func TestPlacesAreWholeMatches(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	text := func(letters string, most int) string {
		var b strings.Builder
		for range 1 + random.IntN(most) {
			b.WriteByte(letters[random.IntN(len(letters))])
		}
		return b.String()
	}
	hidden := 0
	for range 100_000 {
		var patterns []string
		for range 1 + random.IntN(3) {
			pattern := strings.NewReplacer("c", "**", "d", "/").Replace(text("abcd*?", 6))
			if _, err := ParseExclude([]string{pattern}); err == nil {
				patterns = append(patterns, pattern)
			}
		}
		e, err := ParseExclude(patterns)
		if err != nil || random.IntN(2) == 0 {
			e = e.InTwins()
		}
		path := strings.Trim(text("ab/", 7), "/")
		if path == "" || strings.Contains(path, "//") {
			continue
		}
		whole := false
		for _, p := range e.patterns {
			whole = whole || fits(e, p, strings.Split(path, "/"))
		}
		place := e.Mount()
		for name := range strings.SplitSeq(path, "/") {
			place = e.Enter(place, name)
		}
		if e.Hidden(place) != whole || e.Hides(path) != whole {
			t.Fatalf("%q of %q: as a whole it is hidden: %v", patterns, path, whole)
		}
		above := slices.ContainsFunc(e.patterns, func(p pattern) bool {
			names := strings.Split(path, "/")
			for n := range names {
				if fits(e, p, names[:n+1]) {
					return true
				}
			}
			return false
		})
		if got := len(e.hiding(path)) > 0; got != above {
			t.Fatalf("%q of %q: it or what it lies in is hidden: %v, not %v", patterns, path, above, got)
		}
		if whole {
			hidden++
		}
	}
	if hidden < 1000 {
		t.Errorf("only %d are hidden", hidden)
	}
}
