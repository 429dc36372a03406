//go:build unix

package command

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// hang is longer than anything here takes.
const hang = 20 * time.Second

// start runs the command in a process of its own, which testscript makes of
// this test binary by its name.
func start(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "qyvol")
	if err := os.Symlink(self, name); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), noWait, "QYVOL_LANG=en", "QYVOL_CACHE_DIR="+filepath.Join(t.TempDir(), "cache"))
	return cmd
}

func codeOf(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		t.Fatalf("the command ended with %v", err)
	}
	return exit.ExitCode()
}

// A guest whose output nobody reads any more ends quietly.
func TestClosedPipe(t *testing.T) {
	cmd := start(t, "run", "../../fixtures/yes/yes.wasm")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "y\n" || err != nil {
		t.Fatalf("read %q, %v", line, err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	said, err := io.ReadAll(stderr)
	if len(said) > 0 || err != nil {
		t.Errorf("it said %q, %v", said, err)
	}
	if code := codeOf(t, cmd.Wait()); code != exitSignal+int(syscall.SIGPIPE) {
		t.Errorf("exit code %d", code)
	}
}

// A signal ends a guest that loops and one that waits in a call.
func TestSignals(t *testing.T) {
	for _, guest := range []string{"loop/loop.wat", "sleep/sleep.wasm", "stdin-wait/stdin-wait.wasm"} {
		for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
			t.Run(filepath.Base(guest)+" "+sig.String(), func(t *testing.T) {
				t.Parallel()
				signalRun(t, guest, sig)
			})
		}
	}
}

func signalRun(t *testing.T, guest string, sig syscall.Signal) {
	cmd := start(t, "run", "--log-level", "debug", "../../fixtures/"+guest)
	stdin, err := cmd.StdinPipe() // a guest that waits for input gets none
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	startReady(t, cmd)()
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	must(t, cmd.Process.Signal(sig))
	select {
	case err := <-ended:
		if code := codeOf(t, err); code != exitSignal+int(sig) {
			t.Errorf("exit code %d", code)
		}
	case <-time.After(hang):
		_ = cmd.Process.Kill()
		t.Fatal("it does not end")
	}
}

// 100 MB go through a guest unchanged.
func TestHundredMegabytes(t *testing.T) {
	const size = 100_000_000
	cmd := start(t, "run", "../../fixtures/cat/cat.wasm")
	cmd.Stdin = io.LimitReader(pattern{}, size)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var n int64
	buf := make([]byte, 1<<16)
	for err == nil {
		var got int
		got, err = out.Read(buf)
		for i, b := range buf[:got] {
			if b != patternAt(n+int64(i)) {
				t.Fatalf("byte %d is %#x", n+int64(i), b)
			}
		}
		n += int64(got)
	}
	if n != size || !errors.Is(err, io.EOF) {
		t.Errorf("%d bytes, %v", n, err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

// pattern repeats with a period that no buffer has.
type pattern struct{}

const period = 251

func patternAt(n int64) byte { return byte(n % period) }

func (pattern) Read(p []byte) (int, error) {
	n := len(p) / period * period
	if n == 0 {
		n = min(len(p), period)
		for i := range p[:n] {
			p[i] = byte(i)
		}
		return n, nil
	}
	for i := range p[:n] {
		p[i] = patternAt(int64(i))
	}
	return n, nil
}
