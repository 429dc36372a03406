package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/qyvol/qyvol/engine"
)

// golden is a file of named sections. Where one looks otherwise on a wasmtime that isn't
// wasmtime-go's, it is there a second time, with the version in its name.
type golden struct {
	path string
	want map[string]string
	got  []txtar.File
	seen int // sections that tests had
}

func openGolden(t *testing.T, path string) *golden {
	t.Helper()
	g := &golden{path: path, want: map[string]string{}}
	archive, err := txtar.ParseFile(path)
	if err != nil {
		if !*update {
			t.Fatalf("%v (go test -update writes it)", err)
		}
		return g
	}
	for _, f := range archive.Files {
		g.want[f.Name] = string(f.Data)
	}
	return g
}

// section compares a section with what a test got.
func (g *golden) section(t *testing.T, name, got string) {
	t.Helper()
	g.seen++
	want, ok := g.want[name]
	delete(g.want, name)
	if !ofModule() && ok { // what is for 44 stays
		g.got = append(g.got, txtar.File{Name: name, Data: []byte(want)})
		if other, has := g.want[variant(name)]; has {
			want = other
		}
		delete(g.want, variant(name))
		if *update && got != string(g.got[len(g.got)-1].Data) {
			g.got = append(g.got, txtar.File{Name: variant(name), Data: []byte(got)})
		}
	} else {
		g.got = append(g.got, txtar.File{Name: name, Data: []byte(got)})
		g.keepVariant(name)
	}
	switch {
	case *update:
	case !ok:
		t.Errorf("no golden section %q (go test -update writes it):\n%s", name, got)
	case got != want:
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// ofModule tells whether the wasmtime is the one that wasmtime-go brings.
func ofModule() bool { return strings.HasPrefix(engine.WasmtimeVersion(), "44.") }

// variant is the name of a section on another wasmtime.
func variant(name string) string { return name + " (wasmtime 48)" }

// keepVariant leaves what a section is on the other wasmtime as it is.
func (g *golden) keepVariant(name string) {
	if other, ok := g.want[variant(name)]; ok {
		delete(g.want, variant(name))
		g.got = append(g.got, txtar.File{Name: variant(name), Data: []byte(other)})
	}
}

// keepIfSkipped leaves the section of a test that can't be run here as it is.
func (g *golden) keepIfSkipped(t *testing.T, name string) {
	t.Helper()
	if want, ok := g.want[name]; ok && t.Skipped() {
		g.seen++
		delete(g.want, name)
		g.got = append(g.got, txtar.File{Name: name, Data: []byte(want)})
		g.keepVariant(name)
	}
}

// close rewrites the file, or complains of sections that no test has. It can do
// neither when -run chose among the tests that there are.
func (g *golden) close(t *testing.T, tests int) {
	t.Helper()
	if g.seen < tests {
		if *update {
			t.Errorf("%s is left as it is: -update needs all tests", g.path)
		}
		return
	}
	if *update {
		must(t, os.MkdirAll(filepath.Dir(g.path), 0o755))
		must(t, os.WriteFile(g.path, txtar.Format(&txtar.Archive{Files: g.got}), 0o644))
		return
	}
	for name := range g.want {
		t.Errorf("%s has %q, which no test gives any more", g.path, name)
	}
}
