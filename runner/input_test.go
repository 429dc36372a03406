package runner_test

import (
	"bytes"
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// random is reproducible noise.
func random(size int) []byte {
	data := make([]byte, size)
	source := rand.NewChaCha8([32]byte{1})
	_, _ = source.Read(data)
	return data
}

// What goes through a guest is what comes out, byte for byte.
func TestTenMegabytes(t *testing.T) {
	data := random(10_000_000)
	r := newRunner(t)
	for _, guest := range []string{"cat/cat.wasm", "cat/cat-p1.wasm"} {
		t.Run(guest, func(t *testing.T) {
			var out bytes.Buffer
			result, err := run(t, r, fixture(t, guest), runner.Options{
				Stdio: wasi.Stdio{Stdin: bytes.NewReader(data), Stdout: &out},
			})
			if err != nil {
				t.Fatal(err)
			}
			if sha256.Sum256(out.Bytes()) != sha256.Sum256(data) {
				t.Errorf("%d bytes came out, not those that went in", out.Len())
			}
			if result.Stdout != uint64(len(data)) {
				t.Errorf("counted %d bytes of %d", result.Stdout, len(data))
			}
		})
	}
}

func TestFilesAsStreams(t *testing.T) {
	data := random(1_000_000)
	in := filepath.Join(t.TempDir(), "in")
	if err := os.WriteFile(in, data, 0o600); err != nil {
		t.Fatal(err)
	}
	from, err := os.Open(in)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	to, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := run(t, newRunner(t), fixture(t, "cat/cat.wasm"), runner.Options{
		Stdio: wasi.Stdio{Stdin: from, Stdout: to},
	}); err != nil {
		t.Error(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(to.Name()); err != nil || !bytes.Equal(got, data) {
		t.Errorf("%d bytes came out: %v", len(got), err)
	}
}

// The guest that fails does not take the input of the next attempt with it. The
// reader is read by one goroutine at a time, as the race detector sees.
func TestAttemptsShareTheInput(t *testing.T) {
	first, second := make(chan struct{}), make(chan struct{})
	in := &handing{turns: []<-chan struct{}{first}, lines: []string{"for the second\n"}}
	u := unit(t, "entrypoint: %s\nrecovery: {retries: {attempts: 2, backoff: 1ms, on: [trap]}, fallback: %s}\n",
		"trap/trap.wat", "stdin-wait/stdin-wait.wasm")
	log := onRetry(func() {})
	var out output
	go func() {
		<-second // the fallback asks for input, and so does what is left of the attempts
		close(first)
	}()
	result, err := run(t, newRunner(t), u, runner.Options{
		Log: log, Stdio: wasi.Stdio{Stdin: in, Stdout: io.MultiWriter(&out, once(second))},
	})
	if err != nil || !result.Fallback {
		t.Fatalf("ended with %+v: %v", result, err)
	}
	if want := "waiting\ngot: for the second\n"; out.String() != want {
		t.Errorf("said %q, want %q", out.String(), want)
	}
}

// handing gives a line for each turn.
type handing struct {
	turns []<-chan struct{}
	lines []string
}

func (h *handing) Read(p []byte) (int, error) {
	if len(h.turns) == 0 {
		return 0, io.EOF
	}
	<-h.turns[0]
	n := copy(p, h.lines[0])
	h.turns, h.lines = h.turns[1:], h.lines[1:]
	return n, nil
}

// once closes a channel at the first write.
func once(c chan struct{}) io.Writer {
	done := false
	return writerFunc(func(p []byte) (int, error) {
		if !done {
			close(c)
		}
		done = true
		return len(p), nil
	})
}

// After the run its reader is the caller's again.
func TestInputIsGivenBack(t *testing.T) {
	r := newRunner(t)
	u := fixture(t, "hello/hello.wasm")
	for range 20 {
		in := strings.NewReader(strings.Repeat("not read by the guest\n", 10_000))
		if _, err := run(t, r, u, runner.Options{Stdio: wasi.Stdio{Stdin: in}}); err != nil {
			t.Fatal(err)
		}
		if _, err := in.Seek(0, io.SeekStart); err != nil { // a race, if something still read it
			t.Fatal(err)
		}
	}
}
