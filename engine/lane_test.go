package engine_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/guest/lane"
)

// laneGuest reads and writes bytes through an interface like WASI's streams: its
// resources come from two other interfaces, and one of its errors owns one.
const laneGuest = `(component
  (import "qyvol:test/error@0.2.0" (instance $error
    (export "error" (type (sub resource)))
    (export "[method]error.code" (func (param "self" (borrow 0)) (result u32)))))
  (alias export $error "error" (type $err))
  (import "qyvol:test/streams@0.2.0" (instance $streams
    (alias outer 1 $err (type $outer))
    (export "error" (type $error (eq $outer)))
    (export "stream" (type $stream (sub resource)))
    (type $variant (variant (case "failed" (own $error)) (case "closed")))
    (export "stream-error" (type $stream-error (eq $variant)))
    (type $u u64)
    (export "count" (type $count (eq $u)))
    (export "[method]stream.write" (func (param "self" (borrow $stream)) (param "contents" (list u8)) (result (result (error $stream-error)))))
    (export "[method]stream.read" (func (param "self" (borrow $stream)) (param "len" u64) (result (result (list u8) (error $stream-error)))))
    (export "[method]stream.pread" (func (param "self" (borrow $stream)) (param "len" $count) (param "at" $count) (result (result (tuple (list u8) bool) (error $stream-error)))))
    (export "[method]stream.total" (func (param "self" (borrow $stream)) (result u64)))
    (export "bytes" (func (param "len" u64) (result (list u8))))))
  (alias export $streams "stream" (type $stream))
  (import "qyvol:test/open@0.2.0" (instance $open
    (alias outer 1 $stream (type $outer))
    (export "stream" (type $stream (eq $outer)))
    (export "open" (func (result (own $stream))))))
  (core module $libc (memory (export "memory") 64)
    (global $at (mut i32) (i32.const 2097152))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (global.get $at)))
  (core instance $libc (instantiate $libc))
  (alias export $open "open" (func $open-f))
  (alias export $streams "[method]stream.write" (func $write))
  (alias export $streams "[method]stream.read" (func $read))
  (alias export $streams "[method]stream.pread" (func $pread))
  (alias export $streams "[method]stream.total" (func $total))
  (alias export $streams "bytes" (func $bytes))
  (alias export $error "[method]error.code" (func $code))
  (core func $open' (canon lower (func $open-f)))
  (core func $write' (canon lower (func $write) (memory $libc "memory")))
  (core func $read' (canon lower (func $read) (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $pread' (canon lower (func $pread) (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $total' (canon lower (func $total)))
  (core func $bytes' (canon lower (func $bytes) (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $code' (canon lower (func $code)))
  (core module $main
    (import "h" "open" (func $open (result i32)))
    (import "h" "write" (func $write (param i32 i32 i32 i32)))
    (import "h" "read" (func $read (param i32 i64 i32)))
    (import "h" "pread" (func $pread (param i32 i64 i64 i32)))
    (import "h" "total" (func $total (param i32) (result i64)))
    (import "h" "bytes" (func $bytes (param i64 i32)))
    (import "h" "code" (func $code (param i32) (result i32)))
    (import "h" "memory" (memory 1))
    (global $s (mut i32) (i32.const 0))
    (func (export "open") (global.set $s (call $open)))
    ;; what is at 16: 0, or 100 and the case, or 1000 and the code of the error
    (func $outcome (result i32)
      (if (i32.eqz (i32.load8_u (i32.const 16))) (then (return (i32.const 0))))
      (if (i32.load8_u (i32.const 20)) (then (return (i32.const 101))))
      (i32.add (i32.const 1000) (call $code (i32.load (i32.const 24)))))
    (func (export "write") (param $ptr i32) (param $len i32) (param $times i32) (result i32) (local $r i32)
      (loop $l
        (call $write (global.get $s) (local.get $ptr) (local.get $len) (i32.const 16))
        (local.set $r (call $outcome))
        (if (local.get $r) (then (return (local.get $r))))
        (br_if $l (local.tee $times (i32.sub (local.get $times) (i32.const 1)))))
      (i32.const 0))
    (func (export "read") (param $len i64) (param $times i32) (result i32) (local $r i32)
      (loop $l
        (call $read (global.get $s) (local.get $len) (i32.const 16))
        (local.set $r (call $outcome))
        (if (local.get $r) (then (return (local.get $r))))
        (br_if $l (local.tee $times (i32.sub (local.get $times) (i32.const 1)))))
      (i32.const 0))
    (func (export "pread") (param i64 i64) (result i32)
      (call $pread (global.get $s) (local.get 0) (local.get 1) (i32.const 16))
      (if (i32.load8_u (i32.const 16)) (then (return (call $outcome))))
      (i32.load8_u (i32.const 28)))
    (func (export "bytes") (param i64) (call $bytes (local.get 0) (i32.const 20)))
    (func (export "total") (result i64) (call $total (global.get $s)))
    ;; the list that was read, which is described at 20, as a list
    (func (export "last") (result i32) (i32.const 20))
    (func (export "fill") (param $n i32) (local $i i32)
      (loop $l
        (i32.store8 (i32.add (i32.const 1024) (local.get $i)) (i32.add (local.get $i) (i32.shr_u (local.get $i) (i32.const 8))))
        (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))))
  (core instance $main (instantiate $main (with "h" (instance
    (export "open" (func $open')) (export "write" (func $write')) (export "read" (func $read'))
    (export "pread" (func $pread')) (export "total" (func $total')) (export "bytes" (func $bytes'))
    (export "code" (func $code')) (export "memory" (memory $libc "memory"))))))
  (func (export "open") (canon lift (core func $main "open")))
  (func (export "fill") (param "n" u32) (canon lift (core func $main "fill")))
  (func (export "write") (param "ptr" u32) (param "len" u32) (param "times" u32) (result u32) (canon lift (core func $main "write")))
  (func (export "read") (param "len" u64) (param "times" u32) (result u32) (canon lift (core func $main "read")))
  (func (export "pread") (param "len" u64) (param "at" u64) (result u32) (canon lift (core func $main "pread")))
  (func (export "bytes") (param "len" u64) (canon lift (core func $main "bytes")))
  (func (export "total") (result u64) (canon lift (core func $main "total")))
  (func (export "last") (result (list u8)) (canon lift (core func $main "last") (memory $libc "memory")))
)`

