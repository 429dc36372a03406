package runner_test

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// readerFunc is a reader that does something.
type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// careless are Reads and Writes that break their contract.
func careless() map[string]func([]byte) (int, error) {
	cause := errors.New("a panic of the caller's")
	return map[string]func([]byte) (int, error){
		"panics":       func([]byte) (int, error) { panic(cause) },
		"panics in Go": func(p []byte) (int, error) { return int(p[len(p)]), nil },
		"too many":     func(p []byte) (int, error) { return len(p) + 1, nil },
		"negative":     func([]byte) (int, error) { return -1, nil },
		"both":         func(p []byte) (int, error) { return len(p) + 1, io.EOF },
	}
}

// A Reader or a Writer of the caller's that breaks its contract ends the run with an
// error, and not the process.
func TestCarelessStreams(t *testing.T) {
	for what, do := range careless() {
		for _, by := range []wasi.Implementation{wasi.Hosted, wasi.Native} {
			for stream, streams := range map[string]wasi.Stdio{
				"stdin":  {Stdin: readerFunc(do), Stdout: io.Discard},
				"stdout": {Stdin: strings.NewReader("x"), Stdout: writerFunc(do)},
				"stderr": {Stderr: writerFunc(do)},
			} {
				guest := "cat/cat.wasm"
				if stream == "stderr" {
					guest = "panic/panic.wasm"
				}
				_, err := run(t, newRunner(t), fixture(t, guest), runner.Options{WASI: by, Stdio: streams, Grace: patience})
				var broken *program.StreamError
				var cause *engine.StreamError
				if !errors.As(err, &broken) || !errors.As(err, &cause) || program.KindOf(err) != program.KindStream {
					t.Errorf("%s %s, %s: %v", stream, what, by, err)
				}
			}
		}
	}
}

// A function of the caller's that panics does so where the caller can see it.
func TestCarelessWarn(t *testing.T) {
	defer func() {
		if p := recover(); p != "a panic of the caller's" {
			t.Errorf("Run panicked with %v", p)
		}
	}()
	_, _ = run(t, newRunner(t), fixture(t, "hello/hello.wasm"), runner.Options{
		WASI: wasi.Native, Limits: wasi.Limits{Timeout: time.Minute},
		Warn: func(message.Text) { panic("a panic of the caller's") },
	})
	t.Error("Run did not panic")
}

func TestCarelessLimits(t *testing.T) {
	for what, opts := range map[string]runner.Options{
		"timeout": {Limits: wasi.Limits{Timeout: -1}},
		"grace":   {Grace: -time.Second},
	} {
		_, err := run(t, newRunner(t), fixture(t, "hello/hello.wasm"), opts)
		var limit *wasi.LimitError
		if !errors.As(err, &limit) || limit.What != what || program.KindOf(err) != program.KindGrant {
			t.Errorf("a negative %s: %v", what, err)
		}
	}
}

// Options that name no implementation run nothing: native WASI knows no exclude.
func TestUnknownImplementation(t *testing.T) {
	for _, name := range []wasi.Implementation{"Hosted", "HOSTED", "bogus"} {
		var out output
		_, err := run(t, newRunner(t), fixture(t, "hello/hello.wasm"), runner.Options{WASI: name, Stdio: wasi.Stdio{Stdout: &out}})
		var unknown *wasi.UnknownImplementationError
		if !errors.As(err, &unknown) || program.KindOf(err) != program.KindGrant || out.String() != "" {
			t.Errorf("%q: %v, and it wrote %q", name, err, out.String())
		}
	}
}

// rotating is a writer that has a file, such as a log that is rotated.
type rotating struct {
	file    *os.File
	written int
}

func (r *rotating) File() *os.File { return r.file }

func (r *rotating) Write(p []byte) (int, error) {
	r.written += len(p)
	return len(p), nil
}

// A writer that can tell its file is written to all the same.
func TestWriterWithAFile(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = r.Close(), w.Close() })
	for _, by := range []wasi.Implementation{wasi.Hosted, wasi.Native} {
		log := &rotating{file: w}
		_, err := run(t, newRunner(t), fixture(t, "hello/hello.wasm"), runner.Options{WASI: by, Stdio: wasi.Stdio{Stdout: log, Stderr: log}})
		if err != nil || log.written == 0 {
			t.Errorf("%s: %d bytes, %v", by, log.written, err)
		}
	}
}
