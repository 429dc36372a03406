package runner_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"runtime/pprof"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// warmHosted compiles a guest as the hosted WASI needs it.
func warmHosted(t testing.TB, u *loader.Unit) {
	t.Helper()
	if _, err := newRunner(t).Compile(t.Context(), u, runner.Options{Cache: code, WASI: wasi.Hosted}); err != nil {
		t.Fatal(err)
	}
}

// blocking are guests that wait for what never comes.
var blocking = []struct {
	guest string
	args  []string
}{
	{"sleep/sleep.wasm", []string{"1000"}},
	{"sleep/sleep-p1.wasm", []string{"1000"}},
	{"stdin-wait/stdin-wait.wasm", nil},
	{"stdin-wait/stdin-wait-p1.wasm", nil},
	{"yes/yes.wasm", nil},
	{"yes/yes-p1.wasm", nil},
}

// A guest of the hosted WASI that waits ends with its deadline, and gives back
// everything: it is not left behind.
func TestHostedDeadline(t *testing.T) {
	pipes := map[string]func(t *testing.T) (io.Reader, io.Writer){
		"of the system": func(t *testing.T) (io.Reader, io.Writer) {
			in, out := systemPipe(t), systemPipe(t)
			return in.r, out.w
		},
		"of Go": func(t *testing.T) (io.Reader, io.Writer) {
			in, inEnd := io.Pipe()
			outEnd, out := io.Pipe()
			t.Cleanup(func() { _, _ = inEnd.Close(), outEnd.Close() })
			return in, out
		},
	}
	for _, b := range blocking {
		u := fixture(t, b.guest)
		warmHosted(t, u)
		for name, pipe := range pipes {
			t.Run(b.guest+", pipes "+name, func(t *testing.T) {
				promptly(t, 200*time.Millisecond, func() (late time.Duration) {
					in, out := pipe(t)
					const limit = 100 * time.Millisecond
					start := time.Now()
					result, err := run(t, newRunner(t), u, runner.Options{
						WASI: wasi.Hosted, Args: b.args, Limits: wasi.Limits{Timeout: limit},
						Stdio: wasi.Stdio{Stdin: in, Stdout: out}, Grace: patience,
					})
					late = time.Since(start) - limit
					if program.KindOf(err) != program.KindTimeout || result.Attempts[0].Abandoned {
						t.Errorf("ended with %+v: %v", result.Attempts, err)
					}
					if strings.HasPrefix(b.guest, "sleep") && result.Metrics.Blocked == 0 {
						t.Error("was never blocked")
					}
					checkResult(t, result, err)
					return late
				})
			})
		}
	}
	nothingLeft(t)
}

// A guest can't do what only its adapter may.
func TestHostedReservedNames(t *testing.T) {
	guest := `(component
		(import "wasi:random/random@0.2.0" (instance (export "qyvol-lane-probe" (func (param "find" u32) (result u32)))))
		(core module $m (func (export "run") (result i32) (i32.const 0)))
		(core instance $i (instantiate $m))
		(func $run (result (result)) (canon lift (core func $i "run")))
		(instance $e (export "run" (func $run)))
		(export "wasi:cli/run@0.2.0" (instance $e)))`
	for by, want := range map[wasi.Implementation]program.Kind{wasi.Hosted: program.KindLoad, wasi.Native: program.KindLink} {
		if _, err := run(t, newRunner(t), text(t, guest), runner.Options{WASI: by}); program.KindOf(err) != want {
			t.Errorf("%s: ended with %v", by, err)
		}
	}
}

type pipePair struct{ r, w *os.File }

func systemPipe(t *testing.T) pipePair {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = r.Close(), w.Close() })
	return pipePair{r, w}
}

