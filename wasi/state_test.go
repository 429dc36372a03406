package wasi_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// stdio is a grant of the three streams.
func stdio() *wasi.Grant {
	return &wasi.Grant{Stdin: true, Stdout: true, Stderr: true, Implementation: wasi.Native}
}

func TestStateOfNothing(t *testing.T) {
	s := wasi.BuildState(&wasi.Grant{Implementation: wasi.Native}, wasi.ProcessStdio())
	if !reflect.DeepEqual(s.Context, engine.WASIConfig{}) {
		t.Errorf("the context is %+v, want nothing in it", s.Context)
	}
}

func TestStateHasTheGrant(t *testing.T) {
	g := &wasi.Grant{
		Implementation: wasi.Native,
		Args:           []wasi.Argument{{"a.wasm", wasi.FromManifest, ""}, {"x", wasi.FromFlag, ""}},
		Env:            []wasi.Variable{{"A", "1", wasi.FromHost, ""}},
		Mounts: []wasi.Mount{
			{Host: "/srv", Guest: "/data", Write: true, Origin: wasi.FromManifest}, {Host: "d", Guest: "d", Origin: wasi.FromFlag},
		},
	}
	s := wasi.BuildState(g, wasi.Stdio{})
	want := engine.WASIConfig{
		Args:     []string{"a.wasm", "x"},
		Env:      []engine.EnvVar{{Name: "A", Value: "1"}},
		Preopens: []engine.Preopen{{Host: "/srv", Guest: "/data", Write: true}, {Host: "d", Guest: "d"}},
	}
	if !reflect.DeepEqual(s.Context, want) {
		t.Errorf("the context is %+v, want %+v", s.Context, want)
	}
	if s.Grant != g {
		t.Error("the state lost its grant")
	}
}

