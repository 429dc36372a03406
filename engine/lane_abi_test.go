package engine_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/guest/lane"
	"github.com/qyvol/qyvol/internal/long"
)

// abiGuest calls functions that carry bytes, with pointers and a realloc that may
// be hostile. To be filled in: pages of memory, the body of realloc, and the call.
const abiGuest = `(component
  (import "qyvol:test/abi@0.2.0" (instance $abi
    (export "res" (type $res (sub resource)))
    (type $bytes (list u8))
    (type $pair (tuple $bytes bool))
    (type $wide (tuple u64 u64))
    (export "open" (func (result (own $res))))
    (export "other" (func))
    (export "now" (func (result u64)))
    (export "bytes" (func (param "n" u64) (result $bytes)))
    (export "plain" (func (param "n" u64) (result (result $bytes))))
    (export "small" (func (param "n" u64) (result (result $bytes (error u8)))))
    (export "large" (func (param "n" u64) (result (result $bytes (error $wide)))))
    (export "pair" (func (param "n" u64) (result (result $pair (error u64)))))
    (export "write" (func (param "b" $bytes) (result u64)))
    (export "check" (func (param "b" $bytes) (result (result u64 (error u8)))))))
  (alias export $abi "res" (type $res))
  (core module $mem (memory (export "memory") %[1]d) (table (export "table") 1 funcref))
  (core instance $mem (instantiate $mem))
  (core func $open (canon lower (func $abi "open")))
  (core func $other (canon lower (func $abi "other")))
  (core func $now (canon lower (func $abi "now")))
  (core func $drop (canon resource.drop $res))
  (core func $write (canon lower (func $abi "write") (memory $mem "memory")))
  (core func $check (canon lower (func $abi "check") (memory $mem "memory")))
  (core module $alloc
    (import "h" "memory" (memory 0)) (import "h" "table" (table 1 funcref))
    (import "h" "other" (func $other)) (import "h" "now" (func $now (result i64))) (import "h" "drop" (func $drop (param i32))) (import "h" "open" (func $open (result i32)))
    (import "h" "write" (func $write (param i32 i32) (result i64))) (import "h" "check" (func $check (param i32 i32 i32)))
    (type $bytes (func (param i64 i32)))
    (global $handle (mut i32) (i32.const 0))
    (func (export "open") (global.set $handle (call $open)))
    (func (export "realloc") (param $old i32) (param $size i32) (param $align i32) (param $new i32) (result i32) %[2]s))
  (core instance $alloc (instantiate $alloc (with "h" (instance
    (export "memory" (memory $mem "memory")) (export "table" (table $mem "table")) (export "other" (func $other)) (export "now" (func $now))
    (export "drop" (func $drop)) (export "open" (func $open)) (export "write" (func $write)) (export "check" (func $check))))))
  (core func $bytes (canon lower (func $abi "bytes") (memory $mem "memory") (realloc (func $alloc "realloc"))))
  (core func $plain (canon lower (func $abi "plain") (memory $mem "memory") (realloc (func $alloc "realloc"))))
  (core func $small (canon lower (func $abi "small") (memory $mem "memory") (realloc (func $alloc "realloc"))))
  (core func $large (canon lower (func $abi "large") (memory $mem "memory") (realloc (func $alloc "realloc"))))
  (core func $pair (canon lower (func $abi "pair") (memory $mem "memory") (realloc (func $alloc "realloc"))))
  (core module $main
    (import "h" "memory" (memory 0)) (import "h" "table" (table 1 funcref)) (import "h" "open" (func $open)) (import "h" "now" (func $now (result i64)))
    (import "h" "bytes" (func $bytes (param i64 i32))) (import "h" "plain" (func $plain (param i64 i32)))
    (import "h" "small" (func $small (param i64 i32))) (import "h" "large" (func $large (param i64 i32)))
    (import "h" "pair" (func $pair (param i64 i32)))
    (import "h" "write" (func $write (param i32 i32) (result i64))) (import "h" "check" (func $check (param i32 i32 i32)))
    (elem (i32.const 0) func $bytes)
    (func (export "run") (param $n i64) (param $at i32) (param $size i32) (call $open) (drop (call $now)) %[3]s)
    (func (export "sum") (result i64) (local $at i32) (local $sum i64)
      (loop $l
        (if (i32.lt_u (local.get $at) (i32.mul (memory.size) (i32.const 65536))) (then
          (local.set $sum (i64.add (i64.mul (local.get $sum) (i64.const 31)) (i64.load8_u (local.get $at))))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $l))))
      (local.get $sum)))
  (core instance $main (instantiate $main (with "h" (instance
    (export "memory" (memory $mem "memory")) (export "table" (table $mem "table")) (export "open" (func $alloc "open")) (export "now" (func $now))
    (export "bytes" (func $bytes)) (export "plain" (func $plain)) (export "small" (func $small)) (export "large" (func $large))
    (export "pair" (func $pair)) (export "write" (func $write)) (export "check" (func $check))))))
  (func (export "run") (param "n" u64) (param "at" u32) (param "size" u32) (canon lift (core func $main "run")))
  (func (export "sum") (result u64) (canon lift (core func $main "sum")))
)`

