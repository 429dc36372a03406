package loader

import (
	"context"
	"errors"
	"os"
	"testing"
)

// What is wrong with an entry is told, once, and the code is made again.
func TestDamageIsReported(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.warm()
	edit(t, b.only(".code"), flipLast)
	b.compiles(1, func() {
		info := b.load()
		var e *CacheEntryError
		if len(info.Warnings) != 1 || !errors.As(info.Warnings[0], &e) || e.Path != b.only(".code") {
			t.Errorf("warnings: %v", info.Warnings)
		}
	})
	b.quiet()
}

// Code that changes between the check and the mapping is closed, and not used.
func TestChangedWhileMapping(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.warm()
	path := b.only(".code")
	b.compiler.onMap = func() { edit(t, path, flipLast) }
	b.compiles(1, func() { b.load() })
	for _, c := range b.compiler.mapped {
		if c.closed.Load() != 1 {
			t.Error("code that was refused is not closed")
		}
	}
	if len(b.compiler.mapped) == 0 {
		t.Error("nothing was mapped")
	}
}

// Where the cache can't be used, the guest runs, and the reason is told.
func TestUnusableCache(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	must(t, os.WriteFile(b.root(), nil, 0o600))
	b.compiles(2, func() {
		for range 2 {
			info := b.load()
			var e *UnsafeDirError
			if len(info.Warnings) != 1 || !errors.As(info.Warnings[0], &e) || e.Why != UnsafeFile {
				t.Errorf("warnings: %v", info.Warnings)
			}
		}
	})
}

// Code that is larger than the cache isn't kept, and that is said.
func TestLargerThanTheCache(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.compiler.padding = 1 << 12
	b.cache = OpenCache(CacheOptions{Dir: b.root(), Limit: 1 << 12})
	info := b.load()
	var e *CacheLimitError
	if len(info.Warnings) != 1 || !errors.As(info.Warnings[0], &e) || e.Limit != 1<<12 || e.Size != info.CodeBytes {
		t.Errorf("%+v", info)
	}
}

// Where the system lets nobody make code, the entry isn't to blame, and nothing is
// compiled to find that out again.
func TestCodeIsDenied(t *testing.T) {
	t.Parallel()
	for _, settled := range []bool{false, true} {
		b := newBench(t)
		b.load()
		if settled {
			b.warm()
		}
		b.compiler.denied = true
		unit, err := Load(b.path, Options{Cache: b.cache})
		must(t, err)
		b.compiles(0, func() {
			_, info, err := load(context.Background(), b.compiler, unit, LoadOptions{Cache: b.cache})
			var invalid *ModuleLoadError
			if !errors.As(err, &invalid) || len(info.Warnings) > 0 {
				t.Errorf("%v, %v", err, info.Warnings)
			}
		})
		b.compiler.denied = false
		b.compiles(0, func() { b.quiet() })
	}
}