const (
	laneErrorIface   = "qyvol:test/error@0.2.0"
	laneStreamsIface = "qyvol:test/streams@0.2.0"
	laneOpenIface    = "qyvol:test/open@0.2.0"
)

var laneFuncs = lane.Interfaces{"qyvol:test/streams": {
	"[method]stream.write", "[method]stream.read", "[method]stream.pread", "bytes",
}}

// laneStream is the resource.
type laneStream struct {
	data    []byte // what was written last
	total   uint64
	source  []byte
	fail    bool // with an error of its own
	closed  bool
	dropped int
}

type laneError struct{ code uint32 }

type laneStreamError struct {
	engine.OneOf
	Failed *engine.Own[*laneError]
	Closed *engine.Unit
}

func (s *laneStream) err() *laneStreamError {
	switch {
	case s.fail:
		return &laneStreamError{Failed: &engine.Own[*laneError]{Value: &laneError{7}}}
	case s.closed:
		return &laneStreamError{Closed: &engine.Unit{}}
	default:
		return nil
	}
}

func (s *laneStream) write(b []byte) (engine.Result[engine.Unit, laneStreamError], error) {
	if e := s.err(); e != nil {
		return engine.Err[engine.Unit](*e), nil
	}
	s.data = append(s.data[:0], b...)
	s.total += uint64(len(b))
	return engine.Ok[engine.Unit, laneStreamError](engine.Unit{}), nil
}

func (s *laneStream) read(into []byte) (engine.Result[uint32, laneStreamError], error) {
	if e := s.err(); e != nil {
		return engine.Err[uint32](*e), nil
	}
	return engine.Ok[uint32, laneStreamError](uint32(copy(into, s.source))), nil
}

type (
	streamBorrow = engine.Borrow[*laneStream]
	lanePair     = engine.Tuple2[engine.LaneBytes, bool]
)

