package host_test

import (
	"context"
	"errors"
	goio "io"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/io"
)

// hang is how long a test waits for what should come at once.
const hang = 30 * time.Second

// blocked is a guest in a call that nothing ends. blocked tells when it waits.
type blocked struct {
	name    string
	call    func(*guest) error
	waiting func()
}

// blockingCalls makes a guest's blocking calls, each on what is never ready.
func blockingCalls(g *guest) []blocked {
	src, dst := newSource(g.Host), newSink(g.Host, 0)
	in, out := input(io.NewInputStream(src, nil)), output(io.NewOutputStream(dst, nil))
	open := output(io.NewOutputStream(newSink(g.Host, 10), nil))
	reads, writes := func() { <-src.looked }, func() { <-dst.looked }
	type (
		tRead   = engine.Tuple2[engine.Borrow[*io.InputStream], uint64]
		tWrite  = engine.Tuple2[engine.Borrow[*io.OutputStream], []byte]
		tZeroes = engine.Tuple2[engine.Borrow[*io.OutputStream], uint64]
		tSplice = engine.Tuple3[engine.Borrow[*io.OutputStream], engine.Borrow[*io.InputStream], uint64]
	)
	never := pollable(io.NewPollable(src, nil))
	return []blocked{
		{"poll", func(g *guest) error {
			_, err := call[pollList, []uint32](g, "poll", pollList{sleep(g, 1<<60), never})
			return err
		}, reads},
		{"block", func(g *guest) error {
			_, err := call[engine.Borrow[*io.Pollable], engine.Unit](g, "pollable-block", never)
			return err
		}, reads},
		{"blocking-read", func(g *guest) error {
			_, err := call[tRead, bytesResult](g, "input-stream-blocking-read", with(in, uint64(1)))
			return err
		}, reads},
		{"blocking-read of nothing", func(g *guest) error {
			_, err := call[tRead, bytesResult](g, "input-stream-blocking-read", with(in, uint64(0)))
			return err
		}, reads},
		{"blocking-skip", func(g *guest) error {
			_, err := call[tRead, countResult](g, "input-stream-blocking-skip", with(in, uint64(1)))
			return err
		}, reads},
		{"blocking-write-and-flush", func(g *guest) error {
			_, err := call[tWrite, doneResult](g, "output-stream-blocking-write-and-flush", with(out, []byte("x")))
			return err
		}, writes},
		{"blocking-flush", func(g *guest) error {
			_, err := call[engine.Borrow[*io.OutputStream], doneResult](g, "output-stream-blocking-flush", out)
			return err
		}, writes},
		{"blocking-write-zeroes-and-flush", func(g *guest) error {
			_, err := call[tZeroes, doneResult](g, "output-stream-blocking-write-zeroes-and-flush", with(out, uint64(1)))
			return err
		}, writes},
		{"blocking-splice to", func(g *guest) error {
			_, err := call[tSplice, countResult](g, "output-stream-blocking-splice", tSplice{F0: out, F1: in, F2: 1})
			return err
		}, writes},
		{"blocking-splice from", func(g *guest) error {
			_, err := call[tSplice, countResult](g, "output-stream-blocking-splice", tSplice{F0: open, F1: in, F2: 1})
			return err
		}, reads},
	}
}

// A guest that blocks, in whatever call, ends when its run is cancelled, and
// with the cause that it was cancelled for.
func TestCancelEveryBlockingCall(t *testing.T) {
	guests := newGuests(t)
	for n, name := range blockingCalls(guests.make(t, host.Config{})) {
		for _, interrupt := range []bool{false, true} {
			t.Run(name.name, func(t *testing.T) {
				g := guests.make(t, host.Config{})
				b := blockingCalls(g)[n]
				ended := make(chan error, 1)
				go func() { ended <- b.call(g) }()
				b.waiting()
				if interrupt {
					g.store.Interrupt(context.DeadlineExceeded)
				}
				start := time.Now()
				g.Cancel(context.DeadlineExceeded)
				err := await(t, ended)
				t.Logf("ended after %v", time.Since(start))
				var stopped *engine.InterruptError
				var cancelled *host.CancelledError
				if !errors.Is(err, context.DeadlineExceeded) || errors.As(err, &stopped) != interrupt || errors.As(err, &cancelled) == interrupt {
					t.Errorf("the guest ended with %#v", err)
				}
			})
		}
	}
}

