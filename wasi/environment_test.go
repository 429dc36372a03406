package wasi_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/qyvol/qyvol/wasi"
)

func TestEnvironment(t *testing.T) {
	const given, host, flag = wasi.FromManifest, wasi.FromHost, wasi.FromFlag
	environ := []string{"APP_B=2", "APP_A=1", "APPLE=red", "LANG=es", "EMPTY=", "TOKEN=secret", "EQ=a=b"}
	cases := []struct {
		name  string
		lines string
		allow wasi.Allow
		want  []wasi.Variable
	}{
		{name: "a name", lines: "permissions: {env: [LANG]}", want: []wasi.Variable{{"LANG", "es", host, ""}}},
		{name: "a name that is a prefix of others", lines: "permissions: {env: [APP]}"},
		{name: "a name that the host lacks", lines: "permissions: {env: [NOTHING]}"},
		{name: "a prefix, in order", lines: `permissions: {env: ["APP_*"]}`, want: []wasi.Variable{{"APP_A", "1", host, ""}, {"APP_B", "2", host, ""}}},
		{name: "an empty value", allow: wasi.Allow{Env: []string{"EMPTY"}}, want: []wasi.Variable{{"EMPTY", "", host, ""}}},
		{name: "a value with an equals sign", allow: wasi.Allow{Env: []string{"EQ"}}, want: []wasi.Variable{{"EQ", "a=b", host, ""}}},
		{
			name: "manifest and flag pass", lines: "permissions: {env: [LANG]}", allow: wasi.Allow{Env: []string{"APP_*"}},
			want: []wasi.Variable{{"APP_A", "1", host, ""}, {"APP_B", "2", host, ""}, {"LANG", "es", host, ""}},
		},
		{
			name: "everything", allow: wasi.Allow{Env: []string{"*"}},
			want: []wasi.Variable{
				{"APPLE", "red", host, ""},
				{"APP_A", "1", host, ""},
				{"APP_B", "2", host, ""},
				{"EMPTY", "", host, ""},
				{"EQ", "a=b", host, ""},
				{"LANG", "es", host, ""},
				{"TOKEN", "secret", host, ""},
			},
		},
		{
			name: "the manifest's own, in order", lines: "env: {ZED: z, ABC: a, NIL: \"\"}",
			want: []wasi.Variable{{"ZED", "z", given, ""}, {"ABC", "a", given, ""}, {"NIL", "", given, ""}},
		},
		{
			name: "the manifest's own, from the host", lines: "env: {KEY: \"${TOKEN}\"}",
			want: []wasi.Variable{{"KEY", "secret", host, ""}},
		},
		{
			name: "the manifest's own wins over what it passes", lines: "env: {LANG: fr}\npermissions: {env: [\"L*\"]}",
			want: []wasi.Variable{{"LANG", "fr", given, ""}},
		},
		{
			name: "a flag wins over both", lines: "env: {LANG: fr, OWN: x}\npermissions: {env: [\"L*\"]}",
			allow: wasi.Allow{Env: []string{"LANG"}, Set: []string{"LANG=de", "NEW=a=b,c", "BLANK="}},
			want:  []wasi.Variable{{"LANG", "de", flag, ""}, {"OWN", "x", given, ""}, {"NEW", "a=b,c", flag, ""}, {"BLANK", "", flag, ""}},
		},
		{
			name: "the later flag wins", allow: wasi.Allow{Set: []string{"A=1", "A=2"}},
			want: []wasi.Variable{{"A", "2", flag, ""}},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := wasi.Request{Allow: c.allow, Environ: environ}
			if c.lines != "" {
				r.Manifest = parse(t, c.lines)
			}
			if got := decide(t, r).Env; !slices.Equal(got, c.want) {
				t.Errorf("granted %v, want %v", got, c.want)
			}
		})
	}
}

