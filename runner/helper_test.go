package runner_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// patience is how long something may take that happens at once: a test that
// waits longer hangs.
const patience = 20 * time.Second

// unit loads a manifest that is written for a test. A name of the form %s in it
// stands for a fixture, in order.
func unit(t testing.TB, text string, guests ...any) *loader.Unit {
	t.Helper()
	for i, guest := range guests {
		guests[i] = filepath.Join(fixtures.Dir(t), filepath.FromSlash(guest.(string)))
	}
	path := filepath.Join(t.TempDir(), "test.qyv")
	text = "name: test\nruntime: wasi\n" + fmt.Sprintf(text, guests...)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return load(t, path)
}

// fixture loads a guest by itself.
func fixture(t testing.TB, name string) *loader.Unit {
	t.Helper()
	return load(t, filepath.Join(fixtures.Dir(t), filepath.FromSlash(name)))
}

// text loads a guest in WebAssembly's text format.
func text(t testing.TB, source string) *loader.Unit {
	t.Helper()
	path := filepath.Join(t.TempDir(), "guest.wat")
	if err := os.WriteFile(path, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	return load(t, path)
}

func load(t testing.TB, path string) *loader.Unit {
	t.Helper()
	u, err := loader.Load(path, loader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// newRunner is closed at the end of the test.
func newRunner(t testing.TB) *runner.Runner {
	t.Helper()
	r := new(runner.Runner)
	t.Cleanup(r.Close)
	return r
}

// code is the cache of all tests that don't test it: most of what they take
// would be compiling the same guests again and again.
var code *loader.Cache

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "qyvol-runner-")
	if err != nil {
		panic(err)
	}
	code = loader.OpenCache(loader.CacheOptions{Dir: filepath.Join(dir, "cache")})
	status := m.Run()
	_ = os.RemoveAll(dir) // what is left is in the system's temporary folder
	os.Exit(status)
}

// run runs a unit with code that is kept.
func run(t *testing.T, r *runner.Runner, u *loader.Unit, opts runner.Options) (runner.Result, error) {
	t.Helper()
	if opts.Cache == nil {
		opts.Cache = code
	}
	return r.Run(t.Context(), u, opts)
}

// warm compiles a guest before it is run, so that a short limit is over in the
// guest, and not while it is compiled.
func warm(t testing.TB, u *loader.Unit, by wasi.Implementation) {
	t.Helper()
	if _, err := newRunner(t).Compile(t.Context(), u, runner.Options{Cache: code, WASI: by}); err != nil {
		t.Fatal(err)
	}
}

// output can be read while it is written.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	within(t, patience, what, done)
}

func within(t *testing.T, wait time.Duration, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(wait); !done(); time.Sleep(time.Millisecond) { //nolint:forbidigo // between two looks
		if time.Now().After(deadline) {
			t.Fatalf("%s: not after %v", what, wait)
		}
	}
}

// nothingLeft waits until no guest is left behind by a run, nor a compilation,
// which takes a minute on a machine that has much else to do.
func nothingLeft(t *testing.T) {
	t.Helper()
	buffer := make([]byte, 1<<20)
	var stacks []byte
	defer func() {
		if t.Failed() {
			t.Logf("%s", stacks)
		}
	}()
	within(t, 5*patience, "what was left behind ends", func() bool {
		stacks = buffer[:runtime.Stack(buffer, true)]
		return !bytes.Contains(stacks, []byte("(*attempt)"))
	})
}

// writerFunc is a writer, such as a log that does something.
type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
