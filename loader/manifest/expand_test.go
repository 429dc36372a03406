package manifest

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
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
		got, problem := Template(c.template).expand(testHost)
		if problem != nil || got.Value != c.want || got.FromHost != c.fromHost {
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
		_, problem := Template(c.template).expand(testHost)
		if problem == nil || problem.written != c.written || problem.text.Template != c.text {
			t.Errorf("%q: got %+v", c.template, problem)
		}
	}
}

// All that is missing is said at its place, but for what something else sets.
func TestExpandOfAManifest(t *testing.T) {
	text := "name: a\nentrypoint: a.wasm\nruntime: wasi\nargs: [\"${A}\", \"é ${NONE}\"]\nenv: {K: \"${A}\", L: \"${GONE}\", M: \"${NONE:-d}\"}\n"
	m, err := Parse([]byte(text), Options{Path: "a.qyv"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.Expand(testHost)
	want := Expanded{
		Args: []Expansion{{Value: "a value", FromHost: true}, {Missing: "NONE"}},
		Env:  []Expansion{{Value: "a value", FromHost: true}, {Missing: "GONE"}, {Value: "d"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	var list Errors
	if !errors.As(err, &list) || len(list) != 2 || !errors.Is(err, ErrVariable) ||
		list[0].Position != (Position{4, 19}) || list[0].Width != 7 || list[1].Line != 5 {
		t.Errorf("got %v", err)
	}
	got, err = m.Expand(testHost, "L", "K")
	if !errors.As(err, &list) || len(list) != 1 || got.Env[0] != (Expansion{}) {
		t.Errorf("got %+v, %v", got, err)
	}
}

// A text whose dollar signs are doubled is itself, and what the host holds
// doesn't show in what is said about a template.
func FuzzExpand(f *testing.F) {
	for _, seed := range []string{"", "$", "$$", "${A}", "${A:-b}", "${NONE}", "a${", "${}", "${A:-${A}}", "${é}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, problem := Template(strings.ReplaceAll(s, "$", "$$")).expand(testHost)
		if problem != nil || got.Value != s || got.FromHost {
			t.Errorf("%q: got %+v, %+v", s, got, problem)
		}
		got, problem = Template(s).expand(func(string) (string, bool) { return "secret", true })
		switch {
		case problem != nil && (problem.written == "" || problem.text.IsZero() || !strings.Contains(s, problem.written)):
			t.Errorf("%q: %+v", s, problem)
		case problem != nil && !strings.Contains(s, "secret") && strings.Contains(problem.text.String(), "secret"):
			t.Errorf("%q: the host's value is told: %v", s, problem.text)
		case problem == nil && got.FromHost != strings.Contains(got.Value, "secret") && !strings.Contains(s, "secret"):
			t.Errorf("%q: %+v", s, got)
		}
	})
}
