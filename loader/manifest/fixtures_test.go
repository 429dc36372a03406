package manifest_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

var update = flag.Bool("update", false, "rewrite golden files")

const fixtures = "../../fixtures/manifests"

// host is the environment that the fixtures are written for.
func host(name string) (string, bool) {
	switch name {
	case "QYVOL_TEST_SET":
		return "from the host", true
	case "QYVOL_TEST_BLANK":
		return "", true
	}
	return "", false
}

func parseFixture(t testing.TB, path string) (*manifest.Manifest, error) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return granted(data, filepath.Base(path), host)
}

// granted reads a manifest and puts the host's variables in, as a run does.
func granted(data []byte, path string, host func(string) (string, bool)) (*manifest.Manifest, error) {
	m, err := manifest.Parse(data, manifest.Options{Path: path})
	if err == nil {
		_, err = m.Expand(host)
	}
	if err != nil {
		return nil, err
	}
	return m, nil
}

func fixturePaths(t testing.TB, folder string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(fixtures, folder, "*.qyv"))
	if err != nil || len(paths) < 15 {
		t.Fatalf("%d fixtures in %s: %v", len(paths), folder, err)
	}
	return paths
}

// golden compares a text with the file of its language, which -update rewrites.
func golden(t *testing.T, base string, lang message.Lang, got string) {
	t.Helper()
	path := base + "." + string(lang) + ".golden"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test -update writes it)", err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got:\n%s\nwant:\n%s", path, got, want)
	}
}

// said is an error as a user sees it.
func said(err error, lang message.Lang) string {
	text := message.Of(err, lang) + "\n"
	if hint := message.HintOf(err); !hint.IsZero() {
		text += "  " + message.ManifestHint.With(hint).In(lang) + "\n"
	}
	return text
}

func TestBadFixtures(t *testing.T) {
	for _, path := range fixturePaths(t, "bad") {
		name := strings.TrimSuffix(filepath.Base(path), ".qyv")
		t.Run(name, func(t *testing.T) {
			m, err := parseFixture(t, path)
			if err == nil || m != nil {
				t.Fatalf("got %v, %v; want errors alone", m, err)
			}
			checkErrors(t, err)
			for _, lang := range []message.Lang{message.English, message.Spanish} {
				golden(t, strings.TrimSuffix(path, ".qyv"), lang, said(err, lang))
			}
		})
	}
}

// Good fixtures parse; those that warn have goldens for their warnings.
func TestGoodFixtures(t *testing.T) {
	for _, path := range fixturePaths(t, "good") {
		name := strings.TrimSuffix(filepath.Base(path), ".qyv")
		t.Run(name, func(t *testing.T) {
			m, err := parseFixture(t, path)
			if err != nil {
				t.Fatal(err)
			}
			if warns := strings.HasPrefix(name, "warn-"); warns != (len(m.Warnings) > 0) {
				t.Fatalf("%d warnings", len(m.Warnings))
			}
			if len(m.Warnings) == 0 {
				return
			}
			for _, lang := range []message.Lang{message.English, message.Spanish} {
				golden(t, strings.TrimSuffix(path, ".qyv"), lang, saidWarnings(m.Warnings, lang))
			}
		})
	}
}

func saidWarnings(warnings []*manifest.Warning, lang message.Lang) string {
	var b strings.Builder
	for _, w := range warnings {
		b.WriteString(w.Localize(lang) + "\n")
		if hint := w.Hint(); !hint.IsZero() {
			b.WriteString("  " + message.ManifestHint.With(hint).In(lang) + "\n")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// checkErrors holds an error to what Errors promises.
func checkErrors(t *testing.T, err error) {
	t.Helper()
	var list manifest.Errors
	if !errors.As(err, &list) || len(list) == 0 {
		t.Fatalf("%T isn't a list of errors", err)
	}
	for i, e := range list {
		if e.Kind == "" || !errors.Is(err, e.Kind) || e.Text.IsZero() {
			t.Errorf("error %d has no kind or no text: %+v", i, e)
		}
		if i > 0 && e.Kind != manifest.ErrMore && (e.Line < list[i-1].Line ||
			e.Line == list[i-1].Line && e.Column < list[i-1].Column) {
			t.Errorf("error %d at %v comes after %v", i, e.Position, list[i-1].Position)
		}
	}
}
