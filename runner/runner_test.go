package runner_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// echo runs args-env with an argument of its own, and checks that the answer is
// to it.
func echo(t *testing.T, r *runner.Runner, n int) {
	t.Helper()
	guest := []string{"args-env/args-env.wasm", "args-env/args-env-p1.wasm"}[n%2]
	word := fmt.Sprintf("run %d", n)
	var out strings.Builder
	result, err := run(t, r, fixture(t, guest), runner.Options{
		Args: []string{word}, Stdio: wasi.Stdio{Stdin: strings.NewReader(word), Stdout: &out},
	})
	if err != nil || out.String() != "arg 1: "+word+"\n" || !result.Exited {
		t.Errorf("%s said %q: %v", word, out.String(), err)
	}
}

func TestTwoHundredRunsAtOnce(t *testing.T) {
	r := newRunner(t)
	var all sync.WaitGroup
	start := make(chan struct{})
	for n := range 200 {
		all.Go(func() {
			<-start
			echo(t, r, n)
		})
	}
	close(start)
	all.Wait()
}

func TestTwoRunners(t *testing.T) {
	a, b := newRunner(t), newRunner(t)
	var all sync.WaitGroup
	for n, r := range []*runner.Runner{a, b, a, b} {
		all.Go(func() {
			for range 5 {
				echo(t, r, n)
			}
		})
	}
	all.Wait()
	a.Close()
	echo(t, b, 9)
}

func TestRunnerCanBeUsedAfterClose(t *testing.T) {
	r := newRunner(t)
	for n := range 3 {
		echo(t, r, n)
		r.Close()
		r.Close()
	}
}

// One Runner has engines for runs with limits and for those without.
func TestRunnerOfManyConfigurations(t *testing.T) {
	r := newRunner(t)
	u := fixture(t, "hello/hello.wasm")
	for _, limits := range []wasi.Limits{{}, {Fuel: 1e9}, {Memory: 64 << 20}, {Fuel: 1e9, Memory: 64 << 20}, {Timeout: time.Minute}, {Instances: 100}} {
		if _, err := run(t, r, u, runner.Options{Limits: limits}); err != nil {
			t.Errorf("%+v: %v", limits, err)
		}
	}
}

func TestPackageRun(t *testing.T) {
	var out strings.Builder
	result, err := runner.Run(t.Context(), fixture(t, "hello/hello.wasm"), runner.Options{Stdio: wasi.Stdio{Stdout: &out}})
	if err != nil || out.String() != "Hello from Qyvol!\n" || result.ExitCode != 0 {
		t.Errorf("said %q: %v", out.String(), err)
	}
}
