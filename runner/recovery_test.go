package runner_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// onRetry is a log that calls a function before each new attempt.
func onRetry(do func()) *slog.Logger {
	return slog.New(slog.NewJSONHandler(writerFunc(func(p []byte) (int, error) {
		if bytes.Contains(p, []byte("trying again")) {
			do()
		}
		return len(p), nil
	}), nil))
}

func TestAttemptsAreCounted(t *testing.T) {
	r := newRunner(t)
	cases := []struct {
		name, guest, recovery string
		args                  []string
		limits                wasi.Limits
		attempts              int
		kind                  program.Kind
	}{
		{name: "none", guest: "trap/trap.wat", recovery: "{}", attempts: 1, kind: program.KindTrap},
		{name: "success needs one", guest: "hello/hello.wasm", recovery: "{retries: {attempts: 3, on: [trap, exit, load]}}", attempts: 1},
		{name: "trap", guest: "trap/trap.wat", recovery: "{retries: {attempts: 3, backoff: 1ms, on: [trap]}}", attempts: 3, kind: program.KindTrap},
		{name: "fuel is a trap", guest: "loop/loop.wat", recovery: "{retries: {attempts: 2, backoff: 1ms, on: [trap]}}", limits: wasi.Limits{Fuel: 1000}, attempts: 2, kind: program.KindFuel},
		{name: "memory is a trap", guest: "hog/hog-grow.wat", recovery: "{retries: {attempts: 2, backoff: 1ms, on: [trap]}}", limits: wasi.Limits{Memory: 4 << 20}, attempts: 2, kind: program.KindMemoryLimit},
		{name: "exit", guest: "exit-code/exit-code-p1.wasm", recovery: "{retries: {attempts: 4, backoff: 1ms, on: [exit]}}", args: []string{"5"}, attempts: 4, kind: program.KindExit},
		{name: "load", guest: "missing-import/missing-import.wat", recovery: "{retries: {attempts: 2, backoff: 1ms, on: [load]}}", attempts: 2, kind: program.KindLink},
		{name: "timeout", guest: "loop/loop.wat", recovery: "{retries: {attempts: 2, backoff: 1ms, on: [timeout]}}", limits: wasi.Limits{Timeout: 20 * time.Millisecond}, attempts: 2, kind: program.KindTimeout},
		{name: "not this cause", guest: "trap/trap.wat", recovery: "{retries: {attempts: 3, on: [exit, load, timeout]}}", attempts: 1, kind: program.KindTrap},
		{name: "nor this", guest: "exit-code/exit-code-p1.wasm", recovery: "{retries: {attempts: 3, on: [trap]}}", args: []string{"5"}, attempts: 1, kind: program.KindExit},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			u := unit(t, "entrypoint: %s\nrecovery: "+c.recovery+"\n", c.guest)
			result, err := run(t, r, u, runner.Options{Args: c.args, Limits: c.limits})
			if len(result.Attempts) != c.attempts || program.KindOf(err) != c.kind {
				t.Fatalf("%d attempts, want %d: %v", len(result.Attempts), c.attempts, err)
			}
			failed := 0
			for _, a := range result.Attempts {
				if a.Kind != c.kind || a.Path != result.Path {
					t.Errorf("an attempt is %+v", a)
				}
				if a.Err != nil {
					failed++
				}
			}
			if result.Metrics.ErrorCount != uint64(failed) {
				t.Errorf("%d errors, want %d", result.Metrics.ErrorCount, failed)
			}
		})
	}
}

// A directory that isn't there, or a bad variable, is not tried again.
func TestGrantsAreNotRetried(t *testing.T) {
	u := unit(t, "entrypoint: %s\nrecovery: {retries: {attempts: 3, on: [load, trap, exit]}, fallback: other.wasm}\n", "hello/hello.wasm")
	result, err := run(t, newRunner(t), u, runner.Options{Allow: wasi.Allow{Read: []string{"nowhere"}}})
	if len(result.Attempts) != 1 || program.KindOf(err) != program.KindGrant || result.Fallback {
		t.Errorf("ended with %+v: %v", result, err)
	}
}

