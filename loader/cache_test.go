package loader

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestCacheEnvironment(t *testing.T) {
	b := newBench(t)
	root := filepath.Join(t.TempDir(), "named", "by", "variable")
	t.Setenv(CacheDirVariable, root)
	t.Setenv(CacheSizeVariable, "512MiB")
	b.cache = OpenCache(CacheOptions{})
	b.quiet()
	info, err := b.cache.Info()
	if err != nil || info.Dir != root || info.Limit != 512<<20 || info.Entries != 1 {
		t.Errorf("%+v, %v", info, err)
	}
	for _, path := range []string{root, filepath.Join(root, "code")} {
		if state, err := os.Stat(path); err != nil || state.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", path, state.Mode(), err)
		}
	}
	b.cache = OpenCache(CacheOptions{Limit: 1 << 20})
	if info, err := b.cache.Info(); err != nil || info.Limit != 1<<20 {
		t.Errorf("options go first: %+v, %v", info, err)
	}
}

func TestCacheSizeZeroIsOff(t *testing.T) {
	b := newBench(t)
	t.Setenv(CacheSizeVariable, "0")
	b.compiles(2, func() { b.quiet(); b.quiet() })
	if info, err := b.cache.Info(); err != nil || info.Enabled {
		t.Errorf("%+v, %v", info, err)
	}
}

func TestCacheSizeInvalid(t *testing.T) {
	b := newBench(t)
	root := b.root()
	for _, value := range []string{"much", "-1", "12 parsecs"} {
		t.Setenv(CacheSizeVariable, value)
		b.cache = OpenCache(CacheOptions{Dir: root})
		b.compiles(1, func() {
			info := b.load()
			var e *CacheConfigError
			if len(info.Warnings) != 1 || !errors.As(info.Warnings[0], &e) || e.Name != CacheSizeVariable || e.Value != value {
				t.Errorf("%s: %v", value, info.Warnings)
			}
		})
		if _, err := b.cache.Info(); err == nil {
			t.Errorf("%s: Info says nothing", value)
		}
	}
}

func TestCacheWithoutHome(t *testing.T) {
	b := newBench(t)
	for _, name := range []string{CacheDirVariable, "XDG_CACHE_HOME", "HOME", "LocalAppData"} {
		t.Setenv(name, "")
	}
	b.cache = OpenCache(CacheOptions{})
	b.quiet() // a container's guest that compiles at once has no use for advice
	b.cache = OpenCache(CacheOptions{Settle: true})
	info := b.load()
	var e *CacheConfigError
	if len(info.Warnings) != 1 || !errors.As(info.Warnings[0], &e) || e.Name != "" {
		t.Errorf("%v", info.Warnings)
	}
}

// A directory that a shell was meant to name is not made, unless there is one.
func TestCacheUnexpanded(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, value := range []string{"~/cache", "$HOME/cache", "${CACHES}/qyvol"} {
		t.Setenv(CacheDirVariable, value)
		var e *CacheConfigError
		if _, err := OpenCache(CacheOptions{}).Info(); !errors.As(err, &e) || e.Name != CacheDirVariable || e.Value != value || e.Hint().IsZero() {
			t.Errorf("%s: %v", value, err)
		}
		if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
			t.Errorf("%s: left %v, %v", value, left, err)
		}
	}
	if err := os.MkdirAll("~/cache", 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv(CacheDirVariable, "~/cache")
	if _, err := OpenCache(CacheOptions{}).Info(); err != nil {
		t.Error(err)
	}
}
