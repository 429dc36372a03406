package engine_test

import (
	"bytes"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/guest/lane"
)

type (
	catIn     struct{ rest []byte }
	catOut    struct{ bytes.Buffer }
	catError  struct{}
	catDir    struct{}
	catDirs   = []engine.Tuple2[engine.Own[*catDir], string]
	catStdin  = engine.Borrow[*catIn]
	catStdout = engine.Borrow[*catOut]
	catFailed struct {
		engine.OneOf
		LastOperationFailed *engine.Own[*catError]
		Closed              *engine.Unit
	}
	catRead  = engine.Result[engine.LaneBytes, catFailed]
	catWrote = engine.Result[engine.Unit, catFailed]
)

const catVersion = "@0.2.12"

var catFuncs = lane.Interfaces{"wasi:io/streams": {
	"[method]output-stream.write", "[method]output-stream.blocking-write-and-flush",
	"[method]input-stream.read", "[method]input-stream.blocking-read",
}}

// catLinker hosts as much of WASI as a guest that copies its input needs.
func catLinker(t *testing.T, c *engine.Component, in *catIn, out *catOut) *engine.Linker {
	t.Helper()
	l := engine.NewLinker(c.Engine())
	t.Cleanup(l.Close)
	for _, name := range []string{"wasi:io/error", "wasi:io/streams", "wasi:cli/stdin", "wasi:cli/stdout", "wasi:cli/stderr", "wasi:filesystem/types", "wasi:filesystem/preopens"} {
		i := l.Instance(name + catVersion)
		mustBe(t, engine.DefineResource[*catError](i, "error", nil))
		mustBe(t, engine.DefineResource[*catIn](i, "input-stream", nil))
		mustBe(t, engine.DefineResource[*catOut](i, "output-stream", nil))
		mustBe(t, engine.DefineResource[*catDir](i, "descriptor", nil))
	}
	stdout := engine.F0(func(*engine.Store) (engine.Own[*catOut], error) { return engine.Own[*catOut]{Value: out}, nil })
	mustBe(t, l.Instance("wasi:cli/stdout"+catVersion).Func("get-stdout", stdout))
	mustBe(t, l.Instance("wasi:cli/stderr"+catVersion).Func("get-stderr", stdout))
	mustBe(t, l.Instance("wasi:cli/stdin"+catVersion).Func("get-stdin", engine.F0(func(*engine.Store) (engine.Own[*catIn], error) { return engine.Own[*catIn]{Value: in}, nil })))
	mustBe(t, l.Instance("wasi:filesystem/preopens"+catVersion).Func("get-directories", engine.F0(func(*engine.Store) (catDirs, error) { return nil, nil })))
	catStreams(t, l.Instance("wasi:io/streams"+catVersion))
	mustBe(t, l.DefineUnknownImportsAsTraps(c))
	return l
}

func catStreams(t *testing.T, i *engine.LinkerInstance) {
	t.Helper()
	mustBe(t, engine.DefineLane(i))
	write := engine.F2(func(_ *engine.Store, s catStdout, b engine.LaneBytes) (catWrote, error) {
		s.Value.Write(b)
		return engine.Ok[engine.Unit, catFailed](engine.Unit{}), nil
	})
	read := engine.F2(func(_ *engine.Store, s catStdin, n uint64) (catRead, error) {
		if len(s.Value.rest) == 0 {
			return engine.Err[engine.LaneBytes](catFailed{Closed: &engine.Unit{}}), nil
		}
		n = min(n, uint64(len(s.Value.rest)))
		b := s.Value.rest[:n]
		s.Value.rest = s.Value.rest[n:]
		return engine.Ok[engine.LaneBytes, catFailed](b), nil
	})
	for name, fn := range map[string]any{
		lane.FuncName("[method]output-stream.write"):                    write,
		lane.FuncName("[method]output-stream.blocking-write-and-flush"): write,
		lane.FuncName("[method]input-stream.read"):                      read,
		lane.FuncName("[method]input-stream.blocking-read"):             read,
		"[method]output-stream.check-write": engine.F1(func(*engine.Store, catStdout) (engine.Result[uint64, catFailed], error) {
			return engine.Ok[uint64, catFailed](1 << 20), nil
		}),
		"[method]output-stream.blocking-flush": engine.F1(func(*engine.Store, catStdout) (catWrote, error) {
			return engine.Ok[engine.Unit, catFailed](engine.Unit{}), nil
		}),
	} {
		mustBe(t, i.Func(name, fn))
	}
}

// TestLaneCarriesARealGuest has a guest copy its input: one that a C compiler
// made for preview 1, with the adapter whose realloc gives what its caller has.
func TestLaneCarriesARealGuest(t *testing.T) {
	wasm, _, ok := lane.Adapt(fixture(t, "cat/cat.wasm"), catFuncs)
	if !ok {
		t.Fatal("the guest is not adapted")
	}
	c := compile(t, newEngineWith(t, accounted), string(wasm))
	data := pattern(3_000_001)
	out := new(catOut)
	l := catLinker(t, c, &catIn{rest: data}, out)
	s := engine.NewStore(c.Engine(), nil)
	defer s.Close()
	mustBe(t, runCommand(l, s, c))
	if !bytes.Equal(out.Bytes(), data) {
		t.Errorf("%d bytes went in, and %d or others came out", len(data), out.Len())
	}
}

// BenchmarkLaneInstantiate tells what adapters add to the start of a guest.
func BenchmarkLaneInstantiate(b *testing.B) {
	eng := newEngineWith(b, accounted)
	for name, wasm := range map[string]string{"Adapted": string(adaptedGuest(b)), "Plain": laneGuest} {
		b.Run(name, func(b *testing.B) {
			c := compile(b, eng, wasm)
			l := laneLinker(b, eng, func() *laneStream { return nil })
			b.ReportAllocs()
			for b.Loop() {
				s := engine.NewStore(eng, nil)
				if _, err := l.Instantiate(s, c); err != nil {
					b.Fatal(err)
				}
				s.Close()
			}
		})
	}
	guest := fixture(b, "cat/cat.wasm")
	b.Run("Adapt", func(b *testing.B) {
		b.SetBytes(int64(len(guest)))
		for b.Loop() {
			lane.Adapt(guest, catFuncs)
		}
	})
}