// Waits double from the first to the longest, less a fifth at random.
func TestBackoff(t *testing.T) {
	u := unit(t, "entrypoint: %s\nrecovery: {retries: {attempts: 5, backoff: 40ms, max_backoff: 80ms, on: [trap]}}\n", "trap/trap.wat")
	var times []time.Time
	opts := runner.Options{Log: onRetry(func() { times = append(times, time.Now()) })}
	if _, err := run(t, newRunner(t), u, opts); program.KindOf(err) != program.KindTrap {
		t.Fatal(err)
	}
	times = append(times, time.Now())
	if len(times) != 5 {
		t.Fatalf("waited %d times", len(times)-1)
	}
	for i, shortest := range []time.Duration{32, 64, 64, 64} {
		if waited := times[i+1].Sub(times[i]); waited < shortest*time.Millisecond {
			t.Errorf("wait %d took %v, want at least %v", i+1, waited, shortest*time.Millisecond)
		}
	}
}

// The timeout is for each attempt, not for all of them.
func TestTimeoutOfEachAttempt(t *testing.T) {
	u := unit(t, "entrypoint: %s\nresources: {timeout: 60ms}\nrecovery: {retries: {attempts: 3, backoff: 1ms, on: [timeout]}}\n", "loop/loop.wat")
	start := time.Now()
	result, err := run(t, newRunner(t), u, runner.Options{})
	if took := time.Since(start); took < 180*time.Millisecond {
		t.Errorf("three attempts took %v", took)
	}
	if program.KindOf(err) != program.KindTimeout || len(result.Attempts) != 3 {
		t.Fatalf("ended with %+v: %v", result, err)
	}
	for _, a := range result.Attempts {
		if a.Duration < 60*time.Millisecond {
			t.Errorf("an attempt took %v", a.Duration)
		}
	}
}

// The guest reads a file that is not there until the third attempt.
func TestSuccessOnALaterAttempt(t *testing.T) {
	dir := t.TempDir()
	u := unit(t, "entrypoint: %s\nrecovery: {retries: {attempts: 5, backoff: 1ms, on: [exit]}}\n", "files/files.wasm")
	attempts := 0
	log := onRetry(func() {
		if attempts++; attempts == 2 {
			if err := os.WriteFile(filepath.Join(dir, "ready"), []byte("at last\n"), 0o600); err != nil {
				t.Error(err)
			}
		}
	})
	var out output
	result, err := run(t, newRunner(t), u, runner.Options{
		Args: []string{"read", "/d/ready"}, Allow: wasi.Allow{Read: []string{dir + "::/d"}}, Log: log,
		Stdio: wasi.Stdio{Stdout: &out},
	})
	if err != nil || len(result.Attempts) != 3 || !result.Exited || result.Metrics.ErrorCount != 2 {
		t.Errorf("ended with %+v: %v", result, err)
	}
	if want := "error: ENOENT\nerror: ENOENT\nat last\n"; out.String() != want || result.Stdout != uint64(len(want)) {
		t.Errorf("wrote %q, counted %d bytes", out.String(), result.Stdout)
	}
}

func TestCancelledDuringBackoff(t *testing.T) {
	u := unit(t, "entrypoint: %s\nrecovery: {retries: {attempts: 3, backoff: 1h, max_backoff: 1h, on: [trap]}, fallback: %s}\n", "trap/trap.wat", "hello/hello.wasm")
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("for a reason")
	result, err := newRunner(t).Run(ctx, u, runner.Options{Log: onRetry(func() { cancel(why) })})
	if program.KindOf(err) != program.KindInterrupted || !errors.Is(err, why) {
		t.Errorf("ended with %v", err)
	}
	if len(result.Attempts) != 1 || result.Fallback {
		t.Errorf("the result is %+v", result)
	}
}

