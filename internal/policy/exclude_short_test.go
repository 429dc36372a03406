package policy

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// Where a pattern is matched with the last name alone, that comes to the same.
func TestHidesIsAWholeMatch(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	text := func(letters string, most int) string {
		var b strings.Builder
		for range 1 + random.IntN(most) {
			b.WriteByte(letters[random.IntN(len(letters))])
		}
		return b.String()
	}
	hidden := 0
	for range 200_000 {
		pattern := text("ab*/?", 5)
		e, err := ParseExclude([]string{pattern})
		if err != nil {
			continue
		}
		path := text("ab/", 7)
		whole := e.match(e.patterns[0], path).whole
		if e.Hides(path) != whole {
			t.Fatalf("%q of %q: a match as a whole is %v", pattern, path, whole)
		}
		if whole {
			hidden++
		}
	}
	if hidden < 1000 {
		t.Errorf("only %d are hidden", hidden)
	}
}
