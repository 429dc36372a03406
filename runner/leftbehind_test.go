package runner_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// Guests of native WASI that can't be stopped are bounded, in the whole process, and
// runs are possible again once they have ended.
func TestLeftBehindIsBounded(t *testing.T) {
	u := fixture(t, "stdin-wait/stdin-wait-p1.wasm")
	nothingLeft(t) // by the tests before
	warm(t, u, wasi.Native)
	never, w := io.Pipe()
	t.Cleanup(func() {
		_ = w.Close()
		nothingLeft(t) // which others could not run beside
	})
	long := runner.Options{
		WASI: wasi.Native, Cache: code, Stdio: wasi.Stdio{Stdin: never},
		Limits: wasi.Limits{Timeout: 20 * time.Millisecond}, Grace: time.Nanosecond,
	}
	var full *program.LeftBehindError
	for range 4 * program.MaxLeftBehind { // some end in time
		_, err := newRunner(t).Run(context.Background(), u, long) // each with a Runner of its own
		if errors.As(err, &full) {
			break
		}
	}
	if full == nil || program.KindOf(full) != program.KindLeftBehind || full.Count != program.MaxLeftBehind {
		t.Fatalf("the last run ended with %+v", full)
	}
	hosted := long
	hosted.WASI = wasi.Hosted
	if _, err := newRunner(t).Run(context.Background(), u, hosted); program.KindOf(err) != program.KindTimeout {
		t.Errorf("a hosted guest ended with %v", err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	nothingLeft(t)
	hosted.WASI, hosted.Limits = wasi.Native, wasi.Limits{}
	if _, err := newRunner(t).Run(context.Background(), u, hosted); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
