package engine_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/engine/internal/component"
	"github.com/qyvol/qyvol/internal/long"
)

// looker is a module that looks for what it didn't begin with: look gives the place of
// the first byte that differs from what it was compiled with, or -1, and spoil writes
// everywhere in the first pages, and on new ones.
func looker(letter string, pages int) string {
	return fmt.Sprintf(`(core module $%[1]s (memory (export "m") %[2]d)
		(data (i32.const 4096) "%[3]s")
		(func (export "look") (result i32) (local $at i32) (local $want i32)
			(if (i32.ne (memory.size) (i32.const %[2]d)) (then (return (i32.const -2))))
			(loop $l
				(local.set $want (select (i32.const %[4]d) (i32.const 0)
					(i32.and (i32.ge_u (local.get $at) (i32.const 4096)) (i32.lt_u (local.get $at) (i32.const %[5]d)))))
				(if (i32.ne (i32.load8_u (local.get $at)) (local.get $want)) (then (return (local.get $at))))
				(br_if $l (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (i32.const %[6]d))))
			(i32.const -1))
		(func (export "spoil") (param $step i32) (result i32) (local $at i32)
			(drop (memory.grow (i32.const 3)))
			(loop $l
				(i32.store8 (local.get $at) (i32.const 33))
				(br_if $l (i32.lt_u (local.tee $at (i32.add (local.get $at) (local.get $step))) (i32.mul (memory.size) (i32.const 65536)))))
			(memory.size)))`, letter, pages, filled(letter), letter[0], 4096+len(filled(letter)), pages*page)
}

// lookers exports look and spoil of instances.
func lookers(instances ...string) string {
	var b strings.Builder
	for n, i := range instances {
		fmt.Fprintf(&b, `(core instance $i%[1]d (instantiate $%[2]s))
			(func (export "look%[1]d") (result s32) (canon lift (core func $i%[1]d "look")))
			(func (export "spoil%[1]d") (param "step" u32) (result u32) (canon lift (core func $i%[1]d "spoil")))`, n, i)
	}
	return b.String()
}

// lookAndSpoil runs a guest of so many instances. What it sees is new; then it leaves
// what the next one could see.
func lookAndSpoil(l *engine.Linker, c *engine.Component, instances int, r *rand.Rand) error {
	s := engine.NewStore(c.Engine(), nil)
	defer s.Close()
	i, err := l.Instantiate(s, c)
	if err != nil {
		return err
	}
	steps := []uint32{1, 100, 4096, 16384, 65536, 200_000}
	for n := range instances {
		look, err := i.Func(fmt.Sprint("look", n))
		if err != nil {
			return err
		}
		at, err := look.Call()
		if err != nil {
			return err
		}
		if at != int32(-1) {
			return fmt.Errorf("memory %d: byte %v isn't what it was compiled with", n, at)
		}
	}
	for n := range instances {
		spoil, err := i.Func(fmt.Sprint("spoil", n))
		if err != nil {
			return err
		}
		if r.IntN(3) == 0 {
			continue
		}
		if _, err := spoil.Call(steps[r.IntN(len(steps))]); err != nil {
			return err
		}
	}
	return nil
}

