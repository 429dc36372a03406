package runner_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// exposed runs a guest that may write to, or read, a directory, and tells what the cache
// did for it.
func exposed(t *testing.T, r *runner.Runner, cache string, opts runner.Options) (hit bool, warnings string) {
	t.Helper()
	opts.Cache = loader.OpenCache(loader.CacheOptions{Dir: cache})
	opts.Warn = func(w message.Text) { warnings += w.String() + "\n" }
	result, err := r.Run(t.Context(), text(t, `(module (memory (export "memory") 1) (func (export "_start")))`), opts)
	if err != nil {
		t.Fatal(err)
	}
	return result.CacheHit, warnings
}

// Where a guest may write to the cache of compiled code, its run neither reads nor writes
// there, nor uses code that an earlier one has mapped from there.
func TestExposedCache(t *testing.T) {
	for _, implementation := range []wasi.Implementation{wasi.Hosted, wasi.Native} {
		for _, inside := range []bool{false, true} {
			ws := t.TempDir()
			cache := filepath.Join(ws, ".cache")
			mount := ws
			r := newRunner(t)
			options := func(allow wasi.Allow) runner.Options { return runner.Options{Allow: allow, WASI: implementation} }
			if _, warnings := exposed(t, r, cache, options(wasi.Allow{Write: []string{ws + "::/w"}})); !strings.Contains(warnings, cache) {
				t.Errorf("%s: no warning: %q", implementation, warnings)
			}
			if _, err := os.Stat(cache); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("%s: something was made there: %v", implementation, err)
			}
			if hit, _ := exposed(t, r, cache, options(wasi.Allow{})); hit {
				t.Errorf("%s: found before it was there", implementation)
			}
			if inside {
				mount = filepath.Join(cache, "code")
			}
			for range 2 {
				again := newRunner(t)
				if hit, warnings := exposed(t, again, cache, options(wasi.Allow{Read: []string{mount + "::/w"}})); !hit || strings.Contains(warnings, cache) {
					t.Errorf("%s: not used where it can only be read: %v, %q", implementation, hit, warnings)
				}
			}
			r = newRunner(t)
			exposed(t, r, cache, options(wasi.Allow{})) // has it mapped
			if hit, warnings := exposed(t, r, cache, options(wasi.Allow{Write: []string{mount + "::/w"}})); hit || !strings.Contains(warnings, cache) {
				t.Errorf("%s: used: %v, %q", implementation, hit, warnings)
			}
		}
	}
}

// A cache that a run doesn't use is used by the next one, and is kept from the guest all the
// same.
func TestUnusedCacheIsKept(t *testing.T) {
	ws := t.TempDir()
	cache := filepath.Join(ws, "cache", "qyvol")
	t.Setenv("QYVOL_CACHE_DIR", cache)
	for name, opts := range map[string]runner.Options{
		"none":     {},
		"disabled": {Cache: loader.OpenCache(loader.CacheOptions{Dir: cache, Disabled: true})},
		"size":     {Cache: loader.OpenCache(loader.CacheOptions{Dir: cache})},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "size" {
				t.Setenv("QYVOL_CACHE_SIZE", "0")
			}
			opts.Allow = wasi.Allow{Write: []string{ws + "::/w"}}
			unit := text(t, `(module (func (export "_start")))`)
			grant, err := program.Decide(unit, program.Options{Cache: opts.Cache, Allow: opts.Allow})
			if err != nil || !slices.Contains(grant.Kept, cache) {
				t.Errorf("it keeps %q, %v", grant.Kept, err)
			}
		})
	}
}

// To compile into a cache that the guest's run wouldn't use is told.
func TestExposedCacheIsNotFilled(t *testing.T) {
	ws := t.TempDir()
	cache := filepath.Join(ws, ".cache")
	r := newRunner(t)
	info, err := r.Compile(t.Context(), text(t, `(module (func (export "_start")))`), runner.Options{
		Cache: loader.OpenCache(loader.CacheOptions{Dir: cache}), Allow: wasi.Allow{Write: []string{ws + "::/w"}},
	})
	if err != nil || len(info.Warnings) != 1 {
		t.Fatalf("%v, %v", info.Warnings, err)
	}
	var e *loader.CacheExposedError
	if !errors.As(info.Warnings[0], &e) || e.Dir != cache || e.By != ws || e.Hint().IsZero() {
		t.Errorf("got %v", info.Warnings[0])
	}
}