// laneLinker hosts laneGuest, adapted or not.
func laneLinker(t testing.TB, eng *engine.Engine, stream func() *laneStream) *engine.Linker {
	t.Helper()
	l := engine.NewLinker(eng)
	t.Cleanup(l.Close)
	i := l.Instance(laneErrorIface)
	mustBe(t, engine.DefineResource[*laneError](i, "error", nil))
	mustBe(t, i.Func("[method]error.code", engine.F1(func(_ *engine.Store, e engine.Borrow[*laneError]) (uint32, error) { return e.Value.code, nil })))
	i = l.Instance(laneOpenIface)
	dropped := func(_ *engine.Store, s *laneStream) error { s.dropped++; return nil }
	mustBe(t, engine.DefineResource(i, "stream", dropped))
	mustBe(t, i.Func("open", engine.F0(func(*engine.Store) (engine.Own[*laneStream], error) {
		return engine.Own[*laneStream]{Value: stream()}, nil
	})))
	i = l.Instance(laneStreamsIface)
	mustBe(t, engine.DefineResource[*laneError](i, "error", nil))
	mustBe(t, engine.DefineResource(i, "stream", dropped))
	laneSlow(t, i)
	laneFast(t, i)
	return l
}

// laneSlow defines the interface as it is.
func laneSlow(t testing.TB, i *engine.LinkerInstance) {
	t.Helper()
	for name, fn := range map[string]any{
		"[method]stream.write": engine.F2(func(_ *engine.Store, s streamBorrow, b []byte) (engine.Result[engine.Unit, laneStreamError], error) {
			return s.Value.write(b)
		}),
		"[method]stream.read": engine.F2(func(_ *engine.Store, s streamBorrow, n uint64) (engine.Result[[]byte, laneStreamError], error) {
			b := make([]byte, min(n, 1<<20))
			r, err := s.Value.read(b)
			if !r.OK {
				return engine.Err[[]byte](r.Err), err
			}
			return engine.Ok[[]byte, laneStreamError](b[:r.Value]), err
		}),
		"[method]stream.pread": engine.F3(func(_ *engine.Store, _ streamBorrow, _, _ uint64) (engine.Result[engine.Tuple2[[]byte, bool], laneStreamError], error) {
			return engine.Result[engine.Tuple2[[]byte, bool], laneStreamError]{}, errors.New("not adapted")
		}),
		"[method]stream.total": engine.F1(func(_ *engine.Store, s streamBorrow) (uint64, error) { return s.Value.total, nil }),
		"bytes":                engine.F1(func(_ *engine.Store, n uint64) ([]byte, error) { return make([]byte, n), nil }),
	} {
		mustBe(t, i.Func(name, fn))
	}
}

// laneFast defines the host's variants.
func laneFast(t testing.TB, i *engine.LinkerInstance) {
	t.Helper()
	mustBe(t, engine.DefineLane(i))
	for name, fn := range map[string]any{
		"[method]stream.write": engine.F2(func(_ *engine.Store, s streamBorrow, b engine.LaneBytes) (engine.Result[engine.Unit, laneStreamError], error) {
			return s.Value.write(b)
		}),
		"[method]stream.read": engine.F2(func(_ *engine.Store, s streamBorrow, n uint64) (engine.Result[engine.LaneBytes, laneStreamError], error) {
			if e := s.Value.err(); e != nil {
				return engine.Err[engine.LaneBytes](*e), nil
			}
			return engine.Ok[engine.LaneBytes, laneStreamError](s.Value.source[:min(n, uint64(len(s.Value.source)))]), nil
		}),
		"[method]stream.pread": engine.F3(func(_ *engine.Store, s streamBorrow, n, at uint64) (engine.Result[lanePair, laneStreamError], error) {
			if e := s.Value.err(); e != nil {
				return engine.Err[lanePair](*e), nil
			}
			rest := s.Value.source[min(at, uint64(len(s.Value.source))):]
			got := rest[:min(n, uint64(len(rest)))]
			return engine.Ok[lanePair, laneStreamError](lanePair{F0: got, F1: len(got) == len(rest)}), nil
		}),
		"bytes": engine.F1(func(_ *engine.Store, n uint64) (engine.LaneBytes, error) {
			if n > 1<<22 {
				return nil, fmt.Errorf("%d bytes at once", n)
			}
			b := make([]byte, n)
			for i := range b {
				b[i] = byte(i * 3)
			}
			return b, nil
		}),
	} {
		mustBe(t, i.Func(lane.FuncName(name), fn))
	}
}

// adaptedGuest is laneGuest with adapters.
func adaptedGuest(t testing.TB) []byte {
	t.Helper()
	wasm, err := engine.TextToBinary([]byte(laneGuest))
	mustBe(t, err)
	out, _, ok := lane.Adapt(wasm, laneFuncs)
	if !ok {
		t.Fatal("the guest is not adapted")
	}
	return out
}

// laneRun is an instance with a stream.
type laneRun struct {
	inst   *engine.Instance
	stream *laneStream
}

