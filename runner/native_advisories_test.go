package runner_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// Output that goes nowhere goes to the null device, natively, too: the host keeps none of
// it (RUSTSEC-2026-0322). The guest hands over its 32 MiB again and again, 1,000 times in
// each call.
func TestNativeOutputToNowhere(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the system doesn't tell how much memory is in use")
	}
	u := text(t, `(module
		(import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
		(memory (export "memory") 512)
		(func (export "_start") (local $i i32)
			(loop $fill
				(i32.store (i32.add (i32.const 1024) (i32.shl (local.get $i) (i32.const 3))) (i32.const 0))
				(i32.store (i32.add (i32.const 1028) (i32.shl (local.get $i) (i32.const 3))) (i32.const 0x2000000))
				(br_if $fill (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000))))
			(local.set $i (i32.const 0))
			(loop $again
				(if (call $write (i32.const 1) (i32.const 1024) (i32.const 1000) (i32.const 0)) (then unreachable))
				(br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 50))))))`)
	for _, by := range []wasi.Implementation{wasi.Hosted, wasi.Native} {
		result, err := newRunner(t).Run(context.Background(), u, runner.Options{
			WASI: by, WatchMemory: true, Limits: wasi.Limits{Memory: 32 << 20, Timeout: patience}, Grace: patience,
		})
		if err != nil {
			t.Errorf("%s: %v after %v", by, err, result.Attempts)
		}
	}
}

// A guest that has the host do much in one call of poll_oneoff, which natively took no fuel
// (RUSTSEC-2026-0321), is held by its time.
func TestPollOneoffIsStopped(t *testing.T) {
	u := text(t, `(module
		(import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
		(memory (export "memory") 200)
		(func (export "_start")
			(loop $again ;; 50,000 clocks that have rung, 48 bytes each, and 32 for what is told of each
				(drop (call $poll (i32.const 1024) (i32.const 4000000) (i32.const 50000) (i32.const 0)))
				(br $again))))`)
	for _, by := range []wasi.Implementation{wasi.Hosted, wasi.Native} {
		began := time.Now()
		_, err := newRunner(t).Run(context.Background(), u, runner.Options{
			WASI: by, Limits: wasi.Limits{Timeout: 300 * time.Millisecond}, Grace: patience,
		})
		if took := time.Since(began); program.KindOf(err) != program.KindTimeout || took > patience/2 {
			t.Errorf("%s: ended after %s with %v", by, took, err)
		}
	}
}
