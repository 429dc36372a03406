package manifest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// shelf makes a directory with files, whose names tell the directories that they are in.
func shelf(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Each element of a path may have a slip; what is proposed is there, is of the kind
// that is asked for, and is written as the path was.
func TestNearestPath(t *testing.T) {
	dir := shelf(t, "data/in/a.txt", "myapp.qyv", "hello.wasm", "build/app.wasm", "secret.token", "Upper.wasm", ".hidden", "date/x", "café/menu.wat")
	cases := []struct {
		path string
		kind manifest.PathKind
		want string
	}{
		{"myap.qyv", manifest.ManifestFile, "myapp.qyv"},
		{"myapp", manifest.GuestFile, "myapp.qyv"},
		{"myapp.wasm", manifest.ComponentFile, ""},
		{"helo.wasm", manifest.ManifestFile, ""},
		{"HELLO.wasm", manifest.GuestFile, "hello.wasm"},
		{"HELLO.WASM", manifest.ComponentFile, "hello.wasm"},
		{"upper.wasm", manifest.ComponentFile, "Upper.wasm"},
		{"./helo.wasm", manifest.ComponentFile, "./hello.wasm"},
		{"dta", manifest.Directory, "data"},
		{"dat", manifest.Directory, "data"},
		{"DATE", manifest.Directory, "date"},
		{"./buidl", manifest.Directory, "./build"},
		{"dota/", manifest.Directory, "data"},
		{"data/im", manifest.Directory, ""},
		{"Data/IN", manifest.Directory, "data/in"},
		{"buld/apps.wasm", manifest.ComponentFile, "build/app.wasm"},
		{"build/../buidl/app.wasm", manifest.ComponentFile, "build/../build/app.wasm"},
		{"buld/other.wasm", manifest.ComponentFile, ""},
		{"hello.wasm/app.wasm", manifest.ComponentFile, ""},
		{"secret.tokn", manifest.AnyFile, "secret.token"},
		{"secrets.token", manifest.AnyFile, "secret.token"},
		{".hiden", manifest.AnyFile, ".hidden"},
		{"cafe/menu.wat", manifest.ComponentFile, "café/menu.wat"},
		{"x", manifest.Directory, ""},
		{"zebra", manifest.Directory, ""},
		{"", manifest.Directory, ""},
	}
	for _, c := range cases {
		if _, err := os.Stat(filepath.Join(dir, c.path)); err == nil && c.path != "" {
			continue // a file system that ignores case
		}
		want := c.want
		if got := manifest.NearestPath(dir, c.path, c.kind); got != filepath.FromSlash(want) && got != want {
			t.Errorf("%q: %q, want %q", c.path, got, want)
		}
		if want != "" {
			want = filepath.Join(dir, want)
		}
		absolute := filepath.Join(dir, c.path)
		if got := manifest.NearestPath("elsewhere", absolute, c.kind); c.path != "" && filepath.Clean("/"+got) != filepath.Clean("/"+want) {
			t.Errorf("%q: %q, want %q", absolute, got, want)
		}
	}
}

// A path as a shell would expand it comes before one that is near to it.
func TestMissingHint(t *testing.T) {
	dir := shelf(t, "data/a")
	for path, want := range map[string]string{
		"~bob": "only a shell expands ~bob: write the path itself", "dota": "did you mean `data`?", "zebra": "",
	} {
		if got := manifest.MissingHint(dir, path, manifest.Directory).In(message.English); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	t.Chdir(dir)
	if got := manifest.NearestPath("", "dota", manifest.Directory); got != "data" {
		t.Errorf("in the working directory: %q", got)
	}
}

// A manifest that isn't there.
func TestNearestManifest(t *testing.T) {
	dir := shelf(t, "myapp.qyv", "hello.wasm")
	_, err := manifest.ReadFile(filepath.Join(dir, "myap.qyv"), manifest.Options{})
	if got, want := message.HintOf(err).In(message.English), "did you mean `"+filepath.Join(dir, "myapp.qyv")+"`?"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
