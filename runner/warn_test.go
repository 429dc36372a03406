package runner_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// warnings collects what a run warns of.
func warnings(into *[]string) func(message.Text) {
	return func(text message.Text) { *into = append(*into, text.String()) }
}

// Each warning is said once, however many attempts there are: of the manifest,
// of the grant, of the cache.
func TestWarningsAreSaidOnce(t *testing.T) {
	notDirectory := filepath.Join(t.TempDir(), "cache")
	if err := os.WriteFile(notDirectory, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	u := unit(t, "entrypoint: %s\nrecovery: {retries: {attempts: 3, backoff: 1ms, on: [trap, timeout]}, fallback: %s}\n", "trap/trap.wat", "hello/hello.wasm")
	var said []string
	result, err := run(t, newRunner(t), u, runner.Options{
		Allow: wasi.Allow{Read: []string{t.TempDir()}}, WASI: wasi.Native,
		Cache: loader.OpenCache(loader.CacheOptions{Dir: notDirectory}),
		Warn:  warnings(&said),
	})
	if err != nil || len(result.Attempts) != 4 {
		t.Fatalf("ended with %+v: %v", result, err)
	}
	abouts := []string{"timeout", "RUSTSEC", notDirectory}
	if !engine.NativeFilesLeak() {
		abouts = []string{"timeout", notDirectory}
	}
	if len(said) != len(abouts) {
		t.Fatalf("%d warnings:\n%s", len(said), strings.Join(said, "\n"))
	}
	for i, about := range abouts {
		if !strings.Contains(said[i], about) {
			t.Errorf("warning %d is not about %s: %s", i, about, said[i])
		}
	}
}

func TestNoWarnings(t *testing.T) {
	var said []string
	_, err := run(t, newRunner(t), unit(t, "entrypoint: %s\n", "hello/hello.wasm"), runner.Options{Warn: warnings(&said)})
	if err != nil || len(said) != 0 {
		t.Errorf("warned of %q: %v", said, err)
	}
	// Nobody has to listen.
	_, err = run(t, newRunner(t), fixture(t, "hello/hello.wasm"), runner.Options{Allow: wasi.Allow{Read: []string{t.TempDir()}}})
	if err != nil {
		t.Error(err)
	}
}
