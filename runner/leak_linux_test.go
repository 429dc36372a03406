package runner_test

import (
	"io"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/internal/long"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// held is what this process holds.
type held struct {
	bytes                      int64
	files, threads, goroutines int
}

func holding(t *testing.T) held {
	t.Helper()
	debug.FreeOSMemory()
	count := func(dir string) int {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kilobytes, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return held{kilobytes << 10, count("/proc/self/fd"), count("/proc/self/task"), runtime.NumGoroutine()}
}

// ofItsOwnVariable tells this test binary, started again, that it is alone.
const ofItsOwnVariable = "QYVOL_TEST_OF_ITS_OWN"

// inOneProcess runs the named test in a process of its own, and says so: what a
// process holds grows with the threads that other tests have left it, each of
// which keeps memory of the allocator's.
func inOneProcess(t *testing.T) bool {
	t.Helper()
	if os.Getenv(ofItsOwnVariable) != "" {
		return false
	}
	again := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	again.Env = append(os.Environ(), ofItsOwnVariable+"=1")
	out, err := again.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS") {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
	return true
}

// Runs by the thousand, of guests that end in every way, leave nothing behind.
func TestThousandsOfRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of runs")
	}
	if inOneProcess(t) {
		return
	}
	r := newRunner(t)
	in := strings.Repeat("x", 1000)
	type kind struct {
		unit *loader.Unit
		opts runner.Options
		want program.Kind
	}
	stdio := func() wasi.Stdio {
		return wasi.Stdio{Stdin: strings.NewReader(in), Stdout: io.Discard, Stderr: io.Discard}
	}
	kinds := []kind{
		{unit: fixture(t, "hello/hello.wasm")},
		{unit: fixture(t, "cat/cat.wasm")},
		{unit: fixture(t, "args-env/args-env-p1.wasm"), opts: runner.Options{Args: []string{"a"}, Allow: wasi.Allow{Set: []string{"A=1"}}}},
		{unit: fixture(t, "exit-code/exit-code-p1.wasm"), opts: runner.Options{Args: []string{"3"}}, want: program.KindExit},
		{unit: fixture(t, "trap/trap.wat"), want: program.KindTrap},
		{unit: fixture(t, "missing-import/missing-import.wat"), want: program.KindLink},
		{unit: fixture(t, "hog/hog-grow.wat"), opts: runner.Options{Limits: wasi.Limits{Memory: 2 << 20}}, want: program.KindMemoryLimit},
		{unit: fixture(t, "loop/loop.wat"), opts: runner.Options{Limits: wasi.Limits{Fuel: 1000}}, want: program.KindFuel},
		{unit: unit(t, "entrypoint: %s\nrecovery: {degrade: true}\n", "missing-import/missing-import.wat")},
		{unit: fixture(t, "files/files.wasm"), opts: runner.Options{Args: []string{"preopens"}, Allow: wasi.Allow{Read: []string{t.TempDir()}}}},
	}
	repeat := func(times int) {
		for n := range times {
			k := kinds[n%len(kinds)]
			k.opts.Stdio = stdio()
			if _, err := run(t, r, k.unit, k.opts); program.KindOf(err) != k.want {
				t.Fatalf("run %d of %s ended with %v", n, k.unit.Name(), err)
			}
		}
	}
	repeat(1000) // what is made once, and the arenas of the allocators
	before := holding(t)
	start := time.Now()
	count := long.Or(1500, 9000)
	repeat(count)
	t.Logf("%d runs in %v", count, time.Since(start))
	var after held
	ended := func() bool {
		after = holding(t)
		return after.files <= before.files && after.goroutines <= before.goroutines
	}
	eventually(t, "files and goroutines are given back", ended)
	if after.threads > before.threads+20 { // those that the runtimes keep, and start where the machine is busy
		t.Errorf("%d threads, %d before", after.threads, before.threads)
	}
	if grown := after.bytes - before.bytes; grown > 32<<20 {
		t.Errorf("grown by %d MiB", grown>>20)
	}
	t.Logf("before %+v, after %+v", before, after)
}

// Guests that were left behind end, and leave nothing behind themselves.
func TestAbandonedRunsEnd(t *testing.T) {
	r := newRunner(t)
	u := fixture(t, "sleep/sleep.wasm")
	warm(t, u, wasi.Native)
	leave := func() {
		result, err := run(t, r, u, runner.Options{
			WASI: wasi.Native, Args: []string{"1"}, Grace: time.Millisecond,
			Limits: wasi.Limits{Timeout: 20 * time.Millisecond}, Stdio: wasi.Stdio{Stdout: io.Discard},
		})
		if program.KindOf(err) != program.KindTimeout || len(result.Attempts) != 1 {
			t.Fatal(err)
		}
	}
	leave()
	nothingLeft(t)
	before := holding(t)
	for range 20 {
		leave()
	}
	nothingLeft(t)
	eventually(t, "all end", func() bool {
		after := holding(t)
		return after.goroutines <= before.goroutines && after.files <= before.files
	})
}
