package policy_test

import (
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/policy"
)

func TestExcludePatterns(t *testing.T) {
	for _, c := range []struct{ pattern, hidden, shown string }{
		{"a", "a b/a b/c/a A", "ab b"},
		{"a/", "a b/a", "ab"},
		{"/a", "a", "b/a aa"},
		{"a/b", "a/b", "b c/b a/c"},
		{"*.key", "x.key d/x.key .key X.KEY", "x.keys key"},
		{"/*.key", "x.key", "d/x.key"},
		{"a/**", "a/b a/b/c", "a b/a"},
		{"**/b", "b a/b a/c/b", "a c"},
		{"a/**/b", "a/b a/c/b a/c/d/b", "a b c/a/b"},
		{"**", "a a/b", ""},
		{"a?c", "abc aßc", "ac abbc"},
		{"[a-c]x", "ax Bx cx", "dx x"},
		{"[!a-c]x", "dx bx", "x"},
		{"[!a-cA-C]x", "dx", "bx Bx"},
		{"[^a]x", "bx", "x"},
		{"[]]x", "]x", "[x"},
		{"[a\\]]x", "]x ax", "\\x"},
		{"\\*x", "*x", "ax"},
		{"a*b*c", "abc axxbyyc", "acb ab"},
		{"secrets", "SECRETS Secret\u017f \u017fecrets se\u200dcrets", "secret"},
		{"strasse", "straße", "strase"},
		{"office", "oﬃce", "ofice"},
		{"kelvin", "\u212aelvin", "elvin"},
	} {
		for path, want := range paths(c.hidden, c.shown) {
			if got := hides(t, c.pattern, path); got != want {
				t.Errorf("%q hides %q: %v", c.pattern, path, got)
			}
		}
	}
	if runtime.GOOS == "linux" && !hides(t, "ñ*", "ñandú") {
		t.Error("ñ")
	}
}

func TestBadPatterns(t *testing.T) {
	for bad, want := range map[string]policy.Flaw{
		"": policy.NoName, "/": policy.NoName, "//": policy.NoName, "!a": policy.Negated, "a/../b": policy.Dots,
		"./a": policy.Dots, "[a": policy.Unclosed, "a/[": policy.Unclosed, "a\\": policy.Unclosed, "[b-a]": policy.Unclosed,
		"[a\\": policy.Unclosed, "\xff": policy.NoText, "a\x00": policy.NoText, strings.Repeat("a", 4096): policy.TooLong,
	} {
		_, err := policy.ParseExclude([]string{"good", bad})
		var pattern *policy.PatternError
		if !errors.As(err, &pattern) || pattern.Pattern != bad || pattern.Flaw != want {
			t.Errorf("%q: %v, want %v", bad, err, want)
		}
	}
}

// The zero value hides nothing.
func TestNoPatterns(t *testing.T) {
	var e policy.Exclude
	if !e.Empty() || e.Hides("a") || e.Concerns("a") {
		t.Error("it hides something")
	}
}