func openLane(t testing.TB, cfg engine.Config) *laneRun {
	t.Helper()
	eng := newEngineWith(t, cfg)
	r := &laneRun{stream: new(laneStream)}
	r.inst = instantiate(t, laneLinker(t, eng, func() *laneStream { return r.stream }), compile(t, eng, string(adaptedGuest(t))))
	r.call(t, "open")
	return r
}

func (r *laneRun) try(t testing.TB, name string, args ...any) (any, error) {
	t.Helper()
	f, err := r.inst.Func(name)
	mustBe(t, err)
	return f.Call(args...)
}

func (r *laneRun) call(t testing.TB, name string, args ...any) any {
	t.Helper()
	v, err := r.try(t, name, args...)
	mustBe(t, err)
	return v
}

// pattern is what the guest's fill writes.
func pattern(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i + i>>8)
	}
	return b
}

func TestLaneCarriesBytes(t *testing.T) {
	r := openLane(t, accounted)
	const most = 1 << 20
	r.call(t, "fill", uint32(most))
	var total uint64
	for _, n := range []int{0, 1, 4096, 65536, 65537, most} {
		if got := r.call(t, "write", uint32(1024), uint32(n), uint32(1)); got != uint32(0) || !bytes.Equal(r.stream.data, pattern(n)) {
			t.Errorf("writing %d bytes gives %v and %d bytes", n, got, len(r.stream.data))
		}
		total += uint64(n)
		r.stream.source = pattern(n)
		for _, ask := range []uint64{uint64(n), 1 << 40} {
			if got := r.call(t, "read", ask, uint32(1)); got != uint32(0) || !bytes.Equal(r.last(t), pattern(n)) {
				t.Errorf("reading %d bytes gives %v and %d bytes", n, got, len(r.last(t)))
			}
		}
	}
	if got := r.call(t, "total"); got != total {
		t.Errorf("a method that is not adapted gives %v, not %d", got, total)
	}
}

func (r *laneRun) last(t testing.TB) []byte {
	t.Helper()
	f := typed[engine.Unit, []byte](t, r.inst, "last")
	b, err := f.Call(engine.Unit{})
	mustBe(t, err)
	return b
}

func TestLanePassesResultsOn(t *testing.T) {
	r := openLane(t, accounted)
	r.call(t, "bytes", uint64(1000))
	if b := r.last(t); len(b) != 1000 || b[999] != byte(999*3%256) {
		t.Errorf("a list that is the result has %d bytes", len(b))
	}
	if _, err := r.try(t, "bytes", uint64(1<<23)); err == nil {
		t.Error("the host refuses, and the guest goes on")
	}
}

func TestLanePassesErrorsOn(t *testing.T) {
	r := openLane(t, accounted)
	r.stream.fail = true
	for range 3 { // handles must not pile up
		for _, got := range []any{
			r.call(t, "write", uint32(1024), uint32(10), uint32(1)), r.call(t, "read", uint64(10), uint32(1)),
			r.call(t, "pread", uint64(10), uint64(0)),
		} {
			if got != uint32(1007) {
				t.Errorf("an error that is a resource arrives as %v", got)
			}
		}
	}
	r.stream.fail, r.stream.closed = false, true
	if got := r.call(t, "read", uint64(10), uint32(1)); got != uint32(101) {
		t.Errorf("a closed stream arrives as %v", got)
	}
}

func TestLanePassesPairs(t *testing.T) {
	r := openLane(t, accounted)
	r.stream.source = pattern(3000)
	for _, want := range []struct {
		n, at uint64
		end   uint32
	}{{1000, 0, 0}, {1000, 2000, 1}, {5000, 100, 1}} {
		got := r.call(t, "pread", want.n, want.at)
		if bytes := r.last(t); got != want.end || string(bytes) != string(pattern(3000)[want.at:min(want.at+want.n, 3000)]) {
			t.Errorf("%d bytes at %d: %d bytes, end %v", want.n, want.at, len(bytes), got)
		}
	}
}

func TestLaneTrapsOnHostileLists(t *testing.T) {
	const size = 64 << 16 // of the guest's memory
	for _, args := range [][2]uint32{
		{0, 1<<32 - 1}, {size, 1}, {size - 10, 20}, {1<<32 - 1, 1<<32 - 1}, {0, 1 << 31}, {0, size + 1},
	} {
		r := openLane(t, accounted)
		_, err := r.try(t, "write", args[0], args[1], uint32(1))
		var trap *engine.Trap
		if !errors.As(err, &trap) {
			t.Errorf("a list of %d bytes at %d gives %v", args[1], args[0], err)
		}
	}
}

