package manifest

import (
	"regexp"
	"strings"
	"testing"
)

// What each form takes and refuses. The check and the pattern that the JSON
// Schema shows must agree on every one.
func TestForms(t *testing.T) {
	long := strings.Repeat("a", 63)
	cases := []struct {
		form      string
		good, bad []string
	}{
		{
			"label",
			[]string{"a", "hello", "a-b", "a--b", "0", "9z", long},
			[]string{"", "-a", "a-", "A", "a_b", "a.b", "ñ", long + "a", "a\n", " a"},
		},
		{
			"semver",
			[]string{"0.0.0", "1.2.3", "1.2.3-rc.1", "1.2.3+b", "1.2.3-a-b.0+x.01", "10.20.30", "1.0.0-0a"},
			[]string{"", "1", "1.2", "v1.2.3", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.3+", "1.2.3 ", "1.2.3.4", "1.2-rc.1.2", "1.2+a.b.c", "1.2.3-a..b"},
		},
		{
			"digest",
			[]string{"sha256:" + strings.Repeat("0f", 32)},
			[]string{"", "sha256:", strings.Repeat("0f", 32), "sha256:" + strings.Repeat("0F", 32), "sha256:" + strings.Repeat("0f", 33), "sha512:" + strings.Repeat("0f", 32)},
		},
		{
			"component",
			[]string{"a.wasm", "./a", "../a", "/a/b", "a b", "año.wasm", "a:b", "C:\\a.wasm", "oci://r/a:1", "https://a/b", "./x://y"},
			[]string{"", "/", "a/", "a\nb", "a\x00", "ftp://a/b", "file:///a"},
		},
		{
			"source",
			[]string{".", "/", "data", "./data/", "memfs", "http://a/", "HTTPS://a/"},
			[]string{"", "a\x7fb", "s3://bucket"},
		},
		{
			"word",
			[]string{"rust", "C++", "c#", ".net", "español", strings.Repeat("é", 64)},
			[]string{"", strings.Repeat("é", 65), "a\tb"},
		},
		{
			"mount",
			[]string{".", "/", "/a", "/a/b.c", "/.a", "/..a", "/...", "/a/ b", "/ñ"},
			[]string{"", "..", "./a", "a", "//", "/a/", "/a//b", "/.", "/..", "/a/./b", "/a/../b", "/a/..", "/a\nb"},
		},
		{
			"program",
			[]string{"/bin/a", "/a"},
			[]string{"", "/", "a", "./a", "/a/", "/a/../b"},
		},
		{
			"hostenv",
			[]string{"A", "a_b", "APP_*", "*", "A B", "é"},
			[]string{"", "A=B", "A*B", "**", "*A", "A\x00"},
		},
		{
			"pattern",
			[]string{"a", "/a", "a/", "//a//b//", "*.key", "**", "secrets/**", ".git", "..a", "...", "\\!a", "/!a", "[!a]", "a b", "ñ", "\n"},
			[]string{"", "/", "//", "!a", "!", ".", "..", "./a", "a/.", "a/../b", "/..", "a\x00"},
		},
		{"method", []string{"GET", "X"}, []string{"", "get", "GET ", "G-T", "*"}},
		{"path", []string{"/", "/v1/**", "/a*b/é"}, []string{"", "v1", "*", "/a?b", "/a#b", "/a b", "/a\n"}},
	}
	for _, c := range cases {
		pattern := regexp.MustCompile(Pattern(c.form))
		for _, s := range c.good {
			if problem, _ := formOf(c.form).check(s); !problem.IsZero() || !pattern.MatchString(s) {
				t.Errorf("%s refuses %q: check says %q, pattern %v", c.form, s, problem, pattern.MatchString(s))
			}
		}
		for _, s := range c.bad {
			scheme, isURL := schemeOf(s)
			byScheme := isURL && Schemes(c.form) != nil && !strings.Contains("oci http https", scheme)
			problem, _ := formOf(c.form).check(s)
			if problem.IsZero() || pattern.MatchString(s) && !byScheme {
				t.Errorf("%s takes %q: check says %q, pattern %v", c.form, s, problem, pattern.MatchString(s))
			}
		}
	}
}

// The two also agree on what nobody thought of.
func FuzzForms(f *testing.F) {
	for _, seed := range []string{"", "a", "/a/../b", "1.2.3-rc.1", "sha256:", "https://a/b", "APP_*", "\x00"} {
		f.Add(seed)
	}
	names := []string{"label", "semver", "digest", "word", "mount", "program", "hostenv", "method", "path"}
	patterns := make([]*regexp.Regexp, len(names))
	for i, name := range names {
		patterns[i] = regexp.MustCompile(Pattern(name))
	}
	exclude := regexp.MustCompile(Pattern("pattern"))
	f.Fuzz(func(t *testing.T, s string) {
		for i, name := range names {
			problem, _ := formOf(name).check(s)
			if problem.IsZero() != patterns[i].MatchString(s) {
				t.Errorf("%s: check says %q of %q, pattern %v", name, problem, s, patterns[i].MatchString(s))
			}
		}
		if problem, _ := checkPattern(s); problem.IsZero() && !exclude.MatchString(s) {
			t.Errorf("pattern: the schema refuses %q", s)
		}
	})
}

// Of a pattern the schema knows less than the check.
func TestPatternsBeyondTheSchema(t *testing.T) {
	for _, s := range []string{"[a", "a\\", "[z-a]", strings.Repeat("a", 5000)} {
		if problem, hint := checkPattern(s); problem.IsZero() || hint.IsZero() {
			t.Errorf("%.9q: %q, %q", s, problem, hint)
		}
	}
}
