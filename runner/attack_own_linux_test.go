package runner_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// A guest that may write to the directory of its own manifest changes neither it, nor its
// own code, nor the fallback, whichever of them runs, and everything beside them.
func TestAttackOwnManifest(t *testing.T) {
	for _, mount := range []string{".", "..", "@"} {
		t.Run(mount, func(t *testing.T) {
			s := newScene(t)
			guest, err := os.ReadFile(fixturePath(t, string(preview1)))
			s.must(err)
			s.write("rw/own/code/g.wasm", string(guest))
			text := fmt.Sprintf(`
name: attack
runtime: wasi
entrypoint: code/g.wasm
recovery: {fallback: none.wasm}
permissions:
  fs:
    - {mount: /rw, from: %q, access: read-write}
`, strings.Replace(mount, "@", s.path("rw/own"), 1))
			s.write("rw/own/app.qyv", text)
			s.write("rw/own/other", "x")
			s.freeze()
			var r runner.Runner
			defer r.Close()
			g := s.startUnit(&r, load(t, s.path("rw/own/app.qyv")), wasi.Hosted)
			at := ""
			if mount == ".." {
				at = "own/"
			}
			for _, file := range []string{"app.qyv", "code/g.wasm"} {
				g.play(strings.NewReplacer("@", at, "FILE", at+file).Replace(`
					open f /rw FILE truncate,write -> read-only
					open f /rw FILE create,write -> read-only
					open f /rw FILE write -> read-only
					rename /rw FILE /rw @moved -> busy
					rename /rw @other /rw FILE -> busy
					unlink /rw FILE -> busy
					link /rw FILE /rw @second -> busy
					link /rw @other /rw FILE -> exist
					symlink other /rw FILE -> exist`))
			}
			g.play(strings.ReplaceAll(`
				open f /rw @none.wasm create,write -> read-only
				symlink other /rw @none.wasm -> busy
				rename /rw @other /rw @none.wasm -> busy
				rename /rw @code /rw @old -> busy
				rename /rw @other /rw @code/other
				rename /rw @code/other /rw @new
				unlink /rw @new`, "@", at))
			s.must(g.end())
			for path, want := range map[string]string{"app.qyv": text, "code/g.wasm": string(guest)} {
				if got, err := os.ReadFile(filepath.Join(s.path("rw/own"), path)); err != nil || string(got) != want {
					t.Errorf("%s was changed: %v", path, err)
				}
			}
		})
	}
}