// A variable that is to be passed by its name and isn't there is said, with its place
// in the manifest; one that is set otherwise, or matched by a star, is not missed.
func TestUnsetVariables(t *testing.T) {
	environ := []string{"LANG=es", "EMPTY="}
	for _, c := range []struct {
		name, lines string
		allow       wasi.Allow
		want        []string
		unset       []string
		previewed   bool // the warnings are those of a preview alone
	}{
		{name: "there", lines: "permissions: {env: [LANG, EMPTY]}", allow: wasi.Allow{Env: []string{"LANG", "EMPTY"}}},
		{name: "stars", lines: `permissions: {env: ["LA*"]}`, allow: wasi.Allow{Env: []string{"*"}}},
		{name: "stars set by hand", lines: `permissions: {env: ["A*"]}`, allow: wasi.Allow{Env: []string{"B*"}, Set: []string{"A1=", "B=1"}}},
		{
			name: "stars in vain", lines: `permissions: {env: ["APP_*"]}`, allow: wasi.Allow{Env: []string{"NO*"}}, previewed: true,
			want: []string{
				"test.qyv:4:21: no variable matches APP_*\n   4 | permissions: {env: [\"APP_*\"]}\n     |                     ^^^^^^^",
				"--allow-env NO*: no variable matches",
			},
		},
		{name: "set by the manifest", lines: "env: {A: x}\npermissions: {env: [A]}"},
		{name: "set by hand", lines: "permissions: {env: [A]}", allow: wasi.Allow{Env: []string{"B"}, Set: []string{"A=", "B=1"}}},
		{
			name: "by the manifest", lines: "permissions:\n  env: [LANG, NOPE]",
			previewed: true, unset: []string{"NOPE"},
			want: []string{"test.qyv:5:15: the variable NOPE is not set, so the guest does not get it\n   5 |   env: [LANG, NOPE]\n     |               ^^^^"},
		},
		{
			name: "by a flag", allow: wasi.Allow{Env: []string{"lang", "LANG"}},
			want: []string{"--allow-env lang: lang is not set, so the guest does not get it"},
		},
		{
			name: "a name that commands terminals", allow: wasi.Allow{Env: []string{"A\x1b[31m"}},
			want: []string{`--allow-env A\x1b[31m: A\x1b[31m is not set, so the guest does not get it`},
		},
	} {
		for _, preview := range []bool{false, true} {
			t.Run(c.name, func(t *testing.T) {
				r := wasi.Request{Allow: c.allow, Environ: environ, Preview: preview}
				if c.lines != "" {
					r.Manifest = parse(t, c.lines)
				}
				var got []string
				g := decide(t, r)
				for _, w := range g.Warnings {
					got = append(got, w.String())
				}
				if (preview || !c.previewed) && !slices.Equal(got, c.want) || !preview && c.previewed && len(got) > 0 {
					t.Errorf("got %q, want %q", got, c.want)
				}
				if !slices.Equal(g.Unset, c.unset) {
					t.Errorf("unset are %q", g.Unset)
				}
			})
		}
	}
}

func TestBadVariables(t *testing.T) {
	environ := []string{"BAD=\xff", "BAD\xff=1", "NUL=a\x00b"}
	passed := "permissions: {env: [BAD]}"
	cases := []struct {
		name   string
		lines  string
		allow  wasi.Allow
		about  string
		origin wasi.Origin
	}{
		{"no equals sign", "", wasi.Allow{Set: []string{"PLAIN"}}, "PLAIN", wasi.FromFlag},
		{"no name", "", wasi.Allow{Set: []string{"=x"}}, "=x", wasi.FromFlag},
		{"empty", "", wasi.Allow{Set: []string{""}}, "", wasi.FromFlag},
		{"NUL in a flag", "", wasi.Allow{Set: []string{"A=\x00"}}, "A", wasi.FromFlag},
		{"a flag that is not UTF-8", "", wasi.Allow{Set: []string{"A=\xff"}}, "A", wasi.FromFlag},
		{"a name that is not UTF-8", "", wasi.Allow{Set: []string{"\xff=a"}}, "\xff", wasi.FromFlag},
		{"NUL from the host", "", wasi.Allow{Env: []string{"NUL"}}, "NUL", wasi.FromFlag},
		{"the host's is not UTF-8, by a flag", "", wasi.Allow{Env: []string{"BAD"}}, "BAD", wasi.FromFlag},
		{"the host's is not UTF-8, by a prefix", "", wasi.Allow{Env: []string{"BA*"}}, "BAD", wasi.FromFlag},
		{"the host's is not UTF-8, by the manifest", passed, wasi.Allow{}, "BAD", wasi.FromManifest},
		{"an empty pattern", "", wasi.Allow{Env: []string{""}}, "", wasi.FromFlag},
		{"a pattern with a value", "", wasi.Allow{Env: []string{"A=1"}}, "A=1", wasi.FromFlag},
		{"a star in the middle", "", wasi.Allow{Env: []string{"A*B"}}, "A*B", wasi.FromFlag},
		{"two stars", "", wasi.Allow{Env: []string{"A**"}}, "A**", wasi.FromFlag},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := wasi.Request{Allow: c.allow, Environ: environ}
			if c.lines != "" {
				r.Manifest = parse(t, c.lines)
			}
			g, err := wasi.Decide(r)
			var variable *wasi.VariableError
			if !errors.As(err, &variable) {
				t.Fatalf("got %v and %v, want a *VariableError", g, err)
			}
			if variable.Name != c.about || variable.Origin != c.origin {
				t.Errorf("it is about %q of the %s, want %q of the %s", variable.Name, variable.Origin, c.about, c.origin)
			}
		})
	}
}