func TestStateOfInput(t *testing.T) {
	file := open(t, filepath.Join(t.TempDir(), "input"))
	reader := strings.NewReader("x")
	cases := []struct {
		name string
		in   io.Reader
		want engine.Input
	}{
		{"none", nil, engine.Input{}},
		{"no file", (*os.File)(nil), engine.Input{}},
		{"the process's", os.Stdin, engine.Input{Inherit: true}},
		{"a file", file, engine.Input{Reader: file}},
		{"a reader", reader, engine.Input{Reader: reader}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := wasi.BuildState(stdio(), wasi.Stdio{Stdin: c.in}).Context.Stdin
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("the input is %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestStateOfOutput(t *testing.T) {
	file := open(t, filepath.Join(t.TempDir(), "output"))
	cases := []struct {
		name   string
		out    io.Writer
		thrown bool
	}{
		{"none", nil, true},
		{"no file", (*os.File)(nil), true},
		{"a file", file, false},
		{"a writer", new(bytes.Buffer), false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			context := wasi.BuildState(stdio(), wasi.Stdio{Stdout: c.out, Stderr: c.out}).Context
			for _, o := range []engine.Output{context.Stdout, context.Stderr} {
				if o.Inherit || (o.Writer == nil) != c.thrown {
					t.Errorf("the output is %+v", o)
				}
			}
		})
	}
}

func open(t *testing.T, path string) *os.File {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// guest is a fixture in an engine of its own.
type guest struct {
	engine    *engine.Engine
	linker    *engine.Linker
	component *engine.Component
}

func load(t *testing.T, code []byte) *guest {
	t.Helper()
	eng, err := engine.New(engine.Config{EpochInterruption: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(eng.Close)
	c, err := eng.Compile(code)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	l := engine.NewLinker(eng)
	t.Cleanup(l.Close)
	if err := wasi.AddToLinker(l, wasi.Native); err != nil {
		t.Fatal(err)
	}
	return &guest{eng, l, c}
}

func fixture(t *testing.T, name string) *guest {
	t.Helper()
	code, err := fixtures.FS.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return load(t, code)
}

// run runs a guest in a state and returns how it ended. The store is closed
// when it returns.
func (g *guest) run(t *testing.T, s *wasi.State) (engine.Stats, error) {
	t.Helper()
	store := engine.NewStore(g.engine, s)
	defer store.Close()
	if err := s.Attach(store); err != nil {
		t.Fatal(err)
	}
	err := runner.RunComponent(store, g.linker, g.component)
	store.Close()
	return store.Stats(), err
}

func TestStreamsReachTheGuest(t *testing.T) {
	var out, errs bytes.Buffer
	g := stdio()
	s := wasi.BuildState(g, wasi.Stdio{Stdin: strings.NewReader("a\x00b"), Stdout: &out, Stderr: &errs})
	stats, err := fixture(t, "cat/cat.wasm").run(t, s)
	if err != nil || out.String() != "a\x00b" || errs.Len() != 0 {
		t.Errorf("copied %q, said %q: %v", out.String(), errs.String(), err)
	}
	if stats.Stdout != 3 || stats.Stderr != 0 {
		t.Errorf("counted %d and %d bytes", stats.Stdout, stats.Stderr)
	}
	if err := s.OutputError(); err != nil {
		t.Error(err)
	}
}

// A stream that is not granted is empty, or thrown away, whatever the run has.
func TestStreamsThatAreNotGranted(t *testing.T) {
	var out bytes.Buffer
	s := wasi.BuildState(&wasi.Grant{Stdout: true, Implementation: wasi.Native}, wasi.Stdio{Stdin: strings.NewReader("secret"), Stdout: &out})
	if _, err := fixture(t, "cat/cat.wasm").run(t, s); err != nil || out.Len() != 0 {
		t.Errorf("copied %q: %v", out.String(), err)
	}
	s = wasi.BuildState(&wasi.Grant{Stdin: true, Implementation: wasi.Native}, wasi.Stdio{Stdin: strings.NewReader("x"), Stdout: &out})
	if _, err := fixture(t, "cat/cat.wasm").run(t, s); err != nil || out.Len() != 0 {
		t.Errorf("copied %q: %v", out.String(), err)
	}
}

// alone fails the test when two writes happen at once.
type alone struct {
	t  *testing.T
	mu sync.Mutex
	b  bytes.Buffer
}

func (a *alone) Write(p []byte) (int, error) {
	if !a.mu.TryLock() {
		a.t.Error("two writes at once")
		a.mu.Lock()
	}
	defer a.mu.Unlock()
	return a.b.Write(p)
}

func TestOneWriterForBothStreams(t *testing.T) {
	w := &alone{t: t}
	g := stdio()
	g.Args = []wasi.Argument{{"panic", wasi.FromManifest, ""}}
	s := wasi.BuildState(g, wasi.Stdio{Stdout: w, Stderr: w})
	if s.Context.Stdout.Writer != s.Context.Stderr.Writer {
		t.Error("each stream writes for itself")
	}
	if _, err := fixture(t, "panic/panic.wasm").run(t, s); err == nil || !strings.Contains(w.b.String(), "ledger") {
		t.Errorf("wrote %q: %v", w.b.String(), err)
	}
	// Writers that can't be compared are no reason to fail.
	slice := uncomparable{&w.b}
	if c := wasi.BuildState(g, wasi.Stdio{Stdout: slice, Stderr: slice}).Context; c.Stdout.Writer == c.Stderr.Writer {
		t.Error("the writers were taken for the same")
	}
}

type uncomparable []io.Writer

func (u uncomparable) Write(p []byte) (int, error) { return u[0].Write(p) }

func TestOutputErrors(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	pr, pw := io.Pipe()
	if err := pr.Close(); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name string
		out  io.Writer
		want error
		gone bool
	}{
		{"a good one", new(bytes.Buffer), nil, false},
		{"a full disk", fullDisk{}, errFull, false},
		{"a pipe that nobody reads", w, nil, true},
		{"a pipe of Go's that nobody reads", pw, nil, true},
	}
	hello := fixture(t, "hello/hello.wasm")
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := wasi.BuildState(stdio(), wasi.Stdio{Stdout: c.out})
			_, _ = hello.run(t, s)
			if got := s.OutputError(); !errors.Is(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
			if s.ReaderGone() != c.gone {
				t.Errorf("the reader is gone: %v", s.ReaderGone())
			}
		})
	}
}

// A guest that is left behind does not write to what its run has given back.
func TestDetach(t *testing.T) {
	var detached atomic.Bool
	written := make(chan struct{})
	once := sync.OnceFunc(func() { close(written) })
	out := writerFunc(func(p []byte) (int, error) {
		if detached.Load() {
			t.Error("written to after Detach")
		}
		once()
		return len(p), nil
	})
	g := fixture(t, "yes/yes.wasm")
	s := wasi.BuildState(stdio(), wasi.Stdio{Stdout: out})
	ended := make(chan error, 1)
	go func() {
		_, err := g.run(t, s)
		ended <- err
	}()
	select {
	case <-written:
	case err := <-ended:
		t.Fatalf("yes wrote nothing: %v", err)
	}
	s.Detach(time.Minute)
	detached.Store(true)
	if err := <-ended; err == nil {
		t.Error("yes ended by itself")
	}
}

// Detach does not wait for ever for a write that does not end.
func TestDetachOfABlockedWrite(t *testing.T) {
	blocked, release := make(chan struct{}), make(chan struct{})
	once := sync.OnceFunc(func() { close(blocked) })
	out := writerFunc(func([]byte) (int, error) {
		once()
		<-release
		return 0, io.ErrClosedPipe
	})
	g := fixture(t, "yes/yes.wasm")
	s := wasi.BuildState(stdio(), wasi.Stdio{Stdout: out})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = g.run(t, s)
	}()
	<-blocked
	s.Detach(time.Millisecond)
	close(release)
	<-ended
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
