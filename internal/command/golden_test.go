package command

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// golden is a file of named sections.
type golden struct {
	path string
	want map[string]string
	got  []txtar.File
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
	want, ok := g.want[name]
	delete(g.want, name)
	g.got = append(g.got, txtar.File{Name: name, Data: []byte(got)})
	switch {
	case *update:
	case !ok:
		t.Errorf("no golden section %q (go test -update writes it):\n%s", name, got)
	case got != want:
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// keepIfSkipped leaves the section of a test that can't be run here as it is.
func (g *golden) keepIfSkipped(t *testing.T, name string) {
	t.Helper()
	if want, ok := g.want[name]; ok && t.Skipped() {
		delete(g.want, name)
		g.got = append(g.got, txtar.File{Name: name, Data: []byte(want)})
	}
}

// close rewrites the file, or complains of sections that no test has. It can do
// neither when -run chose among the tests that there are.
func (g *golden) close(t *testing.T, tests int) {
	t.Helper()
	if len(g.got) < tests {
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
