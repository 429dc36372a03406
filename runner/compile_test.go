package runner_test

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// What Compile leaves in the cache is what a run of the unit needs.
func TestCompileThenRun(t *testing.T) {
	for name, lines := range map[string]string{
		"plain": "", "fuel": "resources: {fuel: 100000000}\n", "memory": "resources: {memory: 64MiB}\n",
	} {
		t.Run(name, func(t *testing.T) {
			u := unit(t, "entrypoint: %s\n"+lines, "hello/hello.wasm")
			cache := loader.OpenCache(loader.CacheOptions{Dir: filepath.Join(t.TempDir(), "cache")})
			info, err := newRunner(t).Compile(t.Context(), u, runner.Options{Cache: cache})
			if err != nil || info.CacheHit || info.Compile <= 0 {
				t.Fatalf("compiled: %+v, %v", info, err)
			}
			info, err = newRunner(t).Compile(t.Context(), u, runner.Options{Cache: cache})
			if err != nil || !info.CacheHit {
				t.Errorf("compiled twice: %+v, %v", info, err)
			}
			result, err := run(t, newRunner(t), u, runner.Options{Cache: cache})
			if err != nil || !result.CacheHit {
				t.Errorf("ran with a cache hit %v: %v", result.CacheHit, err)
			}
		})
	}
}

func TestCompileErrors(t *testing.T) {
	r := newRunner(t)
	if _, err := r.Compile(t.Context(), text(t, "(module (func (result i32)))"), runner.Options{}); !errors.Is(err, loader.ErrModuleLoad) {
		t.Errorf("got %v, want %v", err, loader.ErrModuleLoad)
	}
	_, err := r.Compile(t.Context(), fixture(t, "hello/hello.wasm"), runner.Options{Allow: wasi.Allow{Set: []string{"x"}}})
	if program.KindOf(err) != program.KindGrant {
		t.Errorf("got %v", err)
	}
	// A library can be compiled; it just can't be run.
	if _, err := r.Compile(t.Context(), fixture(t, "library/library.wat"), runner.Options{}); err != nil {
		t.Error(err)
	}
}
