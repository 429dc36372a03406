package runner_test

import (
	"errors"
	"io"
	"testing"
	"time"

	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// longFuel is enough to be running still when a test stops a guest, and ends it
// soon after.
const longFuel = 1_000_000_000

// Where the process ends with the run, a guest is left to run.
func TestLeaveBehind(t *testing.T) {
	u := fixture(t, "loop/loop.wat")
	opts := runner.Options{
		LeaveBehind: true, Limits: wasi.Limits{Timeout: 50 * time.Millisecond, Fuel: longFuel},
	}
	result, err := run(t, newRunner(t), u, opts)
	if program.KindOf(err) != program.KindTimeout || !result.Attempts[0].Abandoned {
		t.Errorf("ended with %+v: %v", result, err)
	}
	checkResult(t, result, err)
	opts.Limits.Fuel = 1000
	if result, err = run(t, newRunner(t), u, opts); program.KindOf(err) != program.KindFuel || result.Attempts[0].Abandoned {
		t.Errorf("a guest that ends by itself: %+v: %v", result, err)
	}
	nothingLeft(t)
}

// It is stopped where it would take the processor from what comes next, or has
// to be kept from more memory.
func TestNotLeftBehind(t *testing.T) {
	for name, more := range map[string]string{
		"memory":   "resources: {timeout: 50ms, memory: 1MiB}",
		"retries":  "resources: {timeout: 50ms}\nrecovery: {retries: {attempts: 2, backoff: 1ms, on: [timeout]}}",
		"fallback": "resources: {timeout: 50ms}\nrecovery: {fallback: %s}",
	} {
		t.Run(name, func(t *testing.T) {
			guests := []any{"loop/loop.wat"}
			if name == "fallback" {
				guests = append(guests, "hello/hello.wasm")
			}
			u := unit(t, "entrypoint: %s\n"+more+"\n", guests...)
			result, err := run(t, newRunner(t), u, runner.Options{LeaveBehind: true, Grace: patience})
			if len(result.Attempts) == 0 || result.Attempts[0].Kind != program.KindTimeout {
				t.Fatalf("ended with %+v: %v", result, err)
			}
			for _, a := range result.Attempts {
				if a.Abandoned {
					t.Errorf("%+v was left behind", a)
				}
			}
		})
	}
	nothingLeft(t)
}

// Without a reader there is nothing to run for, even where guests are left behind.
func TestLeaveBehindWithoutReader(t *testing.T) {
	for cause, kind := range map[error]program.Kind{
		io.ErrClosedPipe:        program.KindPipeClosed,
		errors.New("disk full"): program.KindOutput,
	} {
		for _, by := range []wasi.Implementation{wasi.Hosted, wasi.Native} {
			result, err := run(t, newRunner(t), fixture(t, "yes/yes.wasm"), runner.Options{
				LeaveBehind: true, Limits: wasi.Limits{Fuel: longFuel}, WASI: by, Grace: patience,
				Stdio: wasi.Stdio{Stdout: writerFunc(func([]byte) (int, error) { return 0, cause })},
			})
			if program.KindOf(err) != kind || result.Attempts[0].Abandoned {
				t.Errorf("%s, %v: ended with %+v: %v", by, cause, result, err)
			}
			checkResult(t, result, err)
		}
	}
	nothingLeft(t)
}
