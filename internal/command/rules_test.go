package command

import (
	"encoding/json"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/info"
)

// All that inspect suggests, pasted below a manifest, makes one that is valid and
// that grants what the guest was denied.
func TestSuggestionsPaste(t *testing.T) {
	pasted := 0
	for _, path := range guestFiles(t) {
		dir := t.TempDir()
		cmd := qyvol(t, dir, "inspect", path)
		out, err := cmd.Output()
		if err != nil {
			continue // it can't be described, which other tests are about
		}
		_, rules, ok := strings.Cut(string(out), "a manifest grants more with:\n")
		if !ok {
			continue
		}
		rules, _, _ = strings.Cut(rules, "\n\n")
		pasted++
		write(t, filepath.Join(dir, "data", "x"), "")
		write(t, filepath.Join(dir, "test.qyv"), "name: test\nentrypoint: "+filepath.ToSlash(path)+"\nruntime: wasi\n"+strings.ReplaceAll(rules, "    ", ""))
		cmd = qyvol(t, dir, "inspect", "test.qyv", "--format", "json")
		cmd.Env = append(cmd.Env, "NAME=value")
		out, err = cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s\n%s", path, err, rules, out)
			continue
		}
		var d info.Description
		must(t, json.Unmarshal(out, &d))
		for _, n := range d.Needs {
			if n.Status == "denied" && n.Rule != "" || n.Status == "missing" && n.Rule != "" {
				t.Errorf("%s: %s is %s in spite of\n%s", path, n.Import, n.Status, rules)
			}
		}
	}
	if pasted < 10 {
		t.Errorf("only %d guests need anything", pasted)
	}
}

// guestFiles are the components and modules of the fixtures.
func guestFiles(t *testing.T) []string {
	t.Helper()
	var paths []string
	must(t, filepath.WalkDir(fixtures.Dir(t), func(path string, d fs.DirEntry, err error) error {
		if ext := filepath.Ext(path); err == nil && !d.IsDir() && (ext == ".wasm" || ext == ".wat") && !strings.Contains(path, "parity") && !strings.Contains(path, "recognise") {
			paths = append(paths, path)
		}
		return err
	}))
	return paths
}