// When the caller's time is up there are no further attempts, and no fallback.
func TestCallersDeadlineEndsRetries(t *testing.T) {
	u := unit(t, "entrypoint: %s\nrecovery: {retries: {attempts: 3, backoff: 1ms, on: [timeout]}, fallback: %s}\n", "loop/loop.wat", "hello/hello.wasm")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	result, err := newRunner(t).Run(ctx, u, runner.Options{})
	if program.KindOf(err) != program.KindTimeout || len(result.Attempts) != 1 || result.Fallback {
		t.Errorf("ended with %+v: %v", result, err)
	}
}

func TestFallback(t *testing.T) {
	r := newRunner(t)
	cases := []struct {
		name, guest, recovery string
		args                  []string
		used                  bool
		attempts              int
		kind                  program.Kind
	}{
		{name: "after a trap", guest: "trap/trap.wat", used: true, attempts: 2},
		{name: "after a failure to link", guest: "missing-import/missing-import.wat", used: true, attempts: 2},
		{name: "after all retries", guest: "trap/trap.wat", recovery: "retries: {attempts: 3, backoff: 1ms, on: [trap]}, ", used: true, attempts: 4},
		{name: "not after success", guest: "hello/hello-p1.wasm", attempts: 1},
		{name: "not after an exit", guest: "exit-code/exit-code-p1.wasm", args: []string{"9"}, attempts: 1, kind: program.KindExit},
		{
			name: "after an exit that is retried", guest: "exit-code/exit-code-p1.wasm", args: []string{"9"},
			recovery: "retries: {attempts: 2, backoff: 1ms, on: [exit]}, ", used: true, attempts: 3,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			u := unit(t, "entrypoint: %s\nrecovery: {"+c.recovery+"fallback: %s}\n", c.guest, "hello/hello.wasm")
			var out output
			result, err := run(t, r, u, runner.Options{Args: c.args, Stdio: wasi.Stdio{Stdout: &out}})
			if program.KindOf(err) != c.kind || result.Fallback != c.used || len(result.Attempts) != c.attempts {
				t.Fatalf("ended with %+v: %v", result, err)
			}
			if used := filepath.Base(result.Path) == "hello.wasm"; used != c.used {
				t.Errorf("the result is of %s", result.Path)
			}
			if c.used && out.String() != "Hello from Qyvol!\n" {
				t.Errorf("said %q", out.String())
			}
			if first := result.Attempts[0].Path; filepath.Base(first) != filepath.Base(c.guest) {
				t.Errorf("the first attempt was of %s", first)
			}
		})
	}
}

func TestFallbackThatFails(t *testing.T) {
	r := newRunner(t)
	u := unit(t, "entrypoint: %s\nrecovery: {fallback: nowhere.wasm}\n", "trap/trap.wat")
	result, err := run(t, r, u, runner.Options{})
	var fallback *runner.FallbackError
	if !errors.As(err, &fallback) || !errors.Is(err, loader.ErrWasmNotFound) || program.KindOf(err) != program.KindTrap {
		t.Errorf("ended with %v", err)
	}
	if !strings.Contains(err.Error(), "trap.wat") || !strings.Contains(err.Error(), "nowhere.wasm") {
		t.Errorf("it says only %q", err)
	}
	if result.Fallback || len(result.Attempts) != 1 {
		t.Errorf("the result is %+v", result)
	}
	// The fallback's own failure is the run's.
	u = unit(t, "entrypoint: %s\nrecovery: {fallback: %s}\n", "trap/trap.wat", "exit-code/exit-code-p1.wasm")
	result, err = run(t, r, u, runner.Options{Args: []string{"3"}})
	if program.KindOf(err) != program.KindExit || !result.Fallback || result.ExitCode != 3 || result.Metrics.ErrorCount != 2 {
		t.Errorf("ended with %+v: %v", result, err)
	}
}
