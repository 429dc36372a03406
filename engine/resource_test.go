package engine_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
)

// ticket is the resource of fixtures/resources/ticket.wat.
type ticket struct {
	number  uint32
	dropped int
}

type desk struct {
	issued []*ticket
	drop   func(*ticket) error
}

const deskIface = "qyvol:test/desk@0.1.0"

// define provides the interface that ticket.wat imports.
func (d *desk) define(t testing.TB, l *engine.Linker) {
	t.Helper()
	i := l.Instance(deskIface)
	mustBe(t, engine.DefineResource(i, "ticket", func(_ *engine.Store, tk *ticket) error {
		tk.dropped++
		if d.drop != nil {
			return d.drop(tk)
		}
		return nil
	}))
	mustBe(t, i.Func("[constructor]ticket", engine.F1(func(_ *engine.Store, n uint32) (engine.Own[*ticket], error) {
		tk := &ticket{number: n}
		d.issued = append(d.issued, tk)
		return engine.Own[*ticket]{Value: tk}, nil
	})))
	mustBe(t, i.Func("[method]ticket.number", engine.F1(func(s *engine.Store, b engine.Borrow[*ticket]) (uint32, error) {
		if v, err := s.Table().Get(b.Rep()); err != nil || v != b.Value {
			return 0, fmt.Errorf("the table has %v, %w", v, err)
		}
		return b.Value.number, nil
	})))
	mustBe(t, i.Func("[static]ticket.issued", engine.F0(func(*engine.Store) (uint32, error) { return uint32(len(d.issued)), nil })))
}

func ticketInstance(t testing.TB, d *desk) *engine.Instance {
	t.Helper()
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	d.define(t, l)
	return instantiate(t, l, compile(t, eng, string(fixture(t, "resources/ticket.wat"))))
}

// dropped checks how often each ticket was dropped, and that nothing is left.
func (d *desk) check(t *testing.T, s *engine.Store, dropped ...int) {
	t.Helper()
	var got []int
	for _, tk := range d.issued {
		got = append(got, tk.dropped)
	}
	if fmt.Sprint(got) != fmt.Sprint(dropped) {
		t.Errorf("tickets were dropped %v times, not %v", got, dropped)
	}
	if n := s.Table().Len(); n != 0 {
		t.Errorf("the table has %d values", n)
	}
}

func TestHostResources(t *testing.T) {
	var d desk
	inst := ticketInstance(t, &d)
	s := inst.Store()
	issue := typed[uint32, uint32](t, inst, "issue")
	if n, err := issue.Call(7); n != 7 || err != nil {
		t.Fatalf("issue gives %d, %v", n, err)
	}
	d.check(t, s, 1)

	handOut := typed[uint32, engine.Own[*ticket]](t, inst, "hand-out")
	got, err := handOut.Call(8)
	if err != nil || got.Value != d.issued[1] {
		t.Fatalf("hand-out gives %v, %v", got, err)
	}
	d.check(t, s, 1, 0) // the host has it now, and the table no longer

	look := typed[engine.Borrow[*ticket], uint32](t, inst, "look")
	for range 3 {
		if n, err := look.Call(engine.Borrow[*ticket]{Value: got.Value}); n != 8 || err != nil {
			t.Fatalf("look gives %d, %v", n, err)
		}
	}
	d.check(t, s, 1, 0)

	take := typed[engine.Own[*ticket], uint32](t, inst, "take")
	if n, err := take.Call(got); n != 8 || err != nil {
		t.Fatalf("take gives %d, %v", n, err)
	}
	d.check(t, s, 1, 1)

	count := typed[engine.Unit, uint32](t, inst, "count")
	if n, err := count.Call(engine.Unit{}); n != 2 || err != nil {
		t.Fatalf("count gives %d, %v", n, err)
	}
}

func TestHostResourcesOfAnyType(t *testing.T) {
	var d desk
	inst := ticketInstance(t, &d)
	handOut, err := inst.Func("hand-out")
	mustBe(t, err)
	got, err := handOut.Call(uint32(5))
	own, ok := got.(engine.Own[any])
	if err != nil || !ok || own.Value != d.issued[0] {
		t.Fatalf("hand-out gives %#v, %v", got, err)
	}
	look, err := inst.Func("look")
	mustBe(t, err)
	if n, err := look.Call(engine.Borrow[any]{Value: own.Value}); n != uint32(5) || err != nil {
		t.Errorf("look gives %v, %v", n, err)
	}
	if n, err := look.Call(engine.Borrow[*ticket]{Value: d.issued[0]}); n != uint32(5) || err != nil {
		t.Errorf("look gives %v, %v", n, err)
	}
	take, err := inst.Func("take")
	mustBe(t, err)
	if n, err := take.Call(own); n != uint32(5) || err != nil {
		t.Errorf("take gives %v, %v", n, err)
	}
	d.check(t, inst.Store(), 1)
}