// A thousand guests that wait are cancelled within a second, and their threads
// serve others.
func TestHostedCancelThousand(t *testing.T) {
	if testing.Short() {
		t.Skip("a thousand runs at once")
	}
	const guests = 1000
	u := fixture(t, "sleep/sleep.wasm")
	warmHosted(t, u)
	r := newRunner(t)
	var threads int
	promptly(t, time.Second, func() time.Duration {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var ended sync.WaitGroup
		for range guests {
			ended.Go(func() { sleepUntilInterrupted(ctx, t, r, u) })
		}
		eventually(t, "all guests wait", func() bool { return sleeping() >= guests })
		threads = pprof.Lookup("threadcreate").Count()
		start := time.Now()
		cancel()
		ended.Wait()
		return time.Since(start)
	})
	for range guests / 10 {
		if _, err := run(t, r, fixture(t, "hello/hello.wasm"), runner.Options{WASI: wasi.Hosted}); err != nil {
			t.Fatal(err)
		}
	}
	if more := pprof.Lookup("threadcreate").Count() - threads; more > 8 {
		t.Errorf("%d more threads were made", more)
	}
	nothingLeft(t)
}

func sleepUntilInterrupted(ctx context.Context, t *testing.T, r *runner.Runner, u *loader.Unit) {
	_, err := r.Run(ctx, u, runner.Options{
		WASI: wasi.Hosted, Args: []string{"1000"}, Cache: code, Grace: patience,
		Stdio: wasi.Stdio{Stdout: writerFunc(func(p []byte) (int, error) { return len(p), nil })},
	})
	if program.KindOf(err) != program.KindInterrupted {
		t.Errorf("ended with %v", err)
	}
}

// promptly does what must take no longer than a limit. It may try again: while
// others have the processors, everything is late; what is always late is too slow.
func promptly(t *testing.T, limit time.Duration, do func() time.Duration) {
	t.Helper()
	const tries = 10
	var took []time.Duration
	for range tries {
		took = append(took, do())
		if took[len(took)-1] <= limit*slowness || t.Failed() {
			return
		}
	}
	t.Errorf("took %v, and may take %v", took, limit*slowness)
}

// sleeping counts the guests that wait in the hosted WASI.
func sleeping() int {
	var profile bytes.Buffer
	_ = pprof.Lookup("goroutine").WriteTo(&profile, 1)
	total := 0
	_, groups, _ := strings.Cut(profile.String(), "\n") // after the heading
	for group := range strings.SplitSeq(groups, "\n\n") {
		var n int
		if _, err := fmt.Sscanf(group, "%d @", &n); err == nil && strings.Contains(group, "(*Host).pause") {
			total += n
		}
	}
	return total
}

// A write that is under way when a guest is cancelled is the run's last one, and
// over when the run is, unless it blocks.
func TestHostedCancelledWrite(t *testing.T) {
	r := newRunner(t)
	for _, guest := range []string{"yes/yes.wasm", "yes/yes-p1.wasm"} {
		u := fixture(t, guest)
		warmHosted(t, u)
		for range 5 {
			var over bool // without a lock: the race detector sees who looks too late
			slow := writerFunc(func(p []byte) (int, error) {
				time.Sleep(2 * time.Millisecond) //nolint:forbidigo // it stands for a slow reader, and nothing waits for it here
				if over {
					t.Error("written to after the run")
				}
				return len(p), nil
			})
			result, err := run(t, r, u, runner.Options{
				WASI: wasi.Hosted, Limits: wasi.Limits{Timeout: 50 * time.Millisecond}, Stdio: wasi.Stdio{Stdout: slow}, Grace: patience,
			})
			over = true
			if program.KindOf(err) != program.KindTimeout || result.Attempts[0].Abandoned {
				t.Errorf("%s: ended with %+v: %v", guest, result.Attempts, err)
			}
			if result.Metrics.Blocked == 0 {
				t.Errorf("%s waited for its output, and no time is counted", guest)
			}
		}
	}
}

// A name that no guest's tree can have is an error of the grant, as a directory that
// is not there is.
func TestHostedMountName(t *testing.T) {
	spec := t.TempDir() + "::/" + strings.Repeat("a", 256)
	_, err := run(t, newRunner(t), fixture(t, "hello/hello.wasm"), runner.Options{Allow: wasi.Allow{Read: []string{spec}}})
	if program.KindOf(err) != program.KindGrant {
		t.Errorf("ended with %v", err)
	}
}
