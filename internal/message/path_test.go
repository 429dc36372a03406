package message_test

import (
	"path/filepath"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
)

// What a shell would have expanded is found in a path, wherever it stands.
func TestUnexpanded(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	t.Setenv("SECRET", "hush")
	const outright = "only a shell expands "
	in := func(what, rest string) string {
		return outright + what + ": write " + filepath.Join(home, rest)
	}
	plain := func(what string) string { return outright + what + ": write the path itself" }
	for path, want := range map[string]string{
		"~":                     in("~", ""),
		"~/data":                in("~", "data"),
		"/app/~/data/x.wasm":    in("~", "data/x.wasm"),
		"$HOME":                 in("$HOME", ""),
		"$HOME/data":            in("$HOME", "data"),
		"${HOME}/data":          in("${HOME}", "data"),
		"./sub/$HOME/a/b":       in("$HOME", "a/b"),
		"%USERPROFILE%/x":       in("%USERPROFILE%", "x"),
		"~bob/data":             plain("~bob"),
		"$SECRET/data":          plain("$SECRET"),
		"data/${SECRET}/x":      plain("${SECRET}"),
		"data-$SECRET.txt":      plain("$SECRET"),
		"data-${HOME}":          plain("${HOME}"),
		"$HOMER/x":              plain("$HOMER"),
		"$HOME.old":             plain("$HOME"),
		"%APPDATA%/x":           plain("%APPDATA%"),
		"data":                  "",
		"/usr/share/x.wasm":     "",
		"backup~":               "",
		"PROGRA~1/x":            "",
		"~1/x":                  "",
		"~$document":            plain("$document"),
		"100%/sure%":            "",
		"a$/b$":                 "",
		"$1/x":                  "",
		"${}/x":                 "",
		"${a b}/x":              plain("${a b}"),
		"":                      "",
		"$":                     "",
		"%":                     "",
		"~a b/x":                "",
		"$SECRET\x1b[31m/x":     plain("$SECRET"),
		"${SE\x1b[31mCRET}/x":   plain(`${SE\x1b[31mCRET}`),
		"~/with\x1b[31m/colour": in("~", `with\x1b[31m/colour`),
	} {
		if got := message.Unexpanded(path).String(); got != want {
			t.Errorf("%q: got %q, want %q", path, got, want)
		}
	}
}

// Without a home, what to write can't be said.
func TestUnexpandedWithoutAHome(t *testing.T) {
	t.Setenv("HOME", "")
	t.Setenv("USERPROFILE", "")
	if got := message.Unexpanded("~/data").In(message.Spanish); got != "~ solo lo expande un shell: hay que escribir la ruta misma" {
		t.Errorf("got %q", got)
	}
}