func TestResourceMisuseTraps(t *testing.T) {
	for _, tt := range []struct {
		fn   string
		args []any
		want string
	}{
		{"look-and-keep", []any{engine.Borrow[*ticket]{Value: &ticket{}}}, "borrow handles still remain"},
		{"drop-twice", nil, "unknown handle index"},
		{"forge", []any{uint32(77)}, "unknown handle index"},
		{"forge", []any{uint32(0)}, "unknown handle index"},
		{"forge", []any{^uint32(0)}, "unknown handle index"},
	} {
		var d desk
		inst := ticketInstance(t, &d)
		f, err := inst.Func(tt.fn)
		mustBe(t, err)
		_, err = f.Call(tt.args...)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s gives %v", tt.fn, err)
		}
		var trap *engine.Trap
		if errors.As(err, &trap) && message.Said(trap.Message).Localize(message.Spanish) == trap.Message {
			t.Errorf("%q is not known in Spanish", trap.Message)
		}
		inst.Store().Close()
		for n, tk := range d.issued {
			if tk.dropped != 1 {
				t.Errorf("%s: ticket %d was dropped %d times", tt.fn, n, tk.dropped)
			}
		}
	}
}

// What a guest never drops is dropped with the store, the youngest first.
func TestCloseDropsWhatIsLeft(t *testing.T) {
	var order []uint32
	d := desk{drop: func(tk *ticket) error {
		order = append(order, tk.number)
		if tk.number == 2 {
			panic("on the way out")
		}
		return errors.New("which nobody hears")
	}}
	inst := ticketInstance(t, &d)
	leak := typed[uint32, engine.Unit](t, inst, "leak")
	for n := range uint32(4) {
		if _, err := leak.Call(n); err != nil {
			t.Fatal(err)
		}
	}
	s := inst.Store()
	own := s.Table().Push("the host's own")
	s.Close()
	s.Close()
	if fmt.Sprint(order) != "[3 2 1 0]" {
		t.Errorf("dropped in the order %v", order)
	}
	if v, err := s.Table().Get(own); v != "the host's own" || err != nil || s.Table().Len() != 1 {
		t.Errorf("what the host put into the table is %v, %v", v, err)
	}
}

func TestDropErrorsTrap(t *testing.T) {
	fails := errors.New("the shredder is jammed")
	for name, drop := range map[string]func(*ticket) error{
		"error": func(*ticket) error { return fails },
		"panic": func(*ticket) error { panic(fails) },
	} {
		d := desk{drop: drop}
		inst := ticketInstance(t, &d)
		_, err := typed[uint32, uint32](t, inst, "issue").Call(1)
		var trap *engine.Trap
		if !errors.As(err, &trap) || trap.Code != engine.TrapHost || !errors.Is(err, fails) {
			t.Errorf("%s gives %v", name, err)
		}
		d.check(t, inst.Store(), 1)
	}
}

// Values that a guest never got are taken back.
func TestRefusedArgumentsLeaveNothingBehind(t *testing.T) {
	inst := valuesInstance(t, false)
	s := inst.Store()
	f, err := inst.Func("echo-list-own")
	mustBe(t, err)
	own := engine.Own[*thing]{Value: &thing{"x"}}
	if _, err := f.Call([]any{own, own, "\xff"}); err == nil {
		t.Fatal("a string among resources is accepted")
	}
	if n := s.Table().Len(); n != 0 {
		t.Errorf("%d values are left in the table", n)
	}
	list := typed[[]engine.Own[*thing], []engine.Own[*thing]](t, inst, "call-import-list-own")
	for _, size := range []int{0, 1, 8, 9, 100} { // around what C has room for without an allocation
		things := make([]engine.Own[*thing], size)
		for i := range things {
			things[i].Value = &thing{fmt.Sprint(i)}
		}
		got, err := list.Call(things)
		if err != nil || !same(got, things) {
			t.Errorf("%d things come back as %v, %v", size, got, err)
		}
		if n := s.Table().Len(); n != 0 {
			t.Errorf("%d values are left in the table", n)
		}
	}
	borrow := typed[engine.Own[*thing], engine.Unit](t, inst, "keep")
	if _, err := borrow.Call(own); err != nil {
		t.Fatal(err)
	}
	if got, err := typed[engine.Unit, engine.Own[*thing]](t, inst, "give").Call(engine.Unit{}); err != nil || got != own {
		t.Errorf("what was kept comes back as %v, %v", got, err)
	}
}

