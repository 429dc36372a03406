package manifest

import (
	"strings"
	"testing"

	"github.com/qyvol/qyvol/message"
)

func testHost(name string) (string, bool) {
	switch name {
	case "A":
		return "a value", true
	case "BLANK":
		return "", true
	case "NESTED":
		return "${A} $$", true
	}
	return "", false
}

func TestExpand(t *testing.T) {
	cases := []struct {
		template, want string
		fromHost       bool
	}{
		{"", "", false},
		{"plain", "plain", false},
		{"${A}", "a value", true},
		{"x${A}y${A}z", "xa valueya valuez", true},
		{"${A:-default}", "a value", true},
		{"${BLANK}", "", true},
		{"${BLANK:-default}", "default", false},
		{"${NONE:-default}", "default", false},
		{"${NONE:-}", "", false},
		{"${NONE:-a:-b $ c}", "a:-b $ c", false},
		{"${NESTED}", "${A} $$", true},
		{"$$", "$", false},
		{"$${A}", "${A}", false},
		{"$$${A}", "$a value", true},
		{"$A $5 $", "$A $5 $", false},
		{"a}b", "a}b", false},
		{"${A}}", "a value}", true},
	}
	for _, c := range cases {
		got, problem := expand(c.template, testHost)
		if problem != nil || got.value != c.want || got.fromHost != c.fromHost {
			t.Errorf("%q: got %+v, %+v; want %q, %v", c.template, got, problem, c.want, c.fromHost)
		}
	}
}

func TestExpandProblems(t *testing.T) {
	cases := []struct {
		template, written string
		text              *message.Template
	}{
		{"${NONE}", "${NONE}", &message.ManifestVariableUnset},
		{"a ${A} ${NONE} b", "${NONE}", &message.ManifestVariableUnset},
		{"a ${A", "${A", &message.ManifestVariableUnclosed},
		{"${}", "${}", &message.ManifestVariableMalformed},
		{"${:-x}", "${:-x}", &message.ManifestVariableMalformed},
		{"${1}", "${1}", &message.ManifestVariableMalformed},
		{"${A B}", "${A B}", &message.ManifestVariableMalformed},
		{"${A-b}", "${A-b}", &message.ManifestVariableMalformed},
		{"${A:?b}", "${A:?b}", &message.ManifestVariableMalformed},
		{"${Ñ}", "${Ñ}", &message.ManifestVariableMalformed},
		{"${NONE:-${A}}", "${NONE:-${A}", &message.ManifestVariableNested},
	}
	for _, c := range cases {
		_, problem := expand(c.template, testHost)
		if problem == nil || problem.written != c.written || problem.text.Template != c.text {
			t.Errorf("%q: got %+v", c.template, problem)
		}
	}
}

// A text whose dollar signs are doubled is itself, and what the host holds
// doesn't show in what is said about a template.
func FuzzExpand(f *testing.F) {
	for _, seed := range []string{"", "$", "$$", "${A}", "${A:-b}", "${NONE}", "a${", "${}", "${A:-${A}}", "${é}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, problem := expand(strings.ReplaceAll(s, "$", "$$"), testHost)
		if problem != nil || got.value != s || got.fromHost {
			t.Errorf("%q: got %+v, %+v", s, got, problem)
		}
		got, problem = expand(s, func(string) (string, bool) { return "secret", true })
		switch {
		case problem != nil && (problem.written == "" || problem.text.IsZero() || !strings.Contains(s, problem.written)):
			t.Errorf("%q: %+v", s, problem)
		case problem != nil && !strings.Contains(s, "secret") && strings.Contains(problem.text.String(), "secret"):
			t.Errorf("%q: the host's value is told: %v", s, problem.text)
		case problem == nil && got.fromHost != strings.Contains(got.value, "secret") && !strings.Contains(s, "secret"):
			t.Errorf("%q: %+v", s, got)
		}
	})
}
