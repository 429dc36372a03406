package runner_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// A Runner compiles what it runs again once, without being told to: by content, not
// by name.
func TestRunnerKeepsComponents(t *testing.T) {
	hello, err := os.ReadFile(filepath.Join(fixtures.Dir(t), "hello", "hello.wasm"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "guest.wasm")
	put := func(data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := newRunner(t)
	said := func(want string, hit bool) {
		t.Helper()
		var out output
		result, err := r.RunFile(t.Context(), path, runner.Options{Stdio: wasi.Stdio{Stdout: &out}})
		if err != nil || out.String() != want || result.CacheHit != hit {
			t.Errorf("said %q, hit %v: %v; want %q, %v", out.String(), result.CacheHit, err, want, hit)
		}
	}
	put(hello)
	said("Hello from Qyvol!\n", false)
	said("Hello from Qyvol!\n", true)
	put([]byte(`(module (func (export "_start")))`))
	said("", false)
	put(hello)
	said("Hello from Qyvol!\n", true)
	r.Close()
	said("Hello from Qyvol!\n", false)
}

// Success is no error, however a guest says it.
func TestRunComponentThatExits(t *testing.T) {
	for code, want := range map[string]int{"0": 0, "7": 7} {
		guest := `(module (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
			(memory (export "memory") 1) (func (export "_start") (call $exit (i32.const ` + code + `))))`
		err := runAlone(t, guest)
		var exit *engine.ExitError
		if want == 0 && err != nil || want != 0 && (!errors.As(err, &exit) || exit.Code != want) {
			t.Errorf("exit code %s: %v", code, err)
		}
	}
}

// runAlone runs a guest as a program without a Runner does.
func runAlone(t *testing.T, guest string) error {
	t.Helper()
	eng, err := engine.New(engine.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer eng.Close()
	c, err := eng.Compile([]byte(guest))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	grant, err := wasi.Decide(wasi.Request{Program: "guest"})
	if err != nil {
		t.Fatal(err)
	}
	linker := engine.NewLinker(eng)
	defer linker.Close()
	if err := wasi.AddToLinker(linker, grant.Implementation); err != nil {
		t.Fatal(err)
	}
	state := wasi.BuildState(grant, wasi.Stdio{})
	defer state.Close()
	store := engine.NewStore(eng, state)
	defer store.Close()
	if err := state.Attach(store); err != nil {
		t.Fatal(err)
	}
	return runner.RunComponent(store, linker, c)
}
