package preview1_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/preview1"
)

// hang is how long a test waits for what should come at once.
const hang = 30 * time.Second

func TestStdio(t *testing.T) {
	var stdout, stderr bytes.Buffer
	g := newGuest(t, host.Config{Stdin: iotest.OneByteReader(strings.NewReader("in")), Stdout: &stdout, Stderr: &stderr})
	g.write(1, "out")
	g.write(2, "err")
	g.write(1, "!")
	if stdout.String() != "out!" || stderr.String() != "err" {
		t.Errorf("it writes %q and %q", stdout.String(), stderr.String())
	}
	if got := g.read(0, 0); got != "" {
		t.Errorf("into nothing it reads %q", got)
	}
	var all string
	for range 3 {
		all += g.read(0, 10)
	}
	if all != "in" {
		t.Errorf("it reads %q", all)
	}
	if calls, n := g.Counters.Calls(host.Preview1), g.Counters.Bytes(host.Preview1); calls != 7 || n != 9 {
		t.Errorf("%d calls and %d bytes are counted", calls, n)
	}
	list, n := g.list(buffer, 200_000)
	g.ok("fd_write", 1, list, n, result)
	if got := g.u32(result); got != 200_000 || stdout.Len() != 200_004 {
		t.Errorf("%d bytes are written, and %d come", got, stdout.Len())
	}
	g.want(preview1.InvalidSeek, "fd_seek", 1, 0, 0, result)
	g.want(preview1.InvalidSeek, "fd_tell", 0, result)
	g.want(preview1.InvalidSeek, "fd_pread", 0, list, n, 0, result)
	g.want(preview1.InvalidSeek, "fd_pwrite", 2, list, n, 0, result)
	g.want(preview1.BadDescriptor, "fd_pread", 1, list, n, 0, result)
	g.want(preview1.BadDescriptor, "fd_pwrite", 0, list, n, 0, result)
	g.want(preview1.BadDescriptor, "fd_read", 1, list, n, result)
	g.want(preview1.BadDescriptor, "fd_write", 0, list, n, result)
}

// broken is a stream that fails.
type broken struct{}

var errBroken = errors.New("broken")

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestBrokenStreams(t *testing.T) {
	g := newGuest(t, host.Config{Stdin: iotest.ErrReader(errBroken), Stdout: broken{}, Stderr: broken{}})
	list, n := g.list(buffer, 10)
	g.want(preview1.IO, "fd_read", 0, list, n, result)
	if got := g.read(0, 10); got != "" { // then it is the end
		t.Errorf("it reads %q", got)
	}
	g.write(2, "nobody is told")
	err := g.traps("fd_write", 1, list, n, result)
	var failure *host.OutputError
	if !errors.As(err, &failure) || !errors.Is(err, errBroken) {
		t.Errorf("standard output gives %v", err)
	}
}

// stuck is a stream that never goes on, until it is closed.
type stuck struct {
	reached, done chan struct{}
}

func (s stuck) wait() (int, error) {
	s.reached <- struct{}{}
	<-s.done
	return 0, io.ErrClosedPipe
}

func (s stuck) Read([]byte) (int, error)  { return s.wait() }
func (s stuck) Write([]byte) (int, error) { return s.wait() }

// Whatever a guest waits for, its run can be cancelled.
func TestCancel(t *testing.T) {
	g := newGuests(t, driver())
	for name, call := range map[string]func(*guest) error{
		"fd_read": func(g *guest) error {
			list, n := g.list(buffer, 10)
			_, err := g.call("fd_read", 0, list, n, result)
			return err
		},
		"fd_write": func(g *guest) error {
			list, n := g.list(buffer, 10)
			_, err := g.call("fd_write", 1, list, n, result)
			return err
		},
		"poll_oneoff": func(g *guest) error {
			g.subscribeFD(0, 1, 0)
			g.subscribeClock(1, monotonicClock, forever, 0)
			_, err := g.call("poll_oneoff", subs, events, 2, result)
			return err
		},
		"random_get": func(g *guest) error {
			_, err := g.call("random_get", 0, 4*65536)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := stuck{make(chan struct{}, 8), make(chan struct{})}
			defer close(s.done)
			cause := errors.New("enough")
			guest := g.host(t, host.Config{Stdin: s, Stdout: s})
			if name == "random_get" {
				guest.Host.Config().Random = endless(func() { s.reached <- struct{}{}; guest.Cancel(cause) })
			}
			ended := make(chan error, 1)
			go func() { ended <- call(guest) }()
			select {
			case <-s.reached:
			case <-time.After(hang):
				t.Fatal("it doesn't wait")
			}
			guest.Cancel(cause)
			select {
			case err := <-ended:
				var trap *engine.Trap
				if !errors.As(err, &trap) || !errors.Is(err, cause) {
					t.Errorf("it ends with %v", err)
				}
			case <-time.After(hang):
				t.Fatal("it doesn't end")
			}
			if err := guest.traps("sched_yield"); !errors.Is(err, cause) {
				t.Errorf("a later call ends with %v", err)
			}
		})
	}
}

// endless is randomness that says when it is read.
type endless func()

func (e endless) Read(p []byte) (int, error) { e(); return len(p), nil }
