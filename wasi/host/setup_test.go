package host_test

import (
	"sync"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/io"
	"github.com/qyvol/qyvol/wasi/host/world"
)

func mustBe(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// state is what the stores of these tests have.
type state struct{ host *host.Host }

func (s *state) Host() *host.Host { return s.host }

// newEngine makes an engine whose guests can be interrupted.
func newEngine(t testing.TB) *engine.Engine { return newEngineOf(t, engine.OptSpeed) }

func newEngineOf(t testing.TB, opt engine.OptLevel) *engine.Engine {
	t.Helper()
	eng, err := engine.New(engine.Config{EpochInterruption: true, MemoryAccounting: true, OptLevel: opt})
	mustBe(t, err)
	t.Cleanup(eng.Close)
	return eng
}

// guest is the driver, instantiated.
type guest struct {
	testing.TB
	*host.Host
	store *engine.Store
	inst  *engine.Instance
}

// newGuest makes one with its own engine.
func newGuest(t testing.TB, c host.Config) *guest {
	t.Helper()
	return newGuests(t).make(t, c)
}

// guests can make any number of them.
type guests struct {
	eng    *engine.Engine
	linker *engine.Linker
	driver *engine.Component
}

var driverText = sync.OnceValue(func() string { return driver(host.Version) })

func newGuests(t testing.TB) *guests {
	t.Helper()
	g := &guests{eng: newEngineOf(t, engine.OptNone)} // the driver does nothing by itself
	g.linker = engine.NewLinker(g.eng)
	t.Cleanup(g.linker.Close)
	mustBe(t, world.AddToLinker(g.linker))
	var err error
	g.driver, err = g.eng.Compile([]byte(driverText()))
	mustBe(t, err)
	t.Cleanup(func() { g.driver.Close() })
	return g
}

func (g *guests) make(t testing.TB, c host.Config) *guest {
	t.Helper()
	h := host.New(c)
	s := engine.NewStore(g.eng, &state{h})
	t.Cleanup(s.Close)
	inst, err := g.linker.Instantiate(s, g.driver)
	mustBe(t, err)
	return &guest{t, h, s, inst}
}

// The results of the functions of wasi:io/streams.
type (
	bytesResult = engine.Result[[]byte, io.StreamError]
	countResult = engine.Result[uint64, io.StreamError]
	doneResult  = engine.Result[engine.Unit, io.StreamError]
)

// call calls an export of the driver's; P is what NewTypedFunc takes.
func call[P, R any](g *guest, name string, p P) (R, error) {
	g.Helper()
	f, err := g.inst.Func(name)
	mustBe(g, err)
	typed, err := engine.NewTypedFunc[P, R](f)
	mustBe(g, err)
	return typed.Call(p)
}

// must is call for what can't fail.
func must[R, P any](g *guest, name string, p P) R {
	g.Helper()
	r, err := call[P, R](g, name, p)
	if err != nil {
		g.Fatalf("%s: %v", name, err)
	}
	return r
}

func input(s *io.InputStream) engine.Borrow[*io.InputStream] {
	return engine.Borrow[*io.InputStream]{Value: s}
}

func output(s *io.OutputStream) engine.Borrow[*io.OutputStream] {
	return engine.Borrow[*io.OutputStream]{Value: s}
}

func pollable(p *io.Pollable) engine.Borrow[*io.Pollable] {
	return engine.Borrow[*io.Pollable]{Value: p}
}

// with is two parameters.
func with[A, B any](a A, b B) engine.Tuple2[A, B] { return engine.Tuple2[A, B]{F0: a, F1: b} }

// told is what a stream-error says: "closed", or the text of the error.
func told(g *guest, ok bool, e io.StreamError) string {
	g.Helper()
	switch {
	case ok:
		return ""
	case e.Closed != nil:
		return "closed"
	default:
		return must[string](g, "error-error-to-debug-string", engine.Borrow[*io.Error]{Value: e.LastOperationFailed.Value})
	}
}
