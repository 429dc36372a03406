package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// diagnosed is what validate prints of a file as data.
func diagnosed(t *testing.T, path string, lang message.Lang) (diagnosis, error) {
	t.Helper()
	var out, said bytes.Buffer
	err := diagnose([]string{path}, validate, &ui{lang: lang, out: &out, err: &said}, "json")
	if said.Len() > 0 {
		t.Errorf("%s: %s", path, said.String())
	}
	var d diagnosis
	must(t, json.Unmarshal(out.Bytes(), &d))
	if len(d.Files) != 1 {
		t.Fatalf("%s: %d files", path, len(d.Files))
	}
	return d, err
}

// Every error and warning of every manifest is a diagnostic, and what it marks is in
// the file.
func TestDiagnosticsOfFixtures(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(fixtures.Dir(t), "manifests", "*", "*.qyv"))
	must(t, err)
	if len(paths) < 50 {
		t.Fatalf("only %d manifests", len(paths))
	}
	for _, path := range paths {
		_, wrong := manifest.ReadFile(path, manifest.Options{})
		for _, lang := range []message.Lang{message.English, message.Spanish} {
			d, err := diagnosed(t, path, lang)
			if d.Valid != (err == nil) || d.Files[0].Valid != d.Valid || d.ExitCode != exitCode(err) {
				t.Errorf("%s: %v, and %+v", path, err, d)
			}
			checkDiagnostics(t, path, d.Files[0].Diagnostics, wrong)
		}
	}
}

func checkDiagnostics(t *testing.T, path string, list []diagnostic, wrong error) {
	t.Helper()
	var errs manifest.Errors
	errors.As(wrong, &errs)
	lines := strings.Split(read(t, path), "\n")
	at := 0
	for _, d := range list {
		if d.Severity == severityError && at < len(errs) {
			if e := errs[at]; e.Line != d.Line || e.Column != d.Column {
				t.Errorf("%s: %+v is not at %v", path, d, e.Position)
			}
			at++
		}
		if d.Message == "" || strings.Contains(d.Message, path) || d.Path != path {
			t.Errorf("%s: %+v", path, d)
		}
		if d.Line == 0 {
			continue
		}
		if d.Line > len(lines) || d.Column < 1 || d.EndColumn <= d.Column || d.EndColumn > len([]rune(lines[d.Line-1]))+2 {
			t.Errorf("%s: %+v is not in the file", path, d)
		}
	}
	if at != len(errs) {
		t.Errorf("%s: %d errors, %d of them told", path, len(errs), at)
	}
}

// What a manifest names and what can't be read are diagnostics, too.
func TestDiagnosticsOfFiles(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct{ text, kind, severity string }{
		"entry.qyv":    {manifestOf("nowhere.wasm"), "file-not-found", severityWarning},
		"mount.qyv":    {manifestOf("mount.qyv", "permissions: {fs: [{mount: /a, from: nowhere, access: read}]}"), "file-not-found", severityWarning},
		"section.qyv":  {manifestOf("section.qyv", "permissions: {fs: read}", "fs: {source: nowhere}"), "file-not-found", severityWarning},
		"no-dir.qyv":   {manifestOf("no-dir.qyv", "permissions: {fs: [{mount: /a, from: no-dir.qyv, access: read}]}"), "doubtful", severityWarning},
		"fallback.qyv": {manifestOf("fallback.qyv", "recovery: {fallback: nowhere.wasm}"), "file-not-found", severityError},
		"missing.qyv":  {"", "manifest-not-found", severityError},
		"empty.qyv":    {"\n", "manifest-empty", severityError},
	} {
		path := filepath.Join(dir, name)
		if c.text != "" {
			write(t, path, c.text)
		}
		d, _ := diagnosed(t, path, message.English)
		list := d.Files[0].Diagnostics
		at := slices.IndexFunc(list, func(d diagnostic) bool { return d.Kind == c.kind })
		if at < 0 || list[at].Severity != c.severity || d.Valid != (c.severity == severityWarning) {
			t.Errorf("%s: %+v", name, d)
		}
	}
}