var abiFuncs = lane.Interfaces{"qyvol:test/abi": {"bytes", "plain", "small", "large", "pair", "write", "check"}}

type abiResource struct{}

// abiFunctions defines the functions with bytes of some type. Beyond 2^32 there
// is an error in their place.
func abiFunctions[B []byte | engine.LaneBytes](t testing.TB, i *engine.LinkerInstance, name func(string) string) {
	t.Helper()
	type wide = engine.Tuple2[uint64, uint64]
	bytes := func(n uint64) B {
		b := make(B, n&0xfffff)
		for i := range b {
			b[i] = byte(i*7 + 1)
		}
		return b
	}
	fails := func(n uint64) bool { return n>>32 != 0 }
	for fn, f := range map[string]engine.HostFunc{
		"bytes": engine.F1(func(_ *engine.Store, n uint64) (B, error) {
			if fails(n) {
				return nil, errors.New("the host fails")
			}
			return bytes(n), nil
		}),
		"plain": engine.F1(func(_ *engine.Store, n uint64) (engine.Result[B, engine.Unit], error) {
			return engine.Result[B, engine.Unit]{OK: !fails(n), Value: bytes(n)}, nil
		}),
		"small": engine.F1(func(_ *engine.Store, n uint64) (engine.Result[B, uint8], error) {
			return engine.Result[B, uint8]{OK: !fails(n), Value: bytes(n), Err: 5}, nil
		}),
		"large": engine.F1(func(_ *engine.Store, n uint64) (engine.Result[B, wide], error) {
			return engine.Result[B, wide]{OK: !fails(n), Value: bytes(n), Err: wide{F0: n, F1: 9}}, nil
		}),
		"pair": engine.F1(func(_ *engine.Store, n uint64) (engine.Result[engine.Tuple2[B, bool], uint64], error) {
			return engine.Result[engine.Tuple2[B, bool], uint64]{OK: !fails(n), Value: engine.Tuple2[B, bool]{F0: bytes(n), F1: n%2 == 1}, Err: n}, nil
		}),
		"write": engine.F1(func(_ *engine.Store, b B) (uint64, error) { return uint64(len(b)), nil }),
		"check": engine.F1(func(_ *engine.Store, b B) (engine.Result[uint64, uint8], error) {
			return engine.Result[uint64, uint8]{OK: len(b)%2 == 0, Value: uint64(len(b)), Err: 3}, nil
		}),
	} {
		mustBe(t, i.Func(name(fn), f))
	}
}

// abiOutcome is all that can be seen of a guest.
type abiOutcome struct {
	Code    engine.TrapCode
	Message string
	Frames  []engine.Frame
	Sum     any // of the memory
}

type abiBench struct {
	eng    *engine.Engine
	linker *engine.Linker
	direct *engine.DirectHost
	nows   int // calls of "now" that C did not answer
}

func newABIBench(t testing.TB) *abiBench {
	t.Helper()
	eng := newEngineWith(t, engine.Config{MemoryAccounting: true, OptLevel: engine.OptNone})
	b := &abiBench{eng: eng, linker: engine.NewLinker(eng), direct: engine.NewDirectHost(engine.DirectHostConfig{Monotonic: true})}
	t.Cleanup(b.linker.Close)
	i := b.linker.Instance("qyvol:test/abi@0.2.0")
	mustBe(t, engine.DefineResource[*abiResource](i, "res", nil))
	mustBe(t, i.Func("open", engine.F0(func(*engine.Store) (engine.Own[*abiResource], error) {
		return engine.Own[*abiResource]{Value: new(abiResource)}, nil
	})))
	mustBe(t, i.Func("now", engine.F0(func(s *engine.Store) (uint64, error) {
		b.nows++
		s.SetDirect(b.direct)
		return 0, nil
	}).Direct(engine.Direct{Func: engine.DirectMonotonicNow})))
	mustBe(t, i.Func("other", engine.F0(func(*engine.Store) (engine.Unit, error) { return engine.Unit{}, nil })))
	abiFunctions[[]byte](t, i, func(s string) string { return s })
	abiFunctions[engine.LaneBytes](t, i, lane.FuncName)
	mustBe(t, engine.DefineLane(i))
	return b
}