// Nothing that one guest wrote shows in the next, however its memories are reset, also
// where guests have many memories of several kinds and run at the same time.
func TestKeptMemoriesAreNew(t *testing.T) {
	several := `(component ` + looker("a", 2) + looker("b", 2) + looker("c", 20) + lookers("a", "b", "a", "c", "b") + `)`
	for _, copied := range []bool{false, true} {
		component.CopyImages(copied)
		eng := newEngineWith(t, accounted)
		c := compile(t, eng, several)
		component.CopyImages(false)
		l := engine.NewLinker(eng)
		defer l.Close()
		for _, ways := range []int{
			component.AllWays, component.WithoutGuards, component.WithoutLooking,
			component.WithoutLooking | component.WithoutGuards, component.NoWay,
		} {
			component.ResetWithout(ways)
			for _, keep := range []int{1, 4, 100, 0} {
				c.KeepMemories(keep)
				written, whole, guarded := component.Resets()
				var all sync.WaitGroup
				for g := range uint64(4) {
					all.Go(func() {
						r := rand.New(rand.NewPCG(g, uint64(keep)))
						for range long.Or(6, 60) {
							if err := lookAndSpoil(l, c, 5, r); err != nil {
								t.Errorf("copied: %t, ways %d, kept %d: %v", copied, ways, keep, err)
								return
							}
						}
					})
				}
				all.Wait()
				writtenNow, wholeNow, guardedNow := component.Resets()
				if expected := keep > 0 && ways != component.NoWay; expected != (wholeNow > whole) {
					t.Errorf("copied: %t, ways %d, kept %d: %d are reset whole", copied, ways, keep, wholeNow-whole)
				}
				if expected := keep > 0 && ways&(component.WithoutLooking|component.NoWay) == 0 && resetsWhatWasWritten(); expected != (writtenNow > written) {
					t.Errorf("copied: %t, ways %d, kept %d: of %d what was written is reset", copied, ways, keep, writtenNow-written)
				}
				if expected := keep >= 4 && ways&(component.WithoutGuards|component.NoWay) == 0 && component.CanGuard(); expected != (guardedNow > guarded) {
					t.Errorf("copied: %t, ways %d, kept %d: %d get guards", copied, ways, keep, guardedNow-guarded)
				}
			}
		}
		component.ResetWithout(component.AllWays)
	}
}

// A guest that is stopped, or traps while it starts, leaves nothing either.
func TestKeptMemoriesOfFailures(t *testing.T) {
	eng := newEngineWith(t, accounted)
	c := compile(t, eng, `(module (memory (export "m") 3) (data (i32.const 0) "`+filled("x")+`") (global $n (mut i32) (i32.const 0))
		(func (export "start") (if (i32.ne (i32.load8_u (i32.const 100)) (i32.const 120)) (then unreachable))
			(i32.store8 (i32.const 100) (i32.const 1)) (i32.store8 (i32.const 150000) (i32.const 1)) (i32.store8 (i32.const -1) (i32.const 1)))
		(func (export "clean") (result i32) (i32.add (i32.load8_u (i32.const 100)) (i32.load8_u (i32.const 150000)))))`)
	c.KeepMemories(2)
	l := engine.NewLinker(eng)
	defer l.Close()
	for n := range 50 {
		s := engine.NewStore(eng, nil)
		if n%5 == 4 { // refused before it has begun
			s.SetLimits(engine.Limits{TotalMemory: page})
			if _, err := l.Instantiate(s, c); err == nil {
				t.Fatal("it has more memory than it may have")
			}
			s.Close()
			continue
		}
		i, err := l.Instantiate(s, c)
		mustBe(t, err)
		clean, err := i.Func("clean")
		mustBe(t, err)
		if got, err := clean.Call(); err != nil || got != int32('x') {
			t.Fatalf("guest %d sees %v, %v", n, got, err)
		}
		start, err := i.Func("start")
		mustBe(t, err)
		if _, err := start.Call(); err == nil {
			t.Fatal("it doesn't trap")
		}
		s.Close()
	}
}

// grower is a guest that grows its memory of one page, and uses it.
const grower = `(module (memory (export "m") 1)
	(func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
	(func (export "write") (param i32) (result i32) (i32.store8 (local.get 0) (i32.const -1)) (i32.const 0))
	(func (export "read") (param i32) (result i32) (i32.load8_u (local.get 0))))`

