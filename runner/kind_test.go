package runner_test

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// http is a component that wants to make requests.
const http = `(component
  (import "wasi:http/outgoing-handler@0.2.0" (instance
    (export "handle" (func))))
  (core module $main (func (export "run") (result i32) (i32.const 0)))
  (core instance $main (instantiate $main))
  (func $run (result (result)) (canon lift (core func $main "run")))
  (instance (export "wasi:cli/run@0.2.0") (export "run" (func $run))))`

// is makes a check of an error's type.
func is[E error](check ...func(E) bool) func(error) bool {
	return func(err error) bool {
		var e E
		return errors.As(err, &e) && !slices.ContainsFunc(check, func(ok func(E) bool) bool { return !ok(e) })
	}
}

func trap(code engine.TrapCode) func(error) bool {
	return is(func(e *program.TrapError) bool { return e.Trap.Code == code })
}

func exit(code int) func(error) bool {
	return is(func(e *program.ModuleExitError) bool { return e.Code == code })
}

func memory(limit uint64) func(error) bool {
	return is(func(e *program.MemoryLimitError) bool { return e.Limit == limit })
}

func missing(name string) func(error) bool {
	return is(func(e *program.LinkError) bool { return e.Import == name })
}

// Every way to end, by a real guest.
func TestKinds(t *testing.T) {
	r := newRunner(t)
	limits := func(l wasi.Limits) runner.Options { return runner.Options{Limits: l} }
	args := func(args ...string) runner.Options { return runner.Options{Args: args} }
	hog := limits(wasi.Limits{Memory: 16 << 20, Timeout: patience})
	short := limits(wasi.Limits{Timeout: 20 * time.Millisecond})
	nap := runner.Options{Args: []string{"0.5"}, Limits: short.Limits}
	timeout := is(func(e *program.TimeoutError) bool {
		return e.Limit == 20*time.Millisecond && errors.Is(e, context.DeadlineExceeded)
	})
	cases := []struct {
		guest string
		opts  runner.Options
		kind  program.Kind
		check func(error) bool
	}{
		{"exit-code/exit-code-p1.wasm", args("0"), program.KindNone, nil},
		{"exit-code/exit-code.wasm", args("0"), program.KindNone, nil},
		{"exit-code/exit-code-p1.wasm", args("1"), program.KindExit, exit(1)},
		{"exit-code/exit-code-p1.wasm", args("42"), program.KindExit, exit(42)},
		{"exit-code/exit-code.wasm", args("42"), program.KindExit, exit(1)}, // all that the adapter has
		{"exit-code/exit-err.wat", runner.Options{}, program.KindExit, exit(1)},
		{"return-err/return-err.wat", runner.Options{}, program.KindExit, exit(1)},
		{"trap/trap.wat", runner.Options{}, program.KindTrap, trap(engine.TrapUnreachable)},
		{"trap/trap-p1.wat", runner.Options{}, program.KindTrap, trap(engine.TrapUnreachable)},
		{"panic/panic.wasm", runner.Options{}, program.KindTrap, trap(engine.TrapUnreachable)},
		{"panic/panic-p1.wasm", runner.Options{}, program.KindTrap, trap(engine.TrapUnreachable)},
		{"div-zero/div-zero.wat", runner.Options{}, program.KindTrap, trap(engine.TrapIntegerDivisionByZero)},
		{"out-of-bounds/out-of-bounds.wat", runner.Options{}, program.KindTrap, trap(engine.TrapMemoryOutOfBounds)},
		{"recurse/recurse.wat", runner.Options{}, program.KindTrap, trap(engine.TrapStackOverflow)},
		{"recurse/recurse-p1.wat", runner.Options{}, program.KindTrap, trap(engine.TrapStackOverflow)},
		{"loop/loop.wat", short, program.KindTimeout, timeout},
		{"loop/loop-p1.wat", short, program.KindTimeout, timeout},
		{"sleep/sleep.wasm", nap, program.KindTimeout, timeout},
		{"sleep/sleep-p1.wasm", nap, program.KindTimeout, timeout},
		{"hog/hog.wasm", hog, program.KindMemoryLimit, memory(16 << 20)},
		{"hog/hog-p1.wasm", hog, program.KindMemoryLimit, memory(16 << 20)},
		{"hog/hog-grow.wat", hog, program.KindMemoryLimit, memory(16 << 20)},
		{"many-memories/many-memories.wat", hog, program.KindMemoryLimit, memory(16 << 20)},
		{"loop/loop.wat", limits(wasi.Limits{Fuel: 100_000}), program.KindFuel, is(func(e *program.FuelError) bool { return e.Limit == 100_000 })},
		{"loop/loop-p1.wat", limits(wasi.Limits{Fuel: 100_000}), program.KindFuel, is[*program.FuelError]()},
		{"missing-import/missing-import.wat", runner.Options{}, program.KindLink, missing("acme:widgets/gadget@1.0.0")},
		{"missing-import/missing-function.wat", runner.Options{}, program.KindLink, is[*program.LinkError]()},
		{"library/library.wat", runner.Options{}, program.KindLoad, is(func(e *program.NotCommandError) bool {
			return e.Kind == engine.KindComponent && slices.Equal(e.Exports, []string{"add", "is-even"})
		})},
		{"reactor/reactor.wat", runner.Options{}, program.KindLoad, is(func(e *program.NotCommandError) bool {
			return e.Kind == engine.KindModule && slices.Contains(e.Exports, "_initialize")
		})},
		{"table-huge/table32.wat", runner.Options{}, program.KindLoad, is[*program.InstantiateError]()},
		{"table-huge/table64.wat", runner.Options{}, program.KindLoad, is[*loader.ModuleLoadError]()},
		{"hello/hello.wasm", runner.Options{Allow: wasi.Allow{Read: []string{"nowhere"}}}, program.KindGrant, is[*wasi.DirectoryError]()},
		{"hello/hello.wasm", runner.Options{Allow: wasi.Allow{Set: []string{"x"}}}, program.KindGrant, is[*wasi.VariableError]()},
		{"hello/hello.wasm", args("\xff"), program.KindGrant, is[*wasi.ArgumentError]()},
	}
	for _, c := range cases {
		t.Run(strings.Join(append([]string{c.guest}, c.opts.Args...), " "), func(t *testing.T) {
			result, err := run(t, r, fixture(t, c.guest), c.opts)
			if got := program.KindOf(err); got != c.kind {
				t.Fatalf("ended with %q, want %q: %v", got, c.kind, err)
			}
			if c.check != nil && !c.check(err) {
				t.Errorf("ended with %#v", err)
			}
			checkResult(t, result, err)
		})
	}
}

