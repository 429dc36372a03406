package runner_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/runner"
)

// A component that isn't there, or isn't the one that is pinned, is what
// recovery is for, too.
func TestRecoveryOfTheEntryPoint(t *testing.T) {
	hello, err := os.ReadFile(filepath.Join(fixtures.Dir(t), "hello", "hello.wasm"))
	if err != nil {
		t.Fatal(err)
	}
	const pin = "digest: sha256:0000000000000000000000000000000000000000000000000000000000000000\n"
	again := "recovery: {retries: {attempts: 3, backoff: 1ms, on: [load]}}\n"
	fallback := "recovery: {fallback: lite.wasm}\n"
	cases := []struct {
		name, manifest string
		entry          string // what is there at first
		later          []byte // what is there when it is tried again
		want           error
		attempts       int
		fallback       bool
	}{
		{name: "missing", want: loader.ErrWasmNotFound, attempts: 1},
		{name: "missing for long", manifest: again, want: loader.ErrWasmNotFound, attempts: 3},
		{name: "late", manifest: again, later: hello, attempts: 2},
		{name: "half written", manifest: again, entry: string(hello[:100]), later: hello, attempts: 2},
		{name: "damaged", manifest: again, entry: string(hello[:8]) + "\x7f" + string(hello[9:]), later: hello, attempts: 2},
		{name: "missing, with a fallback", manifest: fallback, attempts: 2, fallback: true},
		{name: "no WebAssembly", manifest: fallback, entry: "#!/bin/sh\n", attempts: 2, fallback: true},
		{name: "another than is pinned", manifest: pin + fallback, entry: string(hello), attempts: 2, fallback: true},
	}
	r := newRunner(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			path, entry := filepath.Join(dir, "app.qyv"), filepath.Join(dir, "app.wasm")
			write(t, path, "name: app\nruntime: wasi\nentrypoint: app.wasm\n"+c.manifest)
			write(t, filepath.Join(dir, "lite.wasm"), string(hello))
			if c.entry != "" {
				write(t, entry, c.entry)
			}
			log := onRetry(func() {
				if c.later != nil {
					write(t, entry, string(c.later))
				}
			})
			result, err := r.RunFile(t.Context(), path, runner.Options{Cache: code, Log: log})
			if !errors.Is(err, c.want) {
				t.Fatal(err)
			}
			if len(result.Attempts) != c.attempts || result.Fallback != c.fallback || result.Name != "app" {
				t.Errorf("ended with %+v", result)
			}
			if err == nil && result.Digest == "" {
				t.Error("the result names no digest")
			}
		})
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