// growAndLook has a grower grow twice. What it can't reach before, it can't, and then sees
// zeroes, and nothing beyond.
func growAndLook(t *testing.T, l *engine.Linker, c *engine.Component, first, second int32) {
	t.Helper()
	s := engine.NewStore(c.Engine(), nil)
	defer s.Close()
	i, err := l.Instantiate(s, c)
	mustBe(t, err)
	call := func(name string, arg int32) (any, error) {
		f, err := i.Func(name)
		mustBe(t, err)
		return f.Call(arg)
	}
	size := int32(1)
	for _, by := range []int32{0, first, second} {
		if got, err := call("grow", by); err != nil || got != size {
			t.Fatalf("it grows from %v, %v", got, err)
		}
		for at := size * page; at < (size+by)*page; at += page / 4 {
			if got, err := call("read", at); err != nil || got != int32(0) {
				t.Fatalf("byte %d is %v, %v", at, got, err)
			}
		}
		size += by
		for _, beyond := range []int32{0, 1, 4096, page, 3 * page, 63 * page, 64 * page, 65 * page, 400 * page} {
			for _, name := range []string{"read", "write"} {
				if got, err := call(name, size*page+beyond); err == nil {
					t.Fatalf("%s of byte %d beyond %d pages: %v", name, beyond, size, got)
				}
			}
		}
		for at := int32(0); at < size*page; at += page / 4 {
			_, err := call("write", at)
			mustBe(t, err)
		}
		_, err := call("write", size*page-1)
		mustBe(t, err)
	}
}

// What a memory grew by can't be reached by the next guest, and is zeroes once it has
// grown itself, by less or by more; KeepMemories after Close does nothing.
func TestKeptMemoriesShrink(t *testing.T) {
	eng := newEngineWith(t, accounted)
	defer component.ResetWithout(component.AllWays)
	for _, ways := range []int{component.AllWays, component.WithoutGuards, component.WithoutLooking} {
		component.ResetWithout(ways)
		for _, keep := range []int{1, 4} {
			c := compile(t, eng, grower)
			c.KeepMemories(keep)
			l := engine.NewLinker(eng)
			defer l.Close()
			for n := range 8 * keep {
				by := []int32{1, 99, 0, 299, 2, 63, 64, 3}
				growAndLook(t, l, c, by[n/keep], by[(n+n/keep)%len(by)])
			}
			mustBe(t, c.Close())
			c.KeepMemories(0)
			c.KeepMemories(5)
		}
	}
}

// Where the ways change, what got guards before isn't used without them.
func TestKeptMemoriesChangeWays(t *testing.T) {
	eng := newEngineWith(t, accounted)
	defer component.ResetWithout(component.AllWays)
	c := compile(t, eng, grower)
	l := engine.NewLinker(eng)
	defer l.Close()
	r := rand.New(rand.NewPCG(1, 2))
	before := component.LimitMappings(0)
	for range 100 {
		component.ResetWithout(r.IntN(4))
		c.KeepMemories(r.IntN(9))
		for range r.IntN(8) {
			growAndLook(t, l, c, r.Int32N(4), r.Int32N(80))
		}
	}
	c.KeepMemories(8)
	for range 50 {
		growAndLook(t, l, c, 1, 1)
	}
	if after := component.LimitMappings(0); after > before+2*component.MostGuarded*uint64(runtime.NumCPU()) {
		t.Errorf("%d mappings are counted, %d before", after, before)
	}
	c.KeepMemories(0)
	c.KeepMemories(8)
	for range 50 {
		growAndLook(t, l, c, 1, 60) // too much for more than 8 to be kept
	}
	if after := component.LimitMappings(0); after > before+2*8 {
		t.Errorf("%d mappings are counted, %d before", after, before)
	}
	c.KeepMemories(0)
	if after := component.LimitMappings(0); after != before {
		t.Errorf("%d mappings are counted, %d before", after, before)
	}
}

