//go:build unix

package codecache

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// What leads to the cache in a home must be this user's, or nobody's who can do
// anything to it.
func TestDirectoriesAbove(t *testing.T) {
	const other = 4242
	for name, c := range map[string]struct {
		do  func(t *testing.T, home string)
		at  string // what is refused, "" for nothing
		why UnsafeReason
	}{
		"a home":           {func(*testing.T, string) {}, "", 0},
		"another's home":   {func(t *testing.T, home string) { chown(t, home, other) }, "home", UnsafeOwner},
		"another's caches": {func(t *testing.T, home string) { chown(t, home+"/.cache", other) }, "home/.cache", UnsafeOwner},
		"no caches":        {func(t *testing.T, home string) { must(t, os.Remove(home+"/.cache")) }, "", 0},
		"another's, no caches": {func(t *testing.T, home string) {
			must(t, os.Remove(home+"/.cache"))
			chown(t, home, other)
		}, "home", UnsafeOwner},
		"open to all": {func(t *testing.T, home string) { must(t, os.Chmod(home, 0o777)) }, "home", UnsafeMode},
		"caches open": {func(t *testing.T, home string) { must(t, os.Chmod(home+"/.cache", 0o702)) }, "home/.cache", UnsafeMode},
		"sticky":      {func(t *testing.T, home string) { must(t, os.Chmod(home, 0o777|os.ModeSticky)) }, "", 0},
		"a foreign group": {func(t *testing.T, home string) {
			if err := os.Chown(home, -1, other); err != nil {
				t.Skip(err)
			}
			must(t, os.Chmod(home, 0o770))
		}, "home", UnsafeMode},
		"the own group": {func(t *testing.T, home string) {
			if err := os.Chown(home, -1, os.Geteuid()); err != nil {
				t.Skip(err)
			}
			must(t, os.Chmod(home, 0o770))
		}, "", 0},
		"a link to a home": {func(t *testing.T, home string) { linkInPlace(t, home) }, "", 0},
		"a link to an open home": {func(t *testing.T, home string) {
			must(t, os.Chmod(home, 0o777))
			linkInPlace(t, home)
		}, "home.real", UnsafeMode},
		"a relative link": {func(t *testing.T, home string) {
			must(t, os.Rename(home, home+".real"))
			must(t, os.Symlink("./home.real/../home.real", home))
		}, "", 0},
		"another's link": {func(t *testing.T, home string) {
			linkInPlace(t, home)
			chown(t, home, other)
		}, "home", UnsafeOwner},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			dir, err := filepath.EvalSymlinks(t.TempDir())
			must(t, err)
			home := filepath.Join(dir, "home")
			must(t, os.MkdirAll(home+"/.cache", 0o700))
			c.do(t, home)
			for _, name := range []string{DirVariable, "XDG_CACHE_HOME"} {
				t.Setenv(name, "")
			}
			t.Setenv("HOME", home)
			b.open(Options{})
			root := b.dir().root
			err = checkAbove(root)
			var unsafe *UnsafeDirError
			if c.at == "" {
				must(t, err)
			} else if !errors.As(err, &unsafe) || unsafe.Dir != filepath.Join(dir, c.at) || unsafe.Why != c.why {
				t.Errorf("checkAbove gives %v", err)
			}
			info := b.load()
			if refused := errors.As(errors.Join(info.Warnings...), &unsafe); refused != (c.at != "") {
				t.Errorf("warnings: %v", info.Warnings)
			}
			if _, err := os.Stat(root); (err == nil) != (c.at == "") {
				t.Errorf("the cache is there: %v", err)
			}
		})
	}
}

// A directory that the user chose may be anywhere.
func TestChosenDirectoryIsNotQuestioned(t *testing.T) {
	b := newBench(t)
	open := filepath.Join(t.TempDir(), "open")
	must(t, os.Mkdir(open, 0o700))
	must(t, os.Chmod(open, 0o777))
	b.open(Options{Dir: filepath.Join(open, "cache")})
	b.compiles(1, func() { b.warm(); b.quiet() })
}

func TestUsersOfANamespace(t *testing.T) {
	t.Parallel()
	for users, want := range map[string]bool{
		"         0          0 4294967295\n": true,
		"      1000       1000          1\n": false,
		"0 1000 1\n1 100000 65536\n":         true,
		"0 1000 1\n1 100000 65533\n":         false,
		"":                                   false,
	} {
		if mapsUser(users, 65534) != want {
			t.Errorf("%q", users)
		}
	}
}

func chown(t *testing.T, path string, uid int) {
	t.Helper()
	if err := os.Lchown(path, uid, -1); err != nil {
		t.Skipf("needs root: %v", err)
	}
}
