package runner_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/wasi"
)

// permitted are calls of a guest, in the language of its scripts, on a directory d
// and a file p that have some of the permissions. Each finds what those before have
// left, which is the same for a guest and for a native program.
const permitted = `
	statat / d follow
	statat / d/. follow
	statat / d/.. follow
	statat / d/x follow
	statat / d/missing follow
	statat / d/sub/y follow
	statat / d/sub/../x follow
	statat / ld/x follow
	statat / d/l
	statat / d/l follow
	open h / d read,directory
	list h
	statat h x
	open h / d read
	open h / d/. read,directory
	open h / d/.. read,directory
	open h / ld read,directory,follow
	open h / d/sub read,directory
	list h
	statat h y
	open h / d/x read
	open h / d/x write
	open h / d/x read,write
	open h / d/l read,follow
	open h / d/l read
	open h / d/missing read
	open h / d/x create,write
	open h / d/x create,exclusive,write
	open h / d/x write,truncate
	open h / p read
	open h / p write
	open h / p read,write
	open h / p write,truncate
	open h / p create,write
	cat / d/x
	cat / d/sub/y
	cat / ld/sub/y
	cat / p
	readlink / d/l
	readlink / d/x
	readlink / ld
	open h / d/n create,exclusive,write
	mkdir / d/m
	mkdir / d/x
	mkdir / d/sub/m
	rmdir / d/sub/m
	rmdir / d/sub
	rmdir / d/x
	rename / d/n / d/o
	rename / d/m / o/m
	rename / d/x / o/x
	rename / o/x / d/x
	rename / o/g / d/g
	rename / o/dir / d/dir
	rename / d/missing / o/y
	rename / d / o/d
	rename / o/d / d
	link / d/x / d/hard
	link / d/x / o/hard
	link / o/hard / d/hard2
	link / d/sub / o/sub
	symlink x / d/s
	symlink x / d/x
	readlink / d/s
	timesat / d
	timesat / d/x follow
	timesat / d/sub follow
	timesat / d/missing
	timesat / p
	unlink / d/o
	unlink / d/sub
	unlink / d/sub/y
	unlink / d/hard
	unlink / d/missing
	unlink / p
	rmdir / d/m
	rmdir / d/sub
	rmdir / d
	statat / d follow`

// A directory that can be passed through, and not listed, can be mounted.
func TestMountWithoutPermissionToRead(t *testing.T) {
	dir, is := fixtures.AsNobody(t, func(dir string) {
		s := &scene{t: t, dir: dir}
		forbidding(s, "1", 1)
		forbidding(s, "3", 3)
		guest, err := os.ReadFile(fixturePath(t, string(adapter)))
		s.must(err)
		s.write("guest.wasm", string(guest))
	})
	if !is {
		return
	}
	r := newRunner(t)
	for _, by := range []wasi.Implementation{wasi.Hosted, wasi.Native} {
		for bits, creates := range map[string]string{"1": "access", "3": "ok"} {
			s := &scene{t: t, dir: dir}
			g := s.startUnit(r, forbiddenUnit(t, dir+"/guest.wasm", dir+"/"+bits+"/d"), by)
			g.play(`
				cat / x -> ok "d/x"
				cat / sub/y -> ok "d/sub/y"
				list / -> access
				open h / ` + string(by) + ` create,write -> ` + creates)
			if err := g.end(); err != nil {
				t.Errorf("%s, mode %s: ended with %v", by, bits, err)
			}
		}
	}
}

// What a guest is told of files that the host's permissions are about is what a
// native program of the same user is told, who isn't root: in every form, under both
// implementations.
func TestPermissions(t *testing.T) {
	forms := []form{preview1, adapter, direct}
	dir, is := fixtures.AsNobody(t, func(dir string) {
		s := &scene{t: t, dir: dir}
		for bits := range 8 {
			forbidding(s, fmt.Sprintf("%d/native", bits), bits)
			for i := range forms {
				forbidding(s, fmt.Sprintf("%d/%d", bits, i), bits)
			}
		}
		for i, f := range forms {
			guest, err := os.ReadFile(fixturePath(t, string(f)))
			s.must(err)
			s.write(fmt.Sprintf("%d.wasm", i), string(guest))
		}
	})
	if !is {
		return
	}
	r := newRunner(t)
	for bits := range 8 {
		native := openNative(t, fmt.Sprintf("%s/%d/native", dir, bits))
		guests := make([]*session, len(forms))
		for i := range guests {
			s := &scene{t: t, dir: dir}
			mount := fmt.Sprintf("%s/%d/%d", dir, bits, i)
			guests[i] = s.startUnit(r, forbiddenUnit(t, fmt.Sprintf("%s/%d.wasm", dir, i), mount), wasi.Hosted)
		}
		for line := range strings.Lines(permitted) {
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			want := native.do(strings.Fields(line))
			for i, g := range guests {
				if got := firstWord(g.ask(line)); got != want {
					t.Errorf("%s, mode %o, %s: gives %s, and to a native program %s", forms[i], bits, line, got, want)
				}
			}
		}
		for i, g := range guests {
			if err := g.end(); err != nil {
				t.Errorf("%s ended with %v", forms[i], err)
			}
		}
	}
}

// forbiddenUnit is a guest to which a directory is everything.
func forbiddenUnit(t *testing.T, guest, dir string) *loader.Unit {
	t.Helper()
	path := filepath.Join(t.TempDir(), "forbidden.qyv")
	text := fmt.Appendf(nil, `
name: forbidden
runtime: wasi
entrypoint: %s
permissions:
  fs: [{mount: /, from: %q, access: read-write}]
`, guest, dir)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return load(t, path)
}

// forbidding makes a folder with d and p, which have the permissions for everybody.
func forbidding(s *scene, at string, bits int) {
	s.t.Helper()
	for _, name := range []string{"", "d", "d/sub", "o", "o/dir"} {
		s.mkdir(at + "/" + name)
		s.must(os.Chmod(s.path(at+"/"+name), 0o777))
	}
	for _, name := range []string{"d/x", "d/sub/y", "o/g", "p"} {
		s.write(at+"/"+name, name)
		s.must(os.Chmod(s.path(at+"/"+name), 0o666))
	}
	s.symlink("x", at+"/d/l")
	s.symlink("d", at+"/ld")
	for _, name := range []string{"d", "p"} {
		s.must(os.Chmod(s.path(at+"/"+name), os.FileMode(bits*0o111)))
	}
}