// Components, stores and kept memories may go in any order.
func TestKeptMemoriesOutliveTheirCode(t *testing.T) {
	eng := newEngineWith(t, accounted)
	before := component.LimitMappings(0)
	for n := range 20 {
		c, err := eng.Compile([]byte(`(component ` + looker("a", 2) + lookers("a", "a") + `)`))
		mustBe(t, err)
		c.KeepMemories(4)
		l := engine.NewLinker(eng)
		mustBe(t, lookAndSpoil(l, c, 2, rand.New(rand.NewPCG(1, uint64(n)))))
		var open []*engine.Store
		for range 3 {
			s := engine.NewStore(eng, nil)
			_, err := l.Instantiate(s, c)
			mustBe(t, err)
			open = append(open, s)
		}
		if n%2 == 0 {
			slices.Reverse(open)
		}
		open[0].Close()
		l.Close()
		mustBe(t, c.Close())
		for _, s := range open[1:] {
			s.Close()
		}
	}
	if after := component.LimitMappings(0); after != before {
		t.Errorf("%d mappings are counted, %d before", after, before)
	}
}

// A module that a linker provides may go, with the linker, while the last guest ends that
// used it, and has what it and others grew by taken away. That the module isn't used
// afterwards only an address sanitizer sees for certain (go test -asan).
func TestKeptMemoriesOfProvidedModules(t *testing.T) {
	eng := newEngineWith(t, accounted)
	c := compile(t, eng, `(component
		(import "m" (core module $m (export "grow" (func (param i32) (result i32)))))
		(core instance $i (instantiate $m))
		(func (export "grow") (param "by" u32) (result u32) (canon lift (core func $i "grow"))))`)
	before := component.LimitMappings(0)
	for range long.Or(5, 200) {
		m, err := eng.Compile([]byte(grower))
		mustBe(t, err)
		m.KeepMemories(4)
		l := engine.NewLinker(eng)
		mustBe(t, l.Root().Module("m", m))
		var open []*engine.Store
		for range component.MostGuarded {
			s := engine.NewStore(eng, nil)
			open = append(open, s)
			i, err := l.Instantiate(s, c)
			mustBe(t, err)
			grow, err := i.Func("grow")
			mustBe(t, err)
			_, err = grow.Call(uint32(1))
			mustBe(t, err)
		}
		mustBe(t, m.Close()) // the linker has it still
		for _, s := range open[1:] {
			s.Close()
		}
		var ends sync.WaitGroup
		ends.Go(func() { open[0].Close() })
		ends.Go(func() { l.Close() })
		ends.Wait()
	}
	if after := component.LimitMappings(0); after != before {
		t.Errorf("%d mappings are counted, %d before", after, before)
	}
}

// Guests may be under way when their memories are first to be kept.
func TestKeptMemoriesAreAskedForLate(t *testing.T) {
	eng := newEngineWith(t, accounted)
	before := component.LimitMappings(0)
	for _, late := range []bool{false, true} {
		c, err := eng.Compile([]byte(`(component ` + looker("a", 2) + lookers("a", "a") + `)`))
		mustBe(t, err)
		l := engine.NewLinker(eng)
		var open []*engine.Store
		for range 4 {
			s := engine.NewStore(eng, nil)
			_, err := l.Instantiate(s, c)
			mustBe(t, err)
			open = append(open, s)
		}
		open[0].Close()
		c.KeepMemories(4)
		open[1].Close()
		mustBe(t, lookAndSpoil(l, c, 2, rand.New(rand.NewPCG(1, 1))))
		if !late {
			open[2].Close()
			open[3].Close()
		}
		l.Close()
		mustBe(t, c.Close())
		if late {
			open[2].Close()
			open[3].Close()
		}
	}
	if after := component.LimitMappings(0); after != before {
		t.Errorf("%d mappings are counted, %d before", after, before)
	}
}