// The type of a handle is checked, whoever makes it.
func TestResourceTypesAreChecked(t *testing.T) {
	type other struct{}
	var d desk
	inst := ticketInstance(t, &d)
	take := typed[engine.Own[*other], uint32](t, inst, "take")
	if _, err := take.Call(engine.Own[*other]{Value: &other{}}); err == nil || !strings.Contains(err.Error(), "resource type") {
		t.Errorf("another resource type gives %v", err)
	}
	look := typed[engine.Own[*ticket], uint32](t, inst, "look")
	if _, err := look.Call(engine.Own[*ticket]{Value: &ticket{number: 3}}); err != nil {
		t.Errorf("lending what one owns gives %v", err)
	}
	lent := &ticket{number: 4}
	if _, err := typed[engine.Borrow[*ticket], uint32](t, inst, "take").Call(engine.Borrow[*ticket]{Value: lent}); err == nil || lent.dropped != 1 {
		t.Errorf("lending what the guest wants to own gives %v, dropped %d times", err, lent.dropped)
	}
	wrong := typed[uint32, engine.Borrow[*ticket]](t, inst, "hand-out")
	if _, err := wrong.Call(1); err == nil || !strings.Contains(err.Error(), "owned, not borrowed") {
		t.Errorf("an own as a Borrow gives %v", err)
	}
	wrongGuest := typed[uint32, *engine.Resource](t, inst, "hand-out")
	if _, err := wrongGuest.Call(1); err == nil || !strings.Contains(err.Error(), "the host's") {
		t.Errorf("a host's resource as a *Resource gives %v", err)
	}
	wrongType := typed[uint32, engine.Own[*other]](t, inst, "hand-out")
	if _, err := wrongType.Call(1); err == nil || !strings.Contains(err.Error(), "not a *engine_test.other") {
		t.Errorf("a ticket as another type gives %v", err)
	}
	inst.Store().Close()
	for n, tk := range d.issued {
		if tk.dropped != 1 {
			t.Errorf("ticket %d was dropped %d times", n, tk.dropped)
		}
	}
}

// pollComponent passes a list of borrowed handles to the host, as wasi:io/poll
// does, with n of them.
func pollComponent(n int) string {
	var stores strings.Builder
	for i := range n {
		fmt.Fprintf(&stores, "(i32.store (i32.const %d) (call $make (i32.const %d)))\n", 1024+4*i, i)
	}
	return fmt.Sprintf(`(component
	  (import "poll" (instance $poll
	    (export "pollable" (type $p (sub resource)))
	    (export "make" (func (param "n" u32) (result (own $p))))
	    (export "poll" (func (param "in" (list (borrow $p))) (result (list u32))))))
	  (alias export $poll "pollable" (type $p))
	  (core module $libc (memory (export "memory") 1)
	    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 32768)))
	  (core instance $libc (instantiate $libc))
	  (core func $make (canon lower (func $poll "make")))
	  (core func $poll (canon lower (func $poll "poll") (memory $libc "memory") (realloc (func $libc "realloc"))))
	  (core func $drop (canon resource.drop $p))
	  (core module $m
	    (import "h" "make" (func $make (param i32) (result i32)))
	    (import "h" "poll" (func $poll (param i32 i32 i32)))
	    (import "h" "drop" (func $drop (param i32)))
	    (import "h" "memory" (memory 1))
	    (func (export "run") (result i32) (local $i i32)
	      %s
	      (call $poll (i32.const 1024) (i32.const %d) (i32.const 16))
	      (loop $l
	        (call $drop (i32.load (i32.add (i32.const 1024) (i32.mul (i32.const 4) (local.get $i)))))
	        (local.set $i (i32.add (local.get $i) (i32.const 1)))
	        (br_if $l (i32.lt_u (local.get $i) (i32.const %d))))
	      (i32.const 16)))
	  (core instance $m (instantiate $m (with "h" (instance
	    (export "make" (func $make)) (export "poll" (func $poll)) (export "drop" (func $drop))
	    (export "memory" (memory $libc "memory"))))))
	  (func (export "run") (result (list u32)) (canon lift (core func $m "run") (memory $libc "memory"))))`,
		stores.String(), n, n)
}

