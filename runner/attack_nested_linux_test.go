package runner_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// nestedUnit mounts rw, and perhaps a directory in it.
func (s *scene) nestedUnit(inner string) *loader.Unit {
	s.t.Helper()
	path := filepath.Join(s.t.TempDir(), "attack.qyv")
	s.must(os.WriteFile(path, []byte(fmt.Sprintf(`
name: attack
runtime: wasi
entrypoint: %s
permissions:
  fs:
    - {mount: /rw, from: "%s/rw", access: read-write}
%s`, fixturePath(s.t, string(preview1)), s.dir, inner)), 0o600))
	return load(s.t, path)
}

// A guest doesn't leave its mounts by a link in the place of a mount's directory: neither
// is it made while the mount is there, nor does a program that is prepared later, in the
// same process, follow one.
func TestAttackNestedMounts(t *testing.T) {
	for _, access := range []string{"read", "read-write"} {
		for _, from := range []string{"rw/dir", "rw/dir/sub"} {
			t.Run(access+" "+from, func(t *testing.T) {
				s := newScene(t)
				s.mkdir("rw/dir/sub")
				s.freeze()
				inner := fmt.Sprintf("    - {mount: /in, from: \"%s/%s\", access: %s}\n", s.dir, from, access)
				var r runner.Runner
				defer r.Close()

				both := s.startUnit(&r, s.nestedUnit(inner), wasi.Hosted)
				both.play("rename /rw dir /rw old -> busy\nrmdir /rw dir -> busy")
				s.must(both.end())

				outer := s.startUnit(&r, s.nestedUnit(""), wasi.Hosted)
				outer.play("rename /rw dir /rw old\nsymlink ../outside /rw dir")
				s.must(outer.end())

				again := s.startUnit(&r, s.nestedUnit(inner), wasi.Hosted)
				var link *wasi.LinkError
				if err := again.end(); !errors.As(err, &link) {
					t.Errorf("got %v, want a *wasi.LinkError", err)
				}
				s.unchanged()
			})
		}
	}
}