// checkResult checks what is so of every run without retries.
func checkResult(t *testing.T, result runner.Result, err error) {
	t.Helper()
	if len(result.Attempts) != 1 {
		t.Fatalf("%d attempts", len(result.Attempts))
	}
	a := result.Attempts[0]
	if !errors.Is(a.Err, err) || a.Kind != program.KindOf(err) || a.Path != result.Path || a.Duration <= 0 {
		t.Errorf("the attempt is %+v, the error %v", a, err)
	}
	var exit *program.ModuleExitError
	switch {
	case err == nil && (!result.Exited || result.ExitCode != 0 || result.Metrics.ErrorCount != 0),
		errors.As(err, &exit) && (!result.Exited || result.ExitCode != exit.Code),
		err != nil && exit == nil && (result.Exited || result.ExitCode != 0),
		err != nil && result.Metrics.ErrorCount != 1:
		t.Errorf("the result is %+v, the error %v", result, err)
	}
	if result.Name == "" || !strings.HasPrefix(result.Digest, "sha256:") || result.Fallback {
		t.Errorf("the result is %+v", result)
	}
}

func TestTrapHasABacktrace(t *testing.T) {
	_, err := run(t, newRunner(t), fixture(t, "trap/trap.wat"), runner.Options{})
	for _, name := range []string{"give-up", "try-again", "start"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%s is missing in\n%v", name, err)
		}
	}
}

func TestPermissionDenied(t *testing.T) {
	_, err := run(t, newRunner(t), text(t, http), runner.Options{})
	var denied *program.PermissionDeniedError
	if !errors.As(err, &denied) || program.KindOf(err) != program.KindPermission {
		t.Fatalf("ended with %v", err)
	}
	if denied.Import != "wasi:http/outgoing-handler@0.2.0" || denied.Rule != "permissions.net" {
		t.Errorf("it is about %q and %q", denied.Import, denied.Rule)
	}
}

func TestPipeClosed(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	pr, pw := io.Pipe()
	if err := pr.Close(); err != nil {
		t.Fatal(err)
	}
	shared := newRunner(t)
	for _, guest := range []string{"yes/yes.wasm", "yes/yes-p1.wasm", "hello/hello.wasm"} {
		for name, out := range map[string]io.Writer{"file": w, "writer": pw} {
			t.Run(guest+" "+name, func(t *testing.T) {
				result, err := run(t, shared, fixture(t, guest), runner.Options{Stdio: wasi.Stdio{Stdout: out}})
				if program.KindOf(err) != program.KindPipeClosed {
					t.Errorf("ended with %v", err)
				}
				checkResult(t, result, err)
			})
		}
	}
}

// What can't be written for another reason than a gone reader is an error, also
// of a guest that was done before it was written.
func TestOutputThatFails(t *testing.T) {
	full := errors.New("no space left")
	out := writerFunc(func([]byte) (int, error) { return 0, full })
	r := newRunner(t)
	for _, guest := range []string{"yes/yes.wasm", "hello/hello.wasm", "hello/hello-p1.wasm"} {
		t.Run(guest, func(t *testing.T) {
			result, err := run(t, r, fixture(t, guest), runner.Options{Stdio: wasi.Stdio{Stdout: out}})
			if program.KindOf(err) != program.KindOutput || !errors.Is(err, full) {
				t.Errorf("ended with %v", err)
			}
			checkResult(t, result, err)
		})
	}
}

func TestRunFileKinds(t *testing.T) {
	r := newRunner(t)
	dir := t.TempDir()
	write := func(name, text string) string {
		path := dir + "/" + name
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cases := map[string]struct {
		path string
		kind program.Kind
		is   error
	}{
		"no manifest":        {dir + "/nothing.qyv", program.KindManifest, os.ErrNotExist},
		"bad manifest":       {write("bad.qyv", "nam: x\n"), program.KindManifest, manifest.ErrUnknownKey},
		"no file":            {dir + "/nothing.wasm", program.KindLoad, loader.ErrWasmNotFound},
		"no entry point":     {write("lost.qyv", "name: a\nentrypoint: lost.wasm\nruntime: wasi\n"), program.KindLoad, loader.ErrWasmNotFound},
		"not WebAssembly":    {write("text.wasm", "hello"), program.KindLoad, nil},
		"not to be compiled": {write("bad.wat", "(module (func (result i32)))"), program.KindLoad, loader.ErrModuleLoad},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			result, err := r.RunFile(t.Context(), c.path, runner.Options{})
			if err == nil || program.KindOf(err) != c.kind || c.is != nil && !errors.Is(err, c.is) {
				t.Errorf("ended with %q: %v", program.KindOf(err), err)
			}
			if result.Path == "" || result.Phases.ParseManifest <= 0 {
				t.Errorf("the result is %+v", result)
			}
		})
	}
}