func TestListOfBorrowedResources(t *testing.T) {
	type pollable struct{ n uint32 }
	for _, size := range []int{1, 8, 9, 40} {
		eng := newEngine(t)
		l := engine.NewLinker(eng)
		i := l.Instance("poll")
		drops := 0
		mustBe(t, engine.DefineResource(i, "pollable", func(*engine.Store, *pollable) error { drops++; return nil }))
		mustBe(t, i.Func("make", engine.F1(func(_ *engine.Store, n uint32) (engine.Own[*pollable], error) {
			return engine.Own[*pollable]{Value: &pollable{n}}, nil
		})))
		mustBe(t, i.Func("poll", engine.F1(func(_ *engine.Store, in []engine.Borrow[*pollable]) ([]uint32, error) {
			var ready []uint32
			for _, p := range in {
				ready = append(ready, p.Value.n)
			}
			return ready, nil
		})))
		inst := instantiate(t, l, compile(t, eng, pollComponent(size)))
		got, err := typed[engine.Unit, []uint32](t, inst, "run").Call(engine.Unit{})
		if err != nil || len(got) != size || got[size-1] != uint32(size-1) {
			t.Errorf("polling %d gives %v, %v", size, got, err)
		}
		if drops != size || inst.Store().Table().Len() != 0 {
			t.Errorf("of %d, %d were dropped and %d are left", size, drops, inst.Store().Table().Len())
		}
	}
}

const countersIface = "qyvol:test/counters@0.1.0"

func counterFuncs(t *testing.T) (inst *engine.Instance, construct func(uint32) *engine.Resource, live func() uint32) {
	t.Helper()
	eng := newEngine(t)
	inst = instantiate(t, engine.NewLinker(eng), compile(t, eng, string(fixture(t, "resources/counter.wat"))))
	newCounter := typed[uint32, *engine.Resource](t, inst, countersIface, "[constructor]counter")
	liveCounters := typed[engine.Unit, uint32](t, inst, countersIface, "live")
	return inst, func(start uint32) *engine.Resource {
			t.Helper()
			r, err := newCounter.Call(start)
			mustBe(t, err)
			return r
		}, func() uint32 {
			t.Helper()
			n, err := liveCounters.Call(engine.Unit{})
			mustBe(t, err)
			return n
		}
}

func TestGuestResources(t *testing.T) {
	inst, construct, live := counterFuncs(t)
	a, b := construct(10), construct(20)
	if !a.Owned() || !a.SameType(b) || live() != 2 {
		t.Fatalf("two counters: owned %t, of one type %t, live %d", a.Owned(), a.SameType(b), live())
	}
	increment := typed[engine.Tuple2[*engine.Resource, uint32], uint32](t, inst, countersIface, "[method]counter.increment")
	for n := range uint32(3) {
		if got, err := increment.Call(engine.Tuple2[*engine.Resource, uint32]{F0: a, F1: 5}); got != 15+5*n || err != nil {
			t.Fatalf("increment gives %d, %v", got, err)
		}
	}
	merge := typed[engine.Tuple2[*engine.Resource, *engine.Resource], *engine.Resource](t, inst, countersIface, "[static]counter.merge")
	sum, err := merge.Call(engine.Tuple2[*engine.Resource, *engine.Resource]{F0: a, F1: b})
	mustBe(t, err)
	value, err := inst.Func(countersIface, "[method]counter.value")
	mustBe(t, err)
	if got, err := value.Call(sum); got != uint32(45) || err != nil || live() != 1 {
		t.Errorf("the sum is %v, %v; live: %d", got, err, live())
	}
	if got, err := value.Call(a); err == nil {
		t.Errorf("a counter that was given away has the value %v", got)
	}
	if err := a.Drop(); err == nil {
		t.Error("a counter that was given away can be dropped")
	}
	if err := sum.Drop(); err != nil || live() != 0 {
		t.Errorf("after the last is dropped, %v, %d live", err, live())
	}
	if err := sum.Drop(); err != nil {
		t.Errorf("a second Drop gives %v", err)
	}
	if got, err := value.Call(sum); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("a dropped counter has the value %v, %v", got, err)
	}
	if sum.Owned() || sum.SameType(sum) {
		t.Error("a dropped counter is owned")
	}
}

// One resource can't be given away twice, not even in one call.
func TestGuestResourceGivenTwice(t *testing.T) {
	inst, construct, _ := counterFuncs(t)
	a := construct(1)
	merge := typed[engine.Tuple2[*engine.Resource, *engine.Resource], *engine.Resource](t, inst, countersIface, "[static]counter.merge")
	if _, err := merge.Call(engine.Tuple2[*engine.Resource, *engine.Resource]{F0: a, F1: a}); err == nil {
		t.Error("one counter was given twice")
	}
}

