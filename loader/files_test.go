package loader_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/loader"
)

// What a run obeys is the manifest and all code that it names.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for name, text := range map[string]string{
		"a.wat": "(module)", "b.wat": "(module)",
		"app.qyv": "name: a\nentrypoint: a.wat\nruntime: wasi\nrecovery: {fallback: b.wat}\n",
	} {
		if err := os.WriteFile(at(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	unit := func(u *loader.Unit, err error) *loader.Unit {
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	app := unit(loader.Load(at("app.qyv"), loader.Options{}))
	for _, c := range []struct {
		unit *loader.Unit
		want []string
	}{
		{app, []string{at("app.qyv"), at("a.wat"), at("b.wat")}},
		{unit(app.Fallback()), []string{at("app.qyv"), at("a.wat"), at("b.wat")}},
		{unit(loader.Load(at("a.wat"), loader.Options{})), []string{at("a.wat")}},
		{app.Alone(), []string{at("a.wat")}},
		{unit(loader.LoadBytes("a.wat", []byte("(module)"))), nil},
		{unit(loader.Load("-", loader.Options{Stdin: strings.NewReader("(module)")})), nil},
		{&loader.Unit{}, nil},
	} {
		if got := c.unit.Files(); !slices.Equal(got, c.want) {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
