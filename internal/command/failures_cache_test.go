//go:build unix

package command

import (
	"os"
	"path/filepath"
	"testing"
)

// cacheFailures are caches that can't be used. A run does without.
func cacheFailures(t *testing.T) []failure {
	t.Helper()
	hello := map[string]string{"hello.wat": nothing}
	run := func(name string, env []string, prepare func(*testing.T, string)) failure {
		return failure{name: name, args: []string{"run", "hello.wat"}, files: hello, env: env, prepare: prepare}
	}
	compile := func(name string, env []string, prepare func(*testing.T, string)) failure {
		f := run(name, env, prepare)
		f.args, f.exit = []string{"compile", "hello.wat"}, 3
		return f
	}
	return []failure{
		run("a file in its place", nil, fileForCache),
		run("a link in its place", nil, func(t *testing.T, dir string) { must(t, os.Symlink("elsewhere", filepath.Join(dir, "cache"))) }),
		run("open to others", nil, func(t *testing.T, dir string) {
			must(t, os.Mkdir(filepath.Join(dir, "cache"), 0o777))
			must(t, os.Chmod(filepath.Join(dir, "cache"), 0o777))
		}),
		run("another user's", nil, func(t *testing.T, dir string) {
			if os.Geteuid() != 0 {
				t.Skip("only root can give something away")
			}
			must(t, os.Mkdir(filepath.Join(dir, "cache"), 0o700))
			must(t, os.Chown(filepath.Join(dir, "cache"), nobody, nobody))
		}),
		run("below a file", []string{"QYVOL_CACHE_DIR=hello.wat/cache"}, nil),
		{
			name: "in a closed directory", args: []string{"run", "hello.wat"}, files: hello, unprivileged: true,
			env:     []string{"QYVOL_CACHE_DIR=closed/cache"},
			prepare: func(t *testing.T, dir string) { must(t, os.Mkdir(filepath.Join(dir, "closed"), 0o500)) },
		},
		{name: "where the guest may write", args: []string{"run", "--allow-write", ".", "hello.wat"}, files: hello},
		run("a size that is none", []string{"QYVOL_CACHE_SIZE=much"}, nil),
		run("too small", []string{"QYVOL_CACHE_SIZE=1KiB"}, nil),
		run("no place for it", []string{"QYVOL_CACHE_DIR=", "HOME=", "XDG_CACHE_HOME="}, nil),
		{
			name: "a relative place", args: []string{"cache", "info"}, exit: 3,
			env: []string{"QYVOL_CACHE_DIR=", "HOME=", "XDG_CACHE_HOME=relative"},
		},
		run("a damaged entry", nil, damagedEntry(func(path string) error { return os.Truncate(path, 100) })),
		run("an entry that is a directory", nil, damagedEntry(func(path string) error {
			if err := os.Remove(path); err != nil {
				return err
			}
			return os.Mkdir(path, 0o700)
		})),
		{name: "an entry that can't be read", args: []string{"run", "hello.wat"}, files: hello, unprivileged: true, prepare: damagedEntry(func(path string) error { return os.Chmod(path, 0) })},
		run("on a full disk", []string{"QYVOL_CACHE_DIR=disk/cache"}, fullDisk),
		compile("compile on a full disk", []string{"QYVOL_CACHE_DIR=disk/cache"}, fullDisk),
		{name: "compile", args: []string{"compile", "hello.wat"}, files: hello},
		{name: "compile again", args: []string{"compile", "hello.wat"}, files: hello, prepare: damagedEntry(func(string) error { return nil })},
		compile("compile with a file in its place", nil, fileForCache),
		compile("compile without a place for it", []string{"QYVOL_CACHE_DIR=", "HOME=", "XDG_CACHE_HOME="}, nil),
		compile("compile without a cache", []string{"QYVOL_CACHE_SIZE=0"}, nil),
		compile("compile into a cache that is too small", []string{"QYVOL_CACHE_SIZE=1KiB"}, nil),
		compile("compile with a size that is none", []string{"QYVOL_CACHE_SIZE=much"}, nil),
		{name: "info of a file", args: []string{"cache", "info"}, prepare: fileForCache, exit: 3},
		{name: "clear a file", args: []string{"cache", "clear"}, prepare: fileForCache, exit: 3},
		{name: "info without a cache", args: []string{"cache", "info"}, env: []string{"QYVOL_CACHE_SIZE=0"}},
		{name: "info of an empty cache", args: []string{"cache", "info"}},
		{name: "clear an empty cache", args: []string{"cache", "clear"}},
	}
}

func fileForCache(t *testing.T, dir string) {
	t.Helper()
	write(t, filepath.Join(dir, "cache"), "")
}

// damagedEntry compiles the guest and damages what that left.
func damagedEntry(damage func(path string) error) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		must(t, qyvol(t, dir, "compile", "hello.wat").Run())
		entries, err := filepath.Glob(filepath.Join(dir, "cache", "code", "*.code"))
		must(t, err)
		if len(entries) != 1 {
			t.Fatalf("%d entries", len(entries))
		}
		must(t, damage(entries[0]))
	}
}