func (b *abiBench) run(t testing.TB, c *engine.Component, args []any) (o abiOutcome) {
	t.Helper()
	s := engine.NewStore(b.eng, nil)
	defer s.Close()
	inst, err := b.linker.Instantiate(s, c)
	mustBe(t, err)
	call := func(name string, args ...any) (any, error) {
		f, err := inst.Func(name)
		mustBe(t, err)
		return f.Call(args...)
	}
	if _, err := call("run", args...); err != nil {
		var trap *engine.Trap
		if !errors.As(err, &trap) {
			t.Fatalf("ended with %v", err)
		}
		return abiOutcome{Code: trap.Code, Message: trap.Message, Frames: trap.Frames}
	}
	o.Sum, err = call("sum")
	mustBe(t, err)
	return o
}

// abiPair is a guest as it is, and adapted.
type abiPair struct {
	what           string
	plain, adapted *engine.Component
}

func (b *abiBench) compile(t testing.TB, pages int, realloc, call string) abiPair {
	t.Helper()
	wasm, err := engine.TextToBinary(fmt.Appendf(nil, abiGuest, pages, realloc, call))
	mustBe(t, err)
	adapted, from, ok := lane.Adapt(wasm, abiFuncs)
	if !ok || !strings.Contains(string(adapted), "realloc0") {
		t.Fatal("the guest is not adapted")
	}
	p := abiPair{what: fmt.Sprintf("%d pages, realloc %s, %s", pages, realloc, call)}
	p.plain, err = b.eng.Compile(wasm)
	mustBe(t, err)
	p.adapted, err = b.eng.CompileRewritten(adapted, from)
	mustBe(t, err)
	t.Cleanup(func() { _, _ = p.plain.Close(), p.adapted.Close() })
	return p
}

// same expects both to end alike.
func (b *abiBench) same(t testing.TB, p abiPair, n uint64, at, size int) abiOutcome {
	t.Helper()
	args := []any{n, uint32(at), uint32(size)}
	want, got := b.run(t, p.plain, args), b.run(t, p.adapted, args)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s, of %d, %d, %d:\nwasmtime %+v\nadapted  %+v", p.what, n, at, size, want, got)
	}
	return want
}

// abiReallocs are bodies of realloc. What does not say otherwise has a constant.
var abiReallocs = []string{
	"(i32.const 1024)", "(i32.const 1023)", "(i32.const 0)", "(i32.const 16)", "(i32.const 20)", "(i32.const -1)", "(i32.const 65535)",
	"(i32.const 65536)", "(i32.const 65537)", "(i32.const 0x7fffffff)",
	"(i32.sub (i32.mul (memory.size) (i32.const 65536)) (local.get $new))",
	"(i32.sub (i32.mul (memory.size) (i32.const 65536)) (i32.sub (local.get $new) (i32.const 1)))",
	"(drop (memory.grow (i32.const 20))) (i32.const 65536)",
	"unreachable", "(call $other) (i32.const 1024)", "(drop (call $now)) (i32.const 1024)", "(call $drop (global.get $handle)) (i32.const 1024)",
	"(drop (call $open)) (i32.const 1024)", "(drop (call $write (i32.const 0) (i32.const 0))) (i32.const 1024)",
	"(call $check (i32.const 0) (i32.const 0) (i32.const 16)) (i32.const 1024)",
	"(call_indirect (type $bytes) (i64.const 0) (i32.const 16) (i32.const 0)) (i32.const 1024)",
	"(if (i32.or (i32.or (local.get $old) (local.get $size)) (i32.ne (local.get $align) (i32.const 1))) (then unreachable)) (local.get $new)",
	"(i32.store (i32.const 4096) (local.get $new)) (i32.const 1024)",
	"(local.get $new) (memory.fill (i32.const 16) (i32.const 255) (i32.const 64))",
}

var (
	abiPointers = []int{16, 0, 1, 2, 4, 8, 12, 17, 20, 24, 65536, 65535, 65532, 65528, 65524, 65520, 65516, 65512, 65504, -1, -4, -8, -16, -65536}
	abiSizes    = []uint64{10, 0, 1, 11, 65535, 65536, 70000, 1 << 20, 1<<32 + 3, 1 << 40}
)

