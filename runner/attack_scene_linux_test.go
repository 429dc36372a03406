package runner_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/loader"
)

// canary is in the contents and the names of what no guest may see.
const canary = "CANARY"

// scene is what a guest that attacks is put into: folders of the host, of which
// some are mounted. What is outside or read-only has to stay as it is.
//
//	outside          not mounted
//	ro               mounted at /ro, to be read
//	ro               mounted again at /rw/in, to be read, inside of another mount
//	rw, other        mounted at /rw and /other
//	hide             mounted at /hide, without *.key, hidden and vault/inner
type scene struct {
	t   *testing.T
	dir string
	was map[string]string
}

// mounts is how a manifest grants a scene; each %[1]s is its folder.
const mounts = `
entrypoint: %[2]s
permissions:
  fs:
    - {mount: /ro, from: "%[1]s/ro", access: read}
    - {mount: /rw, from: "%[1]s/rw", access: read-write}
    - {mount: /rw/in, from: "%[1]s/ro", access: read}
    - {mount: /other, from: "%[1]s/other", access: read-write}
    - {mount: /hide, from: "%[1]s/hide", access: read-write, exclude: ["*.key", "hidden", "vault/inner"]}
`

// plainMounts are those of them that native WASI has, too.
const plainMounts = `
entrypoint: %[2]s
permissions:
  fs:
    - {mount: /ro, from: "%[1]s/ro", access: read}
    - {mount: /rw, from: "%[1]s/rw", access: read-write}
    - {mount: /other, from: "%[1]s/other", access: read-write}
`

// newScene makes the folders.
func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{t: t, dir: t.TempDir()}
	s.write("outside/file", canary+" outside")
	s.write("outside/sub/"+canary, "x")
	s.mkdir("outside/empty")
	s.write("ro/file", "read me")
	s.write("ro/dir/file", "read me too")
	s.mkdir("ro/empty")
	s.symlink("file", "ro/link")
	s.write("rw/file", "mine")
	s.mkdir("rw/dir")
	s.mkdir("other/dir")
	s.write("hide/a.key", canary+" key")
	s.write("hide/seen", "seen")
	s.write("hide/dir/b.key", canary+" key")
	s.write("hide/dir/seen", "seen")
	s.write("hide/hidden/"+canary, canary+" hidden")
	s.freeze()
	return s
}

// freeze says that what is outside or read-only is as it should be.
func (s *scene) freeze() {
	s.t.Helper()
	s.was = s.snapshot()
}

// protected are the folders that no guest may change.
var protected = []string{"outside", "ro", "hide/hidden", "hide/a.key", "hide/dir/b.key"}

func (s *scene) snapshot() map[string]string {
	s.t.Helper()
	now := map[string]string{}
	for _, name := range protected {
		if err := snapshot(now, s.path(name)); err != nil {
			s.t.Fatal(err)
		}
	}
	return now
}

// unchanged fails the test if anything protected was changed.
func (s *scene) unchanged() {
	s.t.Helper()
	for _, difference := range differences(s.was, s.snapshot()) {
		s.t.Error(difference)
	}
}

func (s *scene) path(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

func (s *scene) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *scene) write(name, content string) {
	s.t.Helper()
	s.must(os.MkdirAll(filepath.Dir(s.path(name)), 0o755))
	s.must(os.WriteFile(s.path(name), []byte(content), 0o644))
}

func (s *scene) mkdir(name string) {
	s.t.Helper()
	s.must(os.MkdirAll(s.path(name), 0o755))
}

// symlink makes a link. A target that begins with @ is one of the scene's, as an
// absolute path.
func (s *scene) symlink(target, name string) {
	s.t.Helper()
	if inside, ok := strings.CutPrefix(target, "@"); ok {
		target = s.path(inside)
	}
	s.must(os.Symlink(target, s.path(name)))
}

func (s *scene) rename(from, to string) {
	s.t.Helper()
	s.must(os.Rename(s.path(from), s.path(to)))
}

// unit loads a guest with the scene's mounts.
func (s *scene) unit(guest string) *loader.Unit { return s.unitOf(mounts, guest) }

func (s *scene) unitOf(mounts, guest string) *loader.Unit {
	s.t.Helper()
	path := filepath.Join(s.t.TempDir(), "attack.qyv")
	text := "name: attack\nruntime: wasi\n" + fmt.Sprintf(mounts, s.dir, fixturePath(s.t, guest))
	s.must(os.WriteFile(path, []byte(text), 0o600))
	return load(s.t, path)
}