func TestLaneNeedsAccounting(t *testing.T) {
	eng := newEngine(t)
	s := engine.NewStore(eng, nil)
	defer s.Close()
	l := laneLinker(t, eng, func() *laneStream { return new(laneStream) })
	inst, err := l.Instantiate(s, compile(t, eng, string(adaptedGuest(t))))
	mustBe(t, err)
	r := laneRun{inst: inst}
	r.call(t, "open")
	if _, err := r.try(t, "write", uint32(0), uint32(1), uint32(1)); err == nil || !strings.Contains(err.Error(), "could see") {
		t.Errorf("an engine whose memories can't be seen gives %v", err)
	}
}

func TestLaneWorksUnderEachConfiguration(t *testing.T) {
	for _, cfg := range []engine.Config{
		{MemoryAccounting: true},
		{MemoryAccounting: true, OptLevel: engine.OptNone},
		{MemoryAccounting: true, EpochInterruption: true, Memory64: true, DebugInfo: true},
	} {
		r := openLane(t, cfg)
		r.call(t, "fill", uint32(100))
		if r.call(t, "write", uint32(1024), uint32(100), uint32(2)); !bytes.Equal(r.stream.data, pattern(100)) {
			t.Errorf("%+v: other bytes", cfg)
		}
	}
}

// TestLaneTellsMemoriesApart has two guests in one store, whose memories have the
// same contents; each must give its own.
func TestLaneTellsMemoriesApart(t *testing.T) {
	eng := newEngineWith(t, accounted)
	s := engine.NewStore(eng, nil)
	defer s.Close()
	c := compile(t, eng, string(adaptedGuest(t)))
	var runs []*laneRun
	var next *laneStream
	l := laneLinker(t, eng, func() *laneStream { return next })
	for range 3 {
		next = new(laneStream)
		inst, err := l.Instantiate(s, c)
		mustBe(t, err)
		r := &laneRun{inst: inst, stream: next}
		r.call(t, "open")
		runs = append(runs, r)
	}
	runs[1].call(t, "fill", uint32(100))
	for _, i := range []int{2, 0, 1, 0, 2, 1} {
		want := make([]byte, 100)
		if i == 1 {
			want = pattern(100)
		}
		runs[i].call(t, "write", uint32(1024), uint32(100), uint32(1))
		if !bytes.Equal(runs[i].stream.data, want) {
			t.Errorf("guest %d gives another's bytes", i)
		}
	}
	// The byte that tells a memory is as it was.
	runs[0].call(t, "write", uint32(0), uint32(1), uint32(1))
	if runs[0].stream.data[0] != 0 {
		t.Error("the first byte of the memory has changed")
	}
}

func TestLaneTrapsWithTheHostsError(t *testing.T) {
	r := openLane(t, accounted)
	_, err := r.try(t, "bytes", uint64(1<<23))
	var trap *engine.Trap
	if !errors.As(err, &trap) || !strings.Contains(err.Error(), "bytes at once") {
		t.Fatalf("the host's error arrives as %v", err)
	}
	named := ""
	for _, f := range trap.Frames {
		named += fmt.Sprintf("%+v ", f)
	}
	if !strings.Contains(named, "qyvol-lane") || len(trap.Frames) < 2 {
		t.Errorf("the frames are %s", named)
	}
}

// TestLaneCountsNoMemory compares what the adapted guest takes with the other.
func TestLaneCountsNoMemory(t *testing.T) {
	var peaks []uint64
	for _, wasm := range []string{laneGuest, string(adaptedGuest(t))} {
		eng := newEngineWith(t, accounted)
		inst := instantiate(t, laneLinker(t, eng, func() *laneStream { return new(laneStream) }), compile(t, eng, wasm))
		r := laneRun{inst: inst}
		r.call(t, "open")
		r.call(t, "write", uint32(0), uint32(1<<20), uint32(1))
		peaks = append(peaks, inst.Store().Stats().PeakMemory)
	}
	if peaks[0] != peaks[1] {
		t.Errorf("%d bytes became %d", peaks[0], peaks[1])
	}
}

