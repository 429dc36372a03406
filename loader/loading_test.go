package loader

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestColdThenWarm(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.compiles(1, func() {
		if info := b.quiet(); info.CacheHit || info.Compile == 0 || info.Read == 0 || info.Bytes == 0 || info.CodeBytes == 0 {
			t.Errorf("cold: %+v", info)
		}
	})
	b.compiles(0, func() {
		if info := b.quiet(); !info.CacheHit || info.Map == 0 || info.Compile != 0 {
			t.Errorf("second: %+v", info)
		}
		b.warm()
		if info := b.quiet(); !info.CacheHit || info.Read != 0 || info.CodeBytes == 0 || info.Bytes == 0 {
			t.Errorf("warm: %+v", info)
		}
	})
	b.noTemps()
}

func TestWithoutCache(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	root := b.root()
	for name, cache := range map[string]*Cache{
		"nil": nil, "disabled": OpenCache(CacheOptions{Dir: root, Disabled: true}),
	} {
		b.cache = cache
		b.compiles(2, func() { b.quiet(); b.quiet() })
		if _, err := os.Lstat(root); err == nil {
			t.Errorf("%s: the directory was made", name)
		}
	}
}

// The key holds the content and the fingerprint: neither a changed file nor a
// changed engine gets the code of the other.
func TestKeySeparates(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.compiles(1, func() { b.warm() })
	b.compiler.fingerprint = "with fuel"
	b.compiles(1, func() { b.warm() })
	b.write("other")
	b.compiles(1, func() { b.warm() })
	b.write("hello")
	b.compiles(0, func() { b.warm() })
	b.compiler.fingerprint = ""
	b.compiles(0, func() { b.warm() })
}

// The file is neither opened nor read on a warm start: made unreadable in a way
// that leaves its stamp alone, it still loads.
func TestWarmStartDoesNotOpenTheFile(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.warm()
	unit, err := Load(b.path, Options{Cache: b.cache})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(b.path); err != nil {
		t.Fatal(err)
	}
	code, info, err := load(context.Background(), b.compiler, unit, LoadOptions{Cache: b.cache})
	if err != nil || !info.CacheHit || !strings.HasSuffix(string(code.content), "hello") {
		t.Errorf("%+v, %v", info, err)
	}
}

// An edit of the source is seen at once, also one that leaves size and
// modification time as they were, right after a load.
func TestEditedSourceIsSeen(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for range 100 {
		b.quiet()
		edit(t, b.path, flipLast)
		b.quiet()
	}
	b.warm()
	edit(t, b.path, flipLast)
	b.quiet()
}

// A unit whose file changed after Load is refused, not compiled.
func TestChangedBetweenLoadAndCompile(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.warm()
	unit, err := Load(b.path, Options{Cache: b.cache})
	if err != nil {
		t.Fatal(err)
	}
	b.write("other")
	_, _, err = load(context.Background(), b.compiler, unit, LoadOptions{})
	var changed *ChangedError
	if !errors.As(err, &changed) || changed.Path != b.path {
		t.Errorf("got %v, want a ChangedError", err)
	}
	if err := os.WriteFile(b.path, []byte("no wasm"), 0o600); err != nil {
		t.Fatal(err)
	}
	var notWasm *NotWasmError
	if _, _, err = load(context.Background(), b.compiler, unit, LoadOptions{}); !errors.As(err, &notWasm) {
		t.Errorf("got %v, want a NotWasmError", err)
	}
}

// One unit can be loaded any number of times: the first load already tells it
// what the cache learned.
func TestUnitIsReusable(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.warm()
	unit, err := Load(b.path, Options{}) // not from memory
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, info, err := load(context.Background(), b.compiler, unit, LoadOptions{Cache: b.cache}); err != nil || !info.CacheHit || len(info.Warnings) > 0 {
			t.Fatalf("%+v, %v", info, err)
		}
	}
	if !b.recorded(unit) {
		t.Error("nothing was learned")
	}
	other := OpenCache(CacheOptions{Dir: filepath.Join(t.TempDir(), "c")})
	if _, info, err := load(context.Background(), b.compiler, unit, LoadOptions{Cache: other}); err != nil || info.CacheHit {
		t.Errorf("another cache: %+v, %v", info, err)
	}
}

func TestCompileErrors(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.compiler.err = io.ErrNoProgress
	for _, cache := range []*Cache{nil, b.cache} {
		unit, err := Load(b.path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = load(context.Background(), b.compiler, unit, LoadOptions{Cache: cache})
		var e *ModuleLoadError
		if !errors.As(err, &e) || e.Path != b.path || !errors.Is(err, io.ErrNoProgress) || !errors.Is(err, ErrModuleLoad) {
			t.Errorf("got %v", err)
		}
	}
	b.noTemps()
}

// Many goroutines on a cold cache compile once, and each gets code of its own.
func TestGoroutinesShareOneCompilation(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const many = 32
	codes := make([]*fakeCode, many)
	var wg sync.WaitGroup
	b.compiles(1, func() {
		for i := range many {
			wg.Go(func() {
				unit, err := Load(b.path, Options{Cache: b.cache})
				if err != nil {
					t.Error(err)
					return
				}
				if codes[i], _, err = load(context.Background(), b.compiler, unit, LoadOptions{Cache: b.cache}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	})
	for _, c := range codes {
		if c == nil || c.Close() != nil || c.closed.Load() != 1 {
			t.Fatal("code is shared")
		}
	}
}

// The same content under two names, refused: each gets an error with its name.
func TestGoroutinesShareAFailure(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	twin := filepath.Join(filepath.Dir(b.path), "twin.wasm")
	if err := os.WriteFile(twin, moduleOf("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.compiler.err = io.ErrNoProgress
	var wg sync.WaitGroup
	for i := range 16 {
		path := []string{b.path, twin}[i%2]
		wg.Go(func() {
			unit, err := Load(path, Options{})
			if err != nil {
				t.Error(err)
				return
			}
			_, _, err = load(context.Background(), b.compiler, unit, LoadOptions{Cache: b.cache})
			var e *ModuleLoadError
			if !errors.As(err, &e) || e.Path != path {
				t.Errorf("%s: %v", path, err)
			}
		})
	}
	wg.Wait()
}

// A file that has grown isn't read to find out that it is another one.
func TestGrownBetweenLoadAndCompile(t *testing.T) {
	b := newBench(t)
	b.warm()
	unit, err := Load(b.path, Options{Cache: b.cache})
	must(t, err)
	must(t, os.Truncate(b.path, DefaultMaxSize))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _, err = load(context.Background(), b.compiler, unit, LoadOptions{})
	runtime.ReadMemStats(&after)
	var changed *ChangedError
	if !errors.As(err, &changed) {
		t.Errorf("got %v, want a ChangedError", err)
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > DefaultMaxSize/2 {
		t.Errorf("it took %d bytes", took)
	}
}

// A large file whose beginning is wrong isn't read to its end.
func TestWrongBeginning(t *testing.T) {
	path := filepath.Join(t.TempDir(), "large.wasm")
	must(t, os.WriteFile(path, []byte("\x00asm\x0d\x00\x01\x00\x07\x02\x01\x99"), 0o600))
	must(t, os.Truncate(path, DefaultMaxSize))
	began := time.Now()
	unit, err := Load(path, Options{})
	var wrong *ModuleLoadError
	if !errors.As(err, &wrong) {
		t.Errorf("%v, %v after %v", unit, err, time.Since(began))
	}
}