// What is kept of one module is no other's, also where nothing is kept of that.
func TestKeptMemoriesOfOneModuleAlone(t *testing.T) {
	eng := newEngineWith(t, accounted)
	c := compile(t, eng, `(component (import "m" (core module $m (export "m" (memory 1)) (export "see" (func (result i32)))))
		`+owner("a", "a")+`(core instance $1 (instantiate $m)) (core instance $2 (instantiate $a))`+lifted("1", "2")+`)`)
	m := compile(t, eng, strings.Replace(owner("m", "m"), "core module $m", "module", 1))
	l := engine.NewLinker(eng)
	defer l.Close()
	mustBe(t, l.Root().Module("m", m))
	for _, kept := range []*engine.Component{c, m} {
		kept.KeepMemories(4)
		for range 4 {
			s := engine.NewStore(eng, nil)
			i, err := l.Instantiate(s, c)
			mustBe(t, err)
			for n, letter := range []uint32{'m', 'a'} {
				see, err := i.Func(fmt.Sprint("see", n+1))
				mustBe(t, err)
				if got, err := see.Call(); err != nil || got != letter|letter<<8 {
					t.Errorf("module %d begins with %v, %v", n, got, err)
				}
			}
			s.Close()
		}
		kept.KeepMemories(0)
	}
}

// No more are kept than were asked for, and none where they are most of what a process
// may have.
func TestKeptMemoriesAreBounded(t *testing.T) {
	eng := newEngineWith(t, accounted)
	c := compile(t, eng, `(component `+looker("a", 2)+lookers("a")+`)`)
	l := engine.NewLinker(eng)
	defer l.Close()
	run := func(guests int) {
		var open []*engine.Store
		for range guests {
			s := engine.NewStore(eng, nil)
			_, err := l.Instantiate(s, c)
			mustBe(t, err)
			open = append(open, s)
		}
		for _, s := range open {
			s.Close()
		}
	}
	before := component.LimitMappings(0)
	c.KeepMemories(5)
	run(20)
	each := (component.LimitMappings(0) - before) / 5
	if resetsWhatWasWritten() && each == 0 || component.LimitMappings(0) != before+5*each {
		t.Errorf("%d mappings are counted, %d before", component.LimitMappings(0), before)
	}
	c.KeepMemories(2)
	if after := component.LimitMappings(0); after != before {
		t.Errorf("%d mappings are counted, %d before", after, before)
	}
	for _, keep := range []uint64{7, 8} { // by three processors, and by two, where there are so many
		c.KeepMemories(int(keep))
		run(20)
		if after := component.LimitMappings(0); after != before+keep*each {
			t.Errorf("%d are to be kept, and %d mappings are counted, %d before", keep, after, before)
		}
	}
	c.KeepMemories(2)
	component.LimitMappings(4 * before)
	defer component.LimitMappings(0)
	run(3)
	if after := component.LimitMappings(4 * before); after > before+2*each {
		t.Errorf("%d mappings are counted, %d before", after, before)
	}
}

// resetsWhatWasWritten tells whether this system says what was written.
func resetsWhatWasWritten() bool {
	text, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil {
		return false
	}
	var major, minor int
	if _, err := fmt.Sscanf(string(text), "%d.%d", &major, &minor); err != nil {
		return false
	}
	return major > 6 || major == 6 && minor >= 7
}

// Memories that are kept are given up where the process has too many, rather than
// refuse one to a guest.
func TestKeptMemoriesAreGivenUp(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("nothing is kept")
	}
	eng := newEngineWith(t, accounted)
	l := engine.NewLinker(eng)
	defer l.Close()
	fill := func(letter string) func() {
		c := compile(t, eng, `(module (memory (export "m") 1) (data (i32.const 0) "`+filled(letter)+`"))`)
		c.KeepMemories(100)
		var stores []*engine.Store
		for range 100 {
			s := engine.NewStore(eng, nil)
			stores = append(stores, s)
			if _, err := l.Instantiate(s, c); err != nil {
				t.Fatalf("%d guests of %s: %v", len(stores), letter, err)
			}
		}
		return func() {
			for _, s := range stores {
				s.Close()
			}
		}
	}
	defer component.LimitMappings(0)
	before := component.LimitMappings(1 << 20)
	fill("a")()
	kept := component.LimitMappings(1<<20) - before
	if kept < 200 {
		t.Fatalf("%d mappings are kept", kept)
	}
	component.LimitMappings(2 * (before + kept + kept/4)) // without what is kept, there is room enough
	fill("b")()
}