func TestGuestResourceOfAnotherStore(t *testing.T) {
	inst, construct, _ := counterFuncs(t)
	s := engine.NewStore(inst.Component().Engine(), nil)
	defer s.Close()
	other, err := engine.NewLinker(inst.Component().Engine()).Instantiate(s, inst.Component())
	mustBe(t, err)
	value, err := other.Func(countersIface, "[method]counter.value")
	mustBe(t, err)
	a := construct(1)
	if got, err := value.Call(a); err == nil || !strings.Contains(err.Error(), "mismatched resource types") {
		t.Errorf("a counter of another store has the value %v, %v", got, err)
	}
	foreign, err := typed[uint32, *engine.Resource](t, other, countersIface, "[constructor]counter").Call(1)
	mustBe(t, err)
	if foreign.SameType(a) {
		t.Error("counters of two instances are of one type")
	}
	s.Close()
	if err := foreign.Drop(); err != nil || foreign.Owned() {
		t.Errorf("dropping a counter of a closed store: %v", err)
	}
	if _, err := typed[*engine.Resource, uint32](t, inst, countersIface, "[method]counter.value").Call(foreign); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("a counter of a closed store gives %v", err)
	}
}

// Resources that are never dropped go with their store.
func TestGuestResourcesMayLeak(t *testing.T) {
	_, construct, live := counterFuncs(t)
	for range 1000 {
		construct(1)
	}
	if n := live(); n != 1000 {
		t.Errorf("%d are live", n)
	}
}

func TestDropReportsATrapOfTheDestructor(t *testing.T) {
	eng := newEngine(t)
	inst := instantiate(t, engine.NewLinker(eng), compile(t, eng, `(component
	  (core module $d (func $boom (export "boom") (param i32) (unreachable)))
	  (core instance $d (instantiate $d))
	  (type $r (resource (rep i32) (dtor (func $d "boom"))))
	  (core func $new (canon resource.new $r))
	  (core module $m (import "" "new" (func $new (param i32) (result i32)))
	    (func (export "make") (result i32) (call $new (i32.const 1))))
	  (core instance $m (instantiate $m (with "" (instance (export "new" (func $new))))))
	  (func $make (result (own $r)) (canon lift (core func $m "make")))
	  (component $i (import "r" (type $r (sub resource))) (import "make" (func $make (result (own $r))))
	    (export $out "r" (type $r))
	    (export "make" (func $make) (func (result (own $out)))))
	  (instance $i (instantiate $i (with "r" (type $r)) (with "make" (func $make))))
	  (export "i" (instance $i)))`))
	r, err := typed[engine.Unit, *engine.Resource](t, inst, "i", "make").Call(engine.Unit{})
	mustBe(t, err)
	var trap *engine.Trap
	if err := r.Drop(); !errors.As(err, &trap) || trap.Code != engine.TrapUnreachable || len(trap.Frames) == 0 {
		t.Errorf("Drop gives %v", err)
	}
}

// A guest may be lent any number of resources in one call.
func TestLendMany(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	mustBe(t, engine.DefineResource(l.Root(), "thing", func(*engine.Store, *thing) error {
		t.Error("a destructor runs for what was lent")
		return nil
	}))
	inst := instantiate(t, l, compile(t, eng, `(component
	  (import "thing" (type $thing (sub resource)))
	  (core func $drop (canon resource.drop $thing))
	  (core module $m
	    (import "" "drop" (func $drop (param i32)))
	    (memory (export "memory") 1)
	    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
	    (func (export "count") (param i32 i32) (result i32) (local $n i32)
	      (if (i32.eqz (local.get 1)) (then (return (i32.const 0))))
	      (loop $l
	        (call $drop (i32.load (local.get 0)))
	        (local.set 0 (i32.add (local.get 0) (i32.const 4)))
	        (local.set $n (i32.add (local.get $n) (i32.const 1)))
	        (br_if $l (i32.lt_u (local.get $n) (local.get 1))))
	      (local.get $n)))
	  (core instance $m (instantiate $m (with "" (instance (export "drop" (func $drop))))))
	  (func (export "count") (param "things" (list (borrow $thing))) (result u32)
	    (canon lift (core func $m "count") (memory $m "memory") (realloc (func $m "realloc")))))`))
	count := typed[[]engine.Borrow[*thing], uint32](t, inst, "count")
	for _, size := range []int{0, 1, 4, 5, 500} {
		things := make([]engine.Borrow[*thing], size)
		for i := range things {
			things[i].Value = &thing{}
		}
		if n, err := count.Call(things); n != uint32(size) || err != nil {
			t.Errorf("lending %d gives %d, %v", size, n, err)
		}
		if n := inst.Store().Table().Len(); n != 0 {
			t.Errorf("%d values are left in the table", n)
		}
	}
}