// abiCalls are calls of all functions with what run is given.
var abiCalls = []string{
	"(call $bytes (local.get $n) (local.get $at))", "(call $plain (local.get $n) (local.get $at))",
	"(call $small (local.get $n) (local.get $at))", "(call $large (local.get $n) (local.get $at))",
	"(call $pair (local.get $n) (local.get $at))", abiWrite,
	"(call $check (local.get $at) (local.get $size) (local.get $at))",
	"(call $check (local.get $size) (i32.const 2) (local.get $at))",
}

const abiWrite = "(drop (call $write (local.get $at) (local.get $size)))"

// Every check of the Canonical ABI is made where adapters lower and lift, in the
// order in which wasmtime makes them.
func TestLaneABI(t *testing.T) {
	b := newABIBench(t)
	for i, call := range abiCalls {
		for j, realloc := range abiReallocs {
			if i > 4 || !long.Tests() && (i+j)%5 != 0 {
				continue
			}
			p := b.compile(t, 1, realloc, call)
			for _, n := range abiSizes {
				b.same(t, p, n, 16, 0)
			}
		}
		p := b.compile(t, 1, "(i32.const 1024)", call)
		for _, at := range abiPointers {
			for _, size := range []int{0, 1, 8, 65536, 1<<28 - 1, -1} {
				b.same(t, p, 10, at, size)
				b.same(t, p, 1<<32, at, size)
			}
		}
	}
	none := b.compile(t, 0, "(i32.const 0)", abiWrite+"(drop (memory.grow (i32.const 1)))"+abiCalls[4])
	for _, at := range []int{0, 1, 16} {
		b.same(t, none, 9, at, 0)
		b.same(t, none, 9, at, 1)
	}
}

// What the checks say, at the least.
func TestLaneABITraps(t *testing.T) {
	b := newABIBench(t)
	for _, c := range []struct {
		realloc, call string
		n             uint64
		at, size      int
		want          string
	}{
		{"(call $other) (i32.const 8)", abiCalls[0], 1, 16, 0, "cannot leave component instance"},
		{"(drop (call $now)) (i32.const 8)", abiCalls[0], 1, 16, 0, "cannot leave component instance"},
		{"(i32.const 65535)", abiCalls[0], 2, 16, 0, "realloc return: beyond end of memory"},
		{"(i32.const 8)", abiCalls[0], 2, 18, 0, "pointer not aligned"},
		{"(i32.const 8)", abiCalls[0], 2, 65532, 0, "pointer out of bounds"},
		{"(i32.const 8)", abiCalls[3], 1 << 32, 65520, 0, "pointer out of bounds"},
		{"(i32.const 8)", abiWrite, 0, 1, 65536, "list pointer/length out of bounds of memory"},
		{"(i32.const 8)", abiCalls[0], 2, 65528, 0, ""},
	} {
		if got := b.same(t, b.compile(t, 1, c.realloc, c.call), c.n, c.at, c.size); got.Message != c.want {
			t.Errorf("%s, %s: %q, not %q", c.realloc, c.call, got.Message, c.want)
		}
	}
}

// What C answers, it does not answer while a guest makes room, and does afterwards.
func TestLaneDirect(t *testing.T) {
	b := newABIBench(t)
	p := b.compile(t, 1, "(i32.const 8)", strings.Repeat(abiCalls[0]+"(drop (call $now))", 3))
	b.run(t, p.adapted, []any{uint64(2), uint32(16), uint32(0)})
	if direct := b.direct.Calls(0); b.nows != 1 || direct != 3 {
		t.Errorf("C answers %d of 4 calls, Go %d", direct, b.nows)
	}
}

func FuzzLaneABI(f *testing.F) {
	b := newABIBench(f)
	for _, n := range abiSizes {
		f.Add(uint64(n), n, uint32(16), uint32(3))
	}
	f.Fuzz(func(t *testing.T, seed, n uint64, at, size uint32) {
		r := rand.New(rand.NewPCG(seed, 1))
		var calls []string
		for range 1 + r.IntN(3) {
			calls = append(calls, abiCalls[r.IntN(len(abiCalls))])
		}
		p := b.compile(t, r.IntN(4), abiReallocs[r.IntN(len(abiReallocs))], strings.Join(calls, " "))
		b.same(t, p, n, int(at), int(size&0xfffffff))
		for range 8 {
			b.same(t, p, abiSizes[r.IntN(len(abiSizes))], abiPointers[r.IntN(len(abiPointers))], r.IntN(1<<17))
		}
	})
}
