package policy_test

import (
	"testing"

	"github.com/qyvol/qyvol/internal/policy"
)

// Every spelling that some file system takes for the same name is hidden there; what is
// another name everywhere is not.
func TestTwins(t *testing.T) {
	t.Parallel()
	for pattern, c := range map[string]struct{ same, twins, other []string }{
		"a.key": {
			same:  []string{"a.key", "A.KEY", "a.key.", "a.key ", "a.key. .", "a.\u212Aey", "a.k\u200dey"},
			twins: []string{"A~1.KEY", "XYZ~12", "a.key:$DATA", "a.key::$DATA", "A.KEY.:stream"},
			other: []string{"a.key~1x", "b.key", "a.keys", "x.~1~", "long-name~1", "a~b", "~1", "a.key.x"},
		},
		"a;b`c": {same: []string{"a;b`c", "a\u037eb\u1fefc"}, other: []string{"ab"}},
		"caf?":  {same: []string{"café", "cafe"}, twins: []string{"cafe\u0301"}, other: []string{"cafes", "caf"}},
		"caf[a-z]s": {
			same: []string{"cafes", "CAFES"}, other: []string{"cafe\u0301s", "cafés"},
		},
		"se*":  {same: []string{"secret", "se\u0301cret"}, other: []string{"sécret"}},
		"x.":   {same: []string{"x."}, twins: []string{"x", "X"}, other: []string{"y"}},
		"*.":   {same: []string{"x."}, other: []string{"x"}},
		"x\\ ": {same: []string{"x "}, twins: []string{"x"}, other: []string{"y"}},
	} {
		plain, err := policy.ParseExclude([]string{pattern})
		if err != nil {
			t.Fatalf("%q: %v", pattern, err)
		}
		twins := plain.InTwins()
		for _, name := range c.same {
			if !plain.Hides(name) || !twins.Hides(name) {
				t.Errorf("%q doesn't hide %q", pattern, name)
			}
		}
		for _, name := range c.twins {
			if !twins.Hides(name) || !twins.Concerns(name+"/x/..") && twins.Hides("x") {
				t.Errorf("%q doesn't hide %q where names have twins", pattern, name)
			}
		}
		for _, name := range c.other {
			if twins.Hides(name) {
				t.Errorf("%q hides %q", pattern, name)
			}
		}
	}
}

// Letters that aren't ASCII have spellings of one and of several code points.
func TestTwinsBeyondASCII(t *testing.T) {
	t.Parallel()
	for pattern, names := range map[string][]string{
		"contraseñas":       {"contraseñas", "contrasen\u0303as", "CONTRASEÑAS"},
		"contrasen\u0303as": {"contraseñas", "contrasen\u0303as"},
		"ñ*":                {"ñandú", "n\u0303andu\u0301"},
		"a[éí]":             {"aé", "ae\u0301"},
		"가방":                {"가방", "\u1100\u1161\u1107\u1161\u11bc"},
		"がく":                {"がく", "か\u3099く"},
		"\u212b":            {"Å", "A\u030a", "å"},
		"\u1f71":            {"ά", "\u03ac", "α\u0301"},
	} {
		e, err := policy.ParseExclude([]string{pattern})
		if err != nil {
			t.Skip(err) // on a system where all names have twins
		}
		for _, name := range names {
			if !e.InTwins().Hides(name) {
				t.Errorf("%q doesn't hide %q", pattern, name)
			}
		}
		if e.InTwins().Hides("other") || e.InTwins().Hides("zz") {
			t.Errorf("%q hides too much", pattern)
		}
	}
}

func TestDelicate(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]bool{"*.key": false, "a/**": false, "a?": true, "[ab]": true, "ñ": true, "\u037e": false} {
		e, err := policy.ParseExclude([]string{pattern})
		if err != nil {
			continue
		}
		if e.Delicate() != want {
			t.Errorf("%q: %t", pattern, !want)
		}
	}
}

// Where names have twins at least as much is hidden, and nothing breaks.
func FuzzTwins(f *testing.F) {
	for _, p := range []string{"*.key", "ñ?", "[!a-cé]x", "a\\.", "\\ ", "**/가", "e\u0301*", "*\u0301", "?\u0301"} {
		f.Add(p, "a/c/b")
		f.Add(p, "A~1.KEY/e\u0301x.")
	}
	f.Fuzz(func(t *testing.T, pattern, path string) {
		e, err := policy.ParseExclude([]string{pattern})
		if err != nil {
			return
		}
		if e.Hides(path) && !e.InTwins().Hides(path) || e.Concerns(path) && !e.InTwins().Concerns(path) {
			t.Fatalf("%q hides %q, and not where names have twins", pattern, path)
		}
	})
}
