//go:build unix

package command

import (
	"bytes"
	"encoding/json"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/qyvol/qyvol/fixtures"
)

// interrupt starts a command, sends it a signal when it listens, and returns
// its exit code.
func interrupt(t *testing.T, cmd *exec.Cmd, sig syscall.Signal) int {
	t.Helper()
	startReady(t, cmd)()
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	must(t, cmd.Process.Signal(sig))
	select {
	case err := <-ended:
		return exitOfCommand(t, err)
	case <-time.After(hang):
		_ = cmd.Process.Kill()
		t.Fatal("it does not end")
		return 0
	}
}

// A signal that comes while a command has hardly begun has last words that need nothing
// that the command still reads or sets. The race detector looks.
func TestSignalAtOnce(t *testing.T) {
	guest := bigGuest(t)
	for _, args := range [][]string{
		{"compile", guest},
		{"run", guest},
		{"run", guest, "--quiet"},
		{"run", guest, "--log-format", "json"},
		{"compile", guest, "--log-format=json", "--log-level=debug"},
	} {
		cmd := qyvol(t, t.TempDir(), args...)
		cmd.Env = append(cmd.Env, atOnceVariable+"=1", "QYVOL_LANG=none")
		var errs bytes.Buffer
		cmd.Stderr = &errs
		code := interrupt(t, cmd, syscall.SIGINT)
		if strings.Contains(errs.String(), "DATA RACE") || code != exitSignal+int(syscall.SIGINT) {
			t.Errorf("%q: exit code %d:\n%s", args, code, &errs)
		}
	}
}

// A compilation can't be stopped, but the command can.
func TestSignalWhileCompiling(t *testing.T) {
	guest := bigGuest(t)
	for _, args := range [][]string{{"compile", guest}, {"run", guest}, {"run", "--no-cache", guest}} {
		t.Run(args[0], func(t *testing.T) {
			if code := interrupt(t, qyvol(t, t.TempDir(), args...), syscall.SIGINT); code != 130 {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

// It ends at once, also in a compilation that never would, and so does that.
func TestSignalEndsTheCompiler(t *testing.T) {
	for _, args := range [][]string{{"compile", "guest.wat"}, {"run", "guest.wat"}, {"run", "--no-cache", "--format", "json", "guest.wat"}} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "guest.wat"), nothing)
		ready := filepath.Join(dir, "ready")
		cmd := qyvol(t, dir, args...)
		cmd.Env = append(cmd.Env, badCompilerVariable+"="+ready)
		var stderr strings.Builder
		cmd.Stderr = &stderr // which is at its end when nobody has it any more: the compiler never does
		startReady(t, cmd)()
		await(t, ready)
		must(t, cmd.Process.Signal(syscall.SIGINT))
		if code := exitOfCommand(t, cmd.Wait()); code != 130 || !strings.Contains(stderr.String(), "interrupted") {
			t.Errorf("%v: exit code %d: %s", args, code, stderr.String())
		}
	}
}

// A guest that calls itself without end traps, however little stack the system
// gives.
func TestEndlessRecursionOnSmallStacks(t *testing.T) {
	for _, kib := range []string{"8192", "1024", "512", "256", "128"} {
		for _, guest := range []string{"recurse.wat", "recurse-p1.wat"} {
			t.Run(kib+" "+guest, func(t *testing.T) {
				cmd := qyvol(t, t.TempDir(), "run", filepath.Join(fixtures.Dir(t), "recurse", guest))
				limited := exec.Command("sh", append([]string{"-c", "ulimit -s " + kib + ` && exec "$@"`, "sh", cmd.Path}, cmd.Args[1:]...)...)
				limited.Dir, limited.Env = cmd.Dir, cmd.Env
				out, err := limited.CombinedOutput()
				if code := exitOfCommand(t, err); code != exitTrap || !strings.Contains(string(out), "call stack exhausted") {
					t.Errorf("exit code %d:\n%.300s", code, out)
				}
			})
		}
	}
}

// bigGuest takes seconds to compile.
func bigGuest(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "big.wat")
	write(t, path, bigText())
	return path
}

func bigText() string {
	statement := "(i32.store (i32.mul (local.get 0) (i32.const 3)) (i32.load (i32.add (local.get 0) (i32.const 7))))"
	function := "(func (param i32)" + strings.Repeat(statement, 20) + ")\n"
	return `(module (memory 1) (func (export "_start"))` + "\n" + strings.Repeat(function, 10_000) + ")"
}

// A run that is interrupted still tells its result.
func TestSignalAndResult(t *testing.T) {
	for sig, code := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143, syscall.SIGHUP: 129, syscall.SIGQUIT: 131} {
		t.Run(sig.String(), func(t *testing.T) {
			dir := t.TempDir()
			cmd := qyvol(t, dir, "run", filepath.Join(fixtures.Dir(t), "loop", "loop.wat"), "--result", "result.json")
			if got := interrupt(t, cmd, sig); got != code {
				t.Errorf("exit code %d, want %d", got, code)
			}
			checkKind(t, filepath.Join(dir, "result.json"), "interrupted", code)
		})
	}
}

func checkKind(t *testing.T, path, kind string, code int) {
	t.Helper()
	var result struct {
		ExitCode int `json:"exit_code"`
		Error    struct{ Kind string }
	}
	must(t, json.Unmarshal([]byte(read(t, path)), &result))
	if result.ExitCode != code || result.Error.Kind != kind {
		t.Errorf("the result is %+v, want %s and %d", result, kind, code)
	}
}

// A signal that was ignored when the command started stays ignored: nohup, and
// the background jobs of a script.
func TestIgnoredSignals(t *testing.T) {
	for name, sig := range map[string]syscall.Signal{"HUP": syscall.SIGHUP, "INT": syscall.SIGINT, "QUIT": syscall.SIGQUIT, "TERM": syscall.SIGTERM} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := qyvol(t, t.TempDir())
			cmd.Path, cmd.Args = "/bin/sh", []string{
				"sh", "-c", `trap "" ` + name + `; exec qyvol run "$1" --timeout 1s`, "sh",
				filepath.Join(fixtures.Dir(t), "loop", "loop.wat"),
			}
			if code := interrupt(t, cmd, sig); code != exitLimit {
				t.Errorf("exit code %d, want that of a timeout", code)
			}
		})
	}
}

// The reader goes away, and the result is told all the same.
func TestClosedPipeAndResult(t *testing.T) {
	dir := t.TempDir()
	cmd := qyvol(t, dir, "run", filepath.Join(fixtures.Dir(t), "yes", "yes.wasm"), "--result", "result.json")
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	_, err = io.ReadFull(out, make([]byte, 2))
	must(t, err)
	must(t, out.Close())
	if code := exitOfCommand(t, cmd.Wait()); code != 141 {
		t.Errorf("exit code %d", code)
	}
	checkKind(t, filepath.Join(dir, "result.json"), "pipe-closed", 141)
}

// Several processes that find the same cold cache all run, and leave one entry.
func TestProcessesOnAColdCache(t *testing.T) {
	dir := t.TempDir()
	hello := filepath.Join(fixtures.Dir(t), "hello", "hello.wasm")
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			out, err := qyvol(t, dir, "run", hello).CombinedOutput()
			if err != nil || string(out) != "Hello from Qyvol!\n" {
				t.Errorf("it printed %q: %v", out, err)
			}
		})
	}
	all.Wait()
	entries, err := filepath.Glob(filepath.Join(dir, "cache", "code", "*.code"))
	if err != nil || len(entries) != 1 {
		t.Errorf("%d entries: %v", len(entries), err)
	}
}
