package preview1_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/preview1"
)

// What C writes to an output arrives whole and in order, also where a pipe takes only a part
// of it at once, and is counted.
func TestLentOutput(t *testing.T) {
	made := newGuests(t, driver())
	for _, to := range []string{"pipe", "file", "writer"} {
		t.Run(to, func(t *testing.T) {
			var got, want bytes.Buffer
			var w io.Writer = &got
			arrived := make(chan error, 1)
			end := func() {}
			switch to {
			case "pipe":
				r, file, err := os.Pipe()
				mustBe(t, err)
				defer r.Close()
				go func() { _, err := io.Copy(&got, r); arrived <- err }()
				end = func() { mustBe(t, file.Close()); mustBe(t, <-arrived) }
				w = file
			case "file":
				file, err := os.Create(filepath.Join(t.TempDir(), "f"))
				mustBe(t, err)
				end = func() {
					all, err := os.ReadFile(file.Name())
					mustBe(t, errors.Join(err, file.Close()))
					got.Write(all)
				}
				w = file
			}
			g := made.host(t, host.Config{Stdout: w, Stderr: w})
			lent := 0
			for n := range 400 {
				text := bytes.Repeat([]byte{byte('a' + n%26)}, []int{1, 64, 4096, 5000, 50_000, 1 << 16, 100_000}[n%7])
				g.write(1+n%2, string(text))
				want.Write(text)
				lent += preview1.Lent(g.Host)
				if n%90 == 0 {
					g.want(preview1.InvalidSeek, "fd_tell", 1, result) // which takes it back
				}
			}
			if (lent > 400) != (to != "writer") {
				t.Errorf("C has %d outputs", lent)
			}
			if n := g.Stdout.Written() + g.Stderr.Written(); n != uint64(want.Len()) || g.Counters.Bytes(host.Preview1) != n {
				t.Errorf("%d bytes of %d are said to be written, %d counted", n, want.Len(), g.Counters.Bytes(host.Preview1))
			}
			g.Close()
			end()
			if !bytes.Equal(got.Bytes(), want.Bytes()) {
				t.Errorf("%d other bytes arrive, not %d", got.Len(), want.Len())
			}
		})
	}
}

// Nobody reads: standard error is thrown away, standard output ends the guest.
func TestLentOutputBreaks(t *testing.T) {
	r, w, err := os.Pipe()
	mustBe(t, err)
	defer w.Close()
	g := newGuest(t, host.Config{Stdout: w, Stderr: w})
	for range 20 {
		g.write(1, "text")
		g.write(2, "text")
	}
	if preview1.Lent(g.Host) != 2 {
		t.Errorf("C has %d outputs", preview1.Lent(g.Host))
	}
	mustBe(t, r.Close())
	for range 20 {
		g.write(2, "text")
	}
	list, n := g.list(buffer, 4)
	var failed *host.OutputError
	if err := g.traps("fd_write", 1, list, n, result); !errors.As(err, &failed) {
		t.Errorf("it ends with %v", err)
	}
	if n := g.Stdout.Written() + g.Stderr.Written(); n != 160 {
		t.Errorf("%d bytes are written", n)
	}
}
