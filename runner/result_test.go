package runner_test

import (
	"bytes"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// All six phases take time, and the metrics are of two of them.
func TestPhases(t *testing.T) {
	path := filepath.Join(fixtures.Dir(t), "hello", "hello.qyv")
	cache := loader.OpenCache(loader.CacheOptions{Dir: filepath.Join(t.TempDir(), "cache")})
	for _, hit := range []bool{false, true} {
		var out output
		result, err := newRunner(t).RunFile(t.Context(), path, runner.Options{Cache: cache, Stdio: wasi.Stdio{Stdout: &out}})
		if err != nil || out.String() != "Hello from Qyvol!\n" {
			t.Fatalf("said %q: %v", out.String(), err)
		}
		phases := reflect.ValueOf(result.Phases)
		for i := range phases.NumField() {
			if phases.Field(i).Int() <= 0 {
				t.Errorf("cached %v: %s took %v", hit, phases.Type().Field(i).Name, phases.Field(i))
			}
		}
		if result.CacheHit != hit {
			t.Errorf("a cache hit: %v, want %v", result.CacheHit, hit)
		}
		if m := result.Metrics; m.LoadTime != result.Phases.LoadComponent || m.ExecutionTime != result.Phases.Execute {
			t.Errorf("the metrics are %+v, the phases %+v", m, result.Phases)
		}
	}
}

func TestResult(t *testing.T) {
	var out, errs output
	u := fixture(t, "panic/panic.wasm")
	result, err := run(t, newRunner(t), u, runner.Options{
		Args: []string{"twelve bytes"}, Stdio: wasi.Stdio{Stdout: &out, Stderr: &errs},
	})
	if program.KindOf(err) != program.KindTrap {
		t.Fatal(err)
	}
	if result.Name != "panic" || result.Path != u.Path() || result.Digest != u.Digest() || result.Implementation != wasi.Hosted {
		t.Errorf("the result is %+v", result)
	}
	if result.Stdout != 0 || result.Stderr != uint64(len(errs.String())) || !strings.Contains(errs.String(), "twelve bytes") {
		t.Errorf("counted %d and %d bytes, said %q", result.Stdout, result.Stderr, errs.String())
	}
	if m := result.Metrics.MemoryUsage; m < 64<<10 || m%(64<<10) != 0 {
		t.Errorf("used %d bytes of memory, which are no pages", m)
	}
}

func TestMemoryIsMeasured(t *testing.T) {
	r := newRunner(t)
	for _, guest := range []string{"hello/hello-p1.wasm", "hello/hello.wasm"} {
		for _, by := range []wasi.Implementation{wasi.Hosted, wasi.Native} {
			result, err := run(t, r, fixture(t, guest), runner.Options{WASI: by})
			if err != nil || result.Metrics.MemoryUsage == 0 {
				t.Errorf("%s, %s: %d bytes, %v", guest, by, result.Metrics.MemoryUsage, err)
			}
		}
	}
	limit := uint64(16 << 20)
	result, _ := run(t, r, fixture(t, "hog/hog.wasm"), runner.Options{Limits: wasi.Limits{Memory: limit}})
	if m := result.Metrics.MemoryUsage; m > limit || m < limit/2 {
		t.Errorf("a hog used %d bytes of %d", m, limit)
	}
}

func TestFuelIsCounted(t *testing.T) {
	r := newRunner(t)
	const limit = 10_000_000
	opts := runner.Options{Limits: wasi.Limits{Fuel: limit}}
	result, err := run(t, r, fixture(t, "hello/hello.wasm"), opts)
	if burnt := result.Attempts[0].Fuel; err != nil || burnt == 0 || burnt >= limit {
		t.Errorf("hello burnt %d: %v", burnt, err)
	}
	result, _ = run(t, r, fixture(t, "loop/loop.wat"), opts)
	if burnt := result.Attempts[0].Fuel; burnt != limit {
		t.Errorf("a loop burnt %d of %d", burnt, limit)
	}
	result, _ = run(t, r, fixture(t, "hello/hello.wasm"), runner.Options{})
	if burnt := result.Attempts[0].Fuel; burnt != 0 {
		t.Errorf("burnt %d without a limit", burnt)
	}
}

// With degrade: true an import that nobody provides traps when it is called.
func TestDegrade(t *testing.T) {
	r := newRunner(t)
	manifest := "entrypoint: %s\nrecovery: {degrade: true}\n"
	result, err := run(t, r, unit(t, manifest, "missing-import/missing-import.wat"), runner.Options{})
	if err != nil || !result.Degraded {
		t.Errorf("degraded %v: %v", result.Degraded, err)
	}
	result, err = run(t, r, unit(t, manifest, "missing-import/missing-import.wat"), runner.Options{Args: []string{"spin"}})
	if program.KindOf(err) != program.KindTrap || !result.Degraded {
		t.Errorf("degraded %v: %v", result.Degraded, err)
	}
	// A component that misses nothing is not degraded.
	var out bytes.Buffer
	result, err = run(t, r, unit(t, manifest, "hello/hello.wasm"), runner.Options{Stdio: wasi.Stdio{Stdout: &out}})
	if err != nil || result.Degraded || out.Len() == 0 {
		t.Errorf("degraded %v, said %q: %v", result.Degraded, out.String(), err)
	}
}
