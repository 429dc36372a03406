package runner_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// A guest in a native host call can't be stopped: the run ends without it.
func TestAbandoned(t *testing.T) {
	r := newRunner(t)
	sleepy := fixture(t, "sleep/sleep.wasm")
	warm(t, sleepy, wasi.Native)
	start := time.Now()
	result, err := run(t, r, sleepy, runner.Options{
		WASI: wasi.Native, Args: []string{"0.5"}, Limits: wasi.Limits{Timeout: 100 * time.Millisecond}, Grace: 20 * time.Millisecond,
	})
	if took := time.Since(start); took < 100*time.Millisecond || took > patience {
		t.Errorf("took %v", took)
	}
	if program.KindOf(err) != program.KindTimeout || !result.Attempts[0].Abandoned {
		t.Errorf("ended with %+v: %v", result, err)
	}
	if e := result.Phases.Execute; e < 50*time.Millisecond {
		t.Errorf("executed for %v", e)
	}
	checkResult(t, result, err)
	// The Runner serves others, also while that guest still sleeps.
	for range 20 {
		if _, err := run(t, r, fixture(t, "hello/hello.wasm"), runner.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	nothingLeft(t)
}

// A guest that waits for input is left behind too, and its output is complete.
func TestAbandonedAtStandardInput(t *testing.T) {
	never, w := io.Pipe()
	defer w.Close()
	for _, guest := range []string{"stdin-wait/stdin-wait.wasm", "stdin-wait/stdin-wait-p1.wasm"} {
		t.Run(guest, func(t *testing.T) {
			var out output
			u := fixture(t, guest)
			warm(t, u, wasi.Native)
			result, err := run(t, newRunner(t), u, runner.Options{
				WASI: wasi.Native, Limits: wasi.Limits{Timeout: 200 * time.Millisecond},
				Stdio: wasi.Stdio{Stdin: never, Stdout: &out},
			})
			if program.KindOf(err) != program.KindTimeout || out.String() != "waiting\n" {
				t.Errorf("said %q: %v", out.String(), err)
			}
			checkResult(t, result, err)
		})
	}
}

// What is left behind leaves the streams and functions of the run alone, and
// goes on to need the engine after the Runner was closed.
func TestAbandonedLeavesTheRunAlone(t *testing.T) {
	var over bool // without a lock: the race detector sees who looks too late
	use := func(p []byte) (int, error) {
		if over {
			t.Error("used after the run")
		}
		return len(p), nil
	}
	r := new(runner.Runner)
	u := fixture(t, "sleep/sleep.wasm")
	warm(t, u, wasi.Native)
	_, err := run(t, r, u, runner.Options{
		WASI: wasi.Native, Args: []string{"0.3"}, Limits: wasi.Limits{Timeout: 100 * time.Millisecond}, Grace: time.Millisecond,
		Stdio: wasi.Stdio{Stdout: writerFunc(use), Stderr: writerFunc(use)},
	})
	over = true
	if program.KindOf(err) != program.KindTimeout {
		t.Fatal(err)
	}
	r.Close()
	nothingLeft(t)
}

func TestCancelledBefore(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("for a reason")
	cancel(why)
	var out output
	result, err := newRunner(t).Run(ctx, fixture(t, "hello/hello.wasm"), runner.Options{Stdio: wasi.Stdio{Stdout: &out}})
	if program.KindOf(err) != program.KindInterrupted || !errors.Is(err, why) || out.String() != "" {
		t.Errorf("said %q: %v", out.String(), err)
	}
	if result.Phases.InitEngine != 0 {
		t.Errorf("an engine was made: %+v", result.Phases)
	}
	checkResult(t, result, err)
}

// A compilation can't be stopped, and goes on after the run and the Runner.
func TestCancelledWhileLoading(t *testing.T) {
	u := load(t, fixtures.BuildGo(t, "hello-go"))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	r := new(runner.Runner)
	result, err := r.Run(ctx, u, runner.Options{})
	r.Close()
	var timeout *program.TimeoutError
	if !errors.As(err, &timeout) || timeout.Limit != 0 {
		t.Errorf("ended with %v, want the caller's deadline", err)
	}
	if result.Phases.LoadComponent <= 0 || result.Phases.Execute != 0 {
		t.Errorf("the phases are %+v", result.Phases)
	}
	checkResult(t, result, err)
	nothingLeft(t)
}

// A time limit is about the guest, however long it takes to compile it.
func TestTimeoutStartsWithTheGuest(t *testing.T) {
	u := load(t, fixtures.BuildGo(t, "hello-go"))
	cache := loader.OpenCache(loader.CacheOptions{Dir: filepath.Join(t.TempDir(), "cache")})
	opts := runner.Options{Cache: cache, Limits: wasi.Limits{Timeout: time.Nanosecond}, Grace: patience}
	for _, hit := range []bool{false, true} {
		result, err := run(t, newRunner(t), u, opts)
		if kind := program.KindOf(err); kind != program.KindTimeout && kind != program.KindNone {
			t.Fatal(err) // it may be done before the clock's goroutine has a turn
		}
		if result.Phases.Execute == 0 || result.CacheHit != hit {
			t.Errorf("the phases are %+v, want an execution; a cache hit %v, want %v", result.Phases, result.CacheHit, hit)
		}
	}
}

func TestCancelledWhileRunning(t *testing.T) {
	r := newRunner(t)
	for _, guest := range []string{"yes/yes.wasm", "yes/yes-p1.wasm", "stdin-wait/stdin-wait.wasm"} {
		t.Run(guest, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			why := errors.New("for a reason")
			never, w := io.Pipe()
			defer w.Close()
			out := writerFunc(func(p []byte) (int, error) { // the guest runs
				cancel(why)
				return len(p), nil
			})
			result, err := r.Run(ctx, fixture(t, guest), runner.Options{Stdio: wasi.Stdio{Stdin: never, Stdout: out}})
			var interrupted *program.InterruptedError
			if !errors.As(err, &interrupted) || !errors.Is(err, why) {
				t.Errorf("ended with %v", err)
			}
			checkResult(t, result, err)
		})
	}
}

// A guest that loops ends, rather than being left behind: given time to.
func TestLoopsEnd(t *testing.T) {
	for _, guest := range []string{"loop/loop.wat", "loop/loop-p1.wat", "yes/yes.wasm"} {
		result, err := run(t, newRunner(t), fixture(t, guest), runner.Options{
			Limits: wasi.Limits{Timeout: 10 * time.Millisecond}, Grace: patience,
		})
		if program.KindOf(err) != program.KindTimeout || result.Attempts[0].Abandoned {
			t.Errorf("%s: ended with %+v: %v", guest, result.Attempts, err)
		}
	}
}

// A guest whose output nobody takes is stopped all the same.
func TestTimeoutOfABlockedWriter(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	u := fixture(t, "yes/yes.wasm")
	warm(t, u, "")
	result, err := run(t, newRunner(t), u, runner.Options{
		Limits: wasi.Limits{Timeout: 100 * time.Millisecond}, Stdio: wasi.Stdio{Stdout: w},
	})
	if program.KindOf(err) != program.KindTimeout {
		t.Errorf("ended with %v", err)
	}
	checkResult(t, result, err)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || !bytes.HasPrefix(got, []byte("y\ny\n")) || strings.Trim(string(got), "y\n") != "" {
		t.Errorf("read %d bytes: %v", len(got), err)
	}
}

// A native guest that ends before its limit is not slowed down by it, nor mistaken
// for one that was stopped when its output takes longer than the limit. (A hosted
// one waits for its output.)
func TestSlowOutputIsNoTimeout(t *testing.T) {
	slow := writerFunc(func(p []byte) (int, error) {
		time.Sleep(300 * time.Millisecond) //nolint:forbidigo // it stands for a slow reader, and nothing waits for it here
		return len(p), nil
	})
	u := fixture(t, "panic/panic.wasm")
	warm(t, u, wasi.Native)
	// It ends in the time that a late guest is given, or is left behind.
	for _, grace := range []time.Duration{patience, time.Nanosecond} {
		result, err := run(t, newRunner(t), u, runner.Options{
			WASI: wasi.Native, Limits: wasi.Limits{Timeout: 100 * time.Millisecond}, Grace: grace,
			Stdio: wasi.Stdio{Stderr: slow},
		})
		if program.KindOf(err) != program.KindTrap {
			t.Errorf("ended with %v: %+v", err, result.Attempts)
		}
	}
	nothingLeft(t)
}
