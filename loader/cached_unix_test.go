//go:build unix

package loader

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/qyvol/qyvol/fixtures"
)

// A cache that root made with a container's image is read by the image's user, who
// writes nothing there and is told nothing. What isn't in it is compiled.
func TestCacheOfRoots(t *testing.T) {
	if os.Geteuid() != 0 && os.Getenv("QYVOL_TEST_SCENE") == "" {
		t.Skip("only root can make it")
	}
	at := func(dir string) *bench {
		return &bench{
			t: t, path: filepath.Join(dir, "guest.wasm"), compiler: &fakeCompiler{},
			cache: OpenCache(CacheOptions{Dir: filepath.Join(dir, "cache")}),
		}
	}
	dir, is := fixtures.AsNobody(t, func(dir string) {
		b := at(dir)
		b.write("hello")
		b.warm()
		must(t, filepath.WalkDir(dir, func(path string, _ fs.DirEntry, _ error) error { return openToRead(path) }))
		must(t, os.WriteFile(filepath.Join(dir, "other.wasm"), moduleOf("other"), 0o644))
		must(t, os.Mkdir(filepath.Join(dir, "closed"), 0o700))
	})
	if !is {
		return
	}
	b := at(dir)
	before := tree(t, b.root())
	b.compiles(0, func() { b.quiet(); b.quiet() })
	b.path = filepath.Join(dir, "other.wasm")
	for _, c := range []struct {
		dir    string
		closed bool
	}{{"cache", false}, {"closed", true}} {
		b.cache = OpenCache(CacheOptions{Dir: filepath.Join(dir, c.dir)})
		b.compiles(1, func() {
			info := b.load()
			var e *CacheLentError
			if len(info.Warnings) != 1 || !errors.As(info.Warnings[0], &e) || e.Closed != c.closed {
				t.Errorf("%s: %v", c.dir, info.Warnings)
			}
		})
	}
	if after := tree(t, filepath.Join(dir, "cache")); after != before {
		t.Errorf("was %s\nis  %s", before, after)
	}
}

// tree lists the names and times of the files below a path.
func tree(t *testing.T, root string) (list string) {
	t.Helper()
	must(t, filepath.WalkDir(root, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			list += info.Name() + " " + info.ModTime().String() + "\n"
		}
		return err
	}))
	return list
}

// openToRead is chmod a+rX.
func openToRead(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	mode := info.Mode() | 0o444
	if info.IsDir() {
		mode |= 0o111
	}
	return os.Chmod(path, mode)
}

// What a container or a service doesn't have is worth a line where compiling was.
func TestWhatIsWorthSaying(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		why   error
		quiet bool
	}{
		{&CacheConfigError{Err: errors.New("no home")}, true},
		{&CacheConfigError{Name: CacheSizeVariable}, false},
		{&CacheWriteError{Err: &fs.PathError{Err: syscall.EACCES}}, true},
		{&CacheWriteError{Err: &fs.PathError{Err: syscall.EROFS}}, true},
		{&CacheWriteError{Err: &fs.PathError{Err: syscall.ENOSPC}}, false},
		{&CacheLentError{}, true},
		{&UnsafeDirError{Why: UnsafeOwner}, false},
	} {
		if got := worthSaying(c.why, dear-1); got == c.quiet {
			t.Errorf("%#v: said after a moment: %t", c.why, got)
		}
		if !worthSaying(c.why, dear+time.Second) {
			t.Errorf("%#v: not said after a long time", c.why)
		}
	}
}