func await(t testing.TB, ended <-chan error) error {
	t.Helper()
	select {
	case err := <-ended:
		return err
	case <-time.After(hang):
		t.Fatal("the guest did not end")
		return nil
	}
}

// A guest is not held by a reader or a writer that is.
func TestCancelStdio(t *testing.T) {
	in, feed := goio.Pipe()
	drain, out := goio.Pipe()
	defer feed.Close()
	defer drain.Close()
	guests := newGuests(t)
	for name, blocks := range map[string]func(*guest) error{
		"stdin": func(g *guest) error {
			s := must[engine.Own[*io.InputStream]](g, "get-stdin", engine.Unit{})
			_, err := call[engine.Tuple2[engine.Borrow[*io.InputStream], uint64], bytesResult](g, "input-stream-blocking-read", with(input(s.Value), uint64(1)))
			return err
		},
		"stdout": func(g *guest) error {
			s := must[engine.Own[*io.OutputStream]](g, "get-stdout", engine.Unit{})
			_, err := call[engine.Tuple2[engine.Borrow[*io.OutputStream], []byte], doneResult](g, "output-stream-write", with(output(s.Value), []byte("x")))
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := guests.make(t, host.Config{Stdin: in, Stdout: out})
			cause := errors.New("enough")
			ended := make(chan error, 1)
			go func() { ended <- blocks(g) }()
			for g.Counters.Calls(host.Streams) == 0 {
				runtime.Gosched()
			}
			g.Cancel(cause)
			g.Cancel(errors.New("more than enough"))
			if err := await(t, ended); !errors.Is(err, cause) {
				t.Errorf("the guest ended with %v", err)
			}
			if _, err := call[engine.Unit, uint64](g, "now", engine.Unit{}); err == nil {
				t.Error("a cancelled guest may go on")
			}
			if err := g.Stdout.Failure(); err != nil {
				t.Errorf("standard output failed with %v", err)
			}
		})
	}
}

// A thousand guests that sleep end together, and leave no goroutine; those that
// come after them need no more threads.
func TestCancelAThousand(t *testing.T) {
	if testing.Short() {
		t.Skip("a thousand guests")
	}
	p := newPrograms(t)
	text, err := fixtures.FS.ReadFile("sleep/sleep.wasm")
	mustBe(t, err)
	c, err := p.eng.Compile(text)
	mustBe(t, err)
	defer c.Close()
	const many = 1000
	before := runtime.NumGoroutine()
	var threads [2]int
	for round := range threads {
		hosts, stores, ended := make([]*host.Host, many), make([]*engine.Store, many), make(chan error, many)
		for n := range hosts {
			hosts[n] = host.New(host.Config{Args: []string{"sleep"}})
			stores[n] = engine.NewStore(p.eng, &state{hosts[n]})
			go func() { ended <- p.runHosted(stores[n], c) }()
		}
		for _, h := range hosts {
			for h.Counters.Calls(host.Poll) == 0 {
				runtime.Gosched()
			}
		}
		threads[round] = countThreads()
		start := time.Now()
		for n, h := range hosts {
			stores[n].Interrupt(context.Canceled)
			h.Cancel(context.Canceled)
		}
		for range hosts {
			if err := await(t, ended); !errors.Is(err, context.Canceled) {
				t.Fatalf("a guest ended with %v", err)
			}
		}
		t.Logf("%d guests ended in %v; there were %d threads", many, time.Since(start), threads[round])
		for _, s := range stores {
			s.Close()
		}
	}
	for deadline := time.Now().Add(hang); runtime.NumGoroutine() > before && time.Now().Before(deadline); {
		runtime.Gosched()
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("there are %d goroutines, before %d", after, before)
	}
	if threads[1] > threads[0]+many/10 {
		t.Errorf("%d threads became %d", threads[0], threads[1])
	}
}

// countThreads counts the threads of this process, zero where it can't.
func countThreads() int {
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return 0
	}
	return len(tasks)
}
