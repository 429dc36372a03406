package manifest

import "testing"

func TestSamePath(t *testing.T) {
	cases := []struct {
		pattern, path string
		want          bool
	}{
		{"a.b", "a.b", true},
		{"a.b", "a.bc", false},
		{"a.b", "a", false},
		{"a[].b", "a[0].b", true},
		{"a[].b", "a[12].b", true},
		{"a[].b", "a[].b", false},
		{"a[].b", "a[x].b", false},
		{"a[].b", "a.b", false},
		{"a[].b[].c", "a[0].b[1].c", true},
		{"a[].b[].c", "a[0].b.c", false},
		{"a[]", "a[3]", true},
		{"a[]", "a[3].b", false},
	}
	for _, c := range cases {
		if got := samePath(c.pattern, c.path); got != c.want {
			t.Errorf("%s and %s: got %v", c.pattern, c.path, got)
		}
	}
}

// That each one is refused is in the golden files, where every text of the list
// has to show.
func TestFeaturesAreComplete(t *testing.T) {
	for _, f := range Features() {
		if f.What == nil || f.Instead == nil || f.Path == "" {
			t.Errorf("%+v is incomplete", f)
		}
		if (f.Shape == Literal || f.Shape == Scheme) != (f.Value != "") {
			t.Errorf("%+v: a value goes with Literal and Scheme", f)
		}
	}
}