func TestLaneServesStoresAtOnce(t *testing.T) {
	eng := newEngineWith(t, accounted)
	c := compile(t, eng, string(adaptedGuest(t)))
	l := laneLinker(t, eng, func() *laneStream { return &laneStream{source: pattern(5000)} })
	done := make(chan error)
	const stores = 8
	for range stores {
		go func() { done <- laneRounds(l, c) }()
	}
	for range stores {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// laneRounds opens stores one after the other, and reads in each.
func laneRounds(l *engine.Linker, c *engine.Component) error {
	for range 20 {
		if err := laneRound(l, c); err != nil {
			return err
		}
	}
	return nil
}

func laneRound(l *engine.Linker, c *engine.Component) error {
	s := engine.NewStore(c.Engine(), nil)
	defer s.Close()
	inst, err := l.Instantiate(s, c)
	if err != nil {
		return err
	}
	for _, call := range []struct {
		name string
		args []any
	}{{"open", nil}, {"read", []any{uint64(5000), uint32(3)}}, {"write", []any{uint32(1024), uint32(3000), uint32(3)}}} {
		f, err := inst.Func(call.name)
		if err != nil {
			return err
		}
		if _, err := f.Call(call.args...); err != nil {
			return err
		}
	}
	f, err := inst.Func("last")
	if err != nil {
		return err
	}
	last, err := engine.NewTypedFunc[engine.Unit, []byte](f)
	if err != nil {
		return err
	}
	got, err := last.Call(engine.Unit{})
	if err == nil && !bytes.Equal(got, pattern(5000)) {
		return fmt.Errorf("read %d other bytes", len(got))
	}
	return err
}

func TestLaneLeavesNothingBehind(t *testing.T) {
	if testing.Short() {
		t.Skip("two thousand runs show leaks, and nothing that one does not show")
	}
	eng := newEngineWith(t, accounted)
	c := compile(t, eng, string(adaptedGuest(t)))
	l := laneLinker(t, eng, func() *laneStream { return &laneStream{source: pattern(5000)} })
	mustBe(t, laneRounds(l, c))
	before := measureUsage(t)
	const rounds = 100 // of twenty stores
	for range rounds {
		mustBe(t, laneRounds(l, c))
	}
	after := measureUsage(t)
	if after.resident > before.resident+64<<20 || after.heapObjects > before.heapObjects+1000 {
		t.Errorf("before %+v, after %+v", before, after)
	}
}

func TestLaneBurnsFuel(t *testing.T) {
	eng := newEngineWith(t, engine.Config{MemoryAccounting: true, ConsumeFuel: true})
	s := engine.NewStore(eng, nil)
	defer s.Close()
	mustBe(t, s.SetFuel(20_000))
	inst, err := laneLinker(t, eng, func() *laneStream { return new(laneStream) }).Instantiate(s, compile(t, eng, string(adaptedGuest(t))))
	mustBe(t, err)
	r := laneRun{inst: inst}
	r.call(t, "open")
	r.call(t, "write", uint32(0), uint32(1<<20), uint32(10))
	if _, err := r.try(t, "write", uint32(0), uint32(1<<20), uint32(1<<20)); err == nil {
		t.Error("a guest that only calls the host has fuel without end")
	}
}

func BenchmarkLane(b *testing.B) {
	for _, size := range []int{4 << 10, 64 << 10, 1 << 20} {
		for _, adapted := range []bool{true, false} {
			name := fmt.Sprintf("%dKiB/%s", size>>10, map[bool]string{true: "Lane", false: "Values"}[adapted])
			b.Run("Write/"+name, func(b *testing.B) { benchLane(b, adapted, size, "write", uint32(1024), uint32(size)) })
			b.Run("Read/"+name, func(b *testing.B) { benchLane(b, adapted, size, "read", uint64(size)) })
		}
	}
}

func benchLane(b *testing.B, adapted bool, size int, name string, args ...any) {
	b.Helper()
	eng := newEngineWith(b, accounted)
	wasm := []byte(laneGuest)
	if adapted {
		wasm = adaptedGuest(b)
	}
	r := &laneRun{stream: &laneStream{source: pattern(size)}}
	r.inst = instantiate(b, laneLinker(b, eng, func() *laneStream { return r.stream }), compile(b, eng, string(wasm)))
	r.call(b, "open")
	r.call(b, name, append(args, uint32(1))...)
	b.SetBytes(int64(size))
	b.ReportAllocs()
	b.ResetTimer()
	if got := r.call(b, name, append(args, uint32(b.N))...); got != uint32(0) {
		b.Fatal(got)
	}
}
