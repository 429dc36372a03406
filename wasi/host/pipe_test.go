package host_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"testing"

	"github.com/qyvol/qyvol/wasi/host"
)

// pipe is a pair of files that a test closes.
func pipe(t *testing.T) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	mustBe(t, err)
	t.Cleanup(func() { r.Close(); w.Close() })
	return r, w
}

// What is written to a pipe arrives whole and in order, also where the guest has
// to wait for the reader.
func TestWriteToPipe(t *testing.T) {
	r, w := pipe(t)
	h := host.New(host.Config{Stdout: w})
	var want, got bytes.Buffer
	done := make(chan error, 1)
	go func() {
		_, err := io.Copy(&got, r)
		done <- err
	}()
	for n := range 200 {
		part := bytes.Repeat([]byte{byte(n)}, n*97)
		want.Write(part)
		mustBe(t, h.Stdout.Write(part))
	}
	h.Close()
	mustBe(t, w.Close())
	mustBe(t, await(t, done))
	if !bytes.Equal(got.Bytes(), want.Bytes()) {
		t.Errorf("%d bytes arrived, not %d, or others", got.Len(), want.Len())
	}
}

// A guest that fills a pipe that nobody reads can be cancelled.
func TestCancelFullPipe(t *testing.T) {
	_, w := pipe(t)
	h := host.New(host.Config{Stdout: w})
	cause := errors.New("enough")
	ended, begun := make(chan error, 1), make(chan struct{})
	go func() {
		close(begun)
		for {
			if err := h.Stdout.Write(make([]byte, 50_000)); err != nil {
				ended <- err
				return
			}
		}
	}()
	<-begun
	h.Cancel(cause)
	if err := await(t, ended); !errors.Is(err, cause) {
		t.Errorf("the write ended with %v", err)
	}
}

func TestReadFromPipe(t *testing.T) {
	r, w := pipe(t)
	h := host.New(host.Config{Stdin: r})
	p := make([]byte, 10)
	if n, err := h.Stdin.Read(p); n != 0 || err != nil {
		t.Errorf("an empty pipe gives %d bytes, %v", n, err)
	}
	_, err := w.WriteString("first")
	mustBe(t, err)
	mustBe(t, h.Wait(h.Stdin))
	n, err := h.Stdin.Read(p)
	if string(p[:n]) != "first" || err != nil {
		t.Errorf("the pipe gives %q, %v", p[:n], err)
	}
	_, err = w.WriteString("second")
	mustBe(t, err)
	if n, err := h.Stdin.Read(p[:3]); string(p[:n]) != "sec" && n != 0 || err != nil {
		t.Errorf("the pipe gives %q, %v", p[:n], err)
	}
	mustBe(t, w.Close())
	for err == nil {
		mustBe(t, h.Wait(h.Stdin))
		_, err = h.Stdin.Read(p)
	}
	if !errors.Is(err, io.EOF) {
		t.Errorf("the pipe ended with %v", err)
	}
}

func TestInterfaceNames(t *testing.T) {
	if got := host.Streams.String() + " " + host.Terminal.String() + " " + host.Interface(200).String(); got != "wasi:io/streams wasi:cli/terminal unknown" {
		t.Error(got)
	}
}
