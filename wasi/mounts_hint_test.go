package wasi_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/wasi"
)

// A directory that can't be mounted is shown where the manifest names it, with the
// nearest name as the manifest or the option would write it.
func TestDirectoryHints(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	for lines, want := range map[string]struct{ line, hint string }{
		"permissions: {fs: [{mount: /d, from: ./dota, access: read}]}":    {"{mount: /d, from: ./dota", "`./data`"},
		"permissions: {fs: [{mount: /d, from: nowhere, access: read}]}":   {"from: nowhere", "create it"},
		"permissions: {fs: read}\nfs: {source: dat}":                      {"fs: {source: dat}", "`data`"},
		"permissions: {fs: [{mount: /d, from: '$X/data', access: read}]}": {"from: '$X/data'", "only a shell expands $X"},
	} {
		m := parse(t, lines)
		_, err := wasi.Decide(wasi.Request{Manifest: m, BaseDir: "."})
		checked := wasi.CheckMounts(m, ".")
		var failed *wasi.DirectoryError
		if !errors.As(err, &failed) || len(checked) != 1 || checked[0].Error() != failed.Error() {
			t.Errorf("%s: %v, %v", lines, err, checked)
			continue
		}
		if place := failed.Where(); place == nil || place.Line == 0 || !strings.Contains(failed.Error(), want.line) || !strings.Contains(failed.Error(), "^^") {
			t.Errorf("%s: %v", lines, failed)
		}
		if hint := failed.Hint().In(message.English); !strings.Contains(hint, want.hint) {
			t.Errorf("%s: %s", lines, hint)
		}
	}
	_, err := wasi.Decide(wasi.Request{Allow: wasi.Allow{Read: []string{"dat::/x"}}, BaseDir: "/elsewhere"})
	if hint := message.HintOf(err).In(message.English); hint != "did you mean `data`?" {
		t.Errorf("%v: %s", err, hint)
	}
}
