package runner_test

import (
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// A guest that makes the host hold what is in none of its memories is stopped, and
// the error says so. Without the watch it ends at the number of handles that
// wasmtime 44 can count, gigabytes later.
func TestWatchMemory(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the system doesn't tell")
	}
	for _, by := range []wasi.Implementation{wasi.Hosted, wasi.Native} {
		result, err := run(t, newRunner(t), fixture(t, "handles/handles.wat"), runner.Options{
			WASI: by, WatchMemory: true, Limits: wasi.Limits{Memory: 1 << 20}, Grace: patience,
		})
		var limit *program.MemoryLimitError
		var trap *program.TrapError
		if engine.WasmtimeMajor() != "44" && errors.As(err, &trap) && strings.Contains(trap.Error(), "handle limit") {
			continue // 48 lets it have 100,000, which take less
		}
		if !errors.As(err, &limit) || limit.Limit != 1<<20 || limit.Host == 0 || result.Attempts[0].Kind != program.KindMemoryLimit {
			t.Errorf("%s: ended with %v", by, err)
		}
		checkResult(t, result, err)
	}
	// One that does as it may is left alone.
	if _, err := run(t, newRunner(t), fixture(t, "hello/hello.wasm"), runner.Options{WatchMemory: true, Limits: wasi.Limits{Memory: 16 << 20}}); err != nil {
		t.Error(err)
	}
}
