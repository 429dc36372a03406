package engine_test

import (
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/engine/internal/component"
)

// What a memory grows by has the pages at once that guests before used, and no others.
func TestKeptMemoriesGrowAlike(t *testing.T) {
	if !component.CanGuard() {
		t.Skip("this system has no guards")
	}
	eng := newEngineWith(t, accounted)
	c := compile(t, eng, grower)
	c.KeepMemories(4)
	l := engine.NewLinker(eng)
	defer l.Close()
	size := int32(syscall.Getpagesize())
	used := func(n int32) bool { return n%3 == 0 || n == 1 }
	stay(t, processors(t)[0])
	for guest := range 2*component.MostGuarded + 4 {
		s := engine.NewStore(eng, nil)
		i, err := l.Instantiate(s, c)
		mustBe(t, err)
		for range 2 {
			grow, err := i.Func("grow")
			mustBe(t, err)
			_, err = grow.Call(int32(1))
			mustBe(t, err)
		}
		m, _ := i.Memory("m")
		for n := int32(0); page+n*size < 3*page; n++ {
			there := component.Present(m[page+n*size:])
			if expected := guest >= component.MostGuarded && used(n); there != expected {
				t.Fatalf("guest %d: page %d is present: %t", guest, n, there)
			}
		}
		write, err := i.Func("write")
		mustBe(t, err)
		for n := int32(0); page+n*size < 3*page; n++ {
			if used(n) {
				_, err := write.Call(page + n*size)
				mustBe(t, err)
			}
		}
		s.Close()
	}
}

// processors are those that the process may use. The test's thread is its own from now on,
// and ends with it.
func processors(t *testing.T) (all []int) {
	t.Helper()
	runtime.LockOSThread()
	var may unix.CPUSet
	mustBe(t, unix.SchedGetaffinity(0, &may))
	for n := range 1024 {
		if may.IsSet(n) {
			all = append(all, n)
		}
	}
	return all
}

// stay has the test's thread run on one processor.
func stay(t *testing.T, processor int) {
	t.Helper()
	var only unix.CPUSet
	only.Set(processor)
	mustBe(t, unix.SchedSetaffinity(0, &only))
}

// What a guest leaves on one processor is used again on another, where nothing is kept,
// and a place that is left there is used.
func TestKeptMemoriesOfAnotherProcessor(t *testing.T) {
	if !resetsWhatWasWritten() {
		t.Skip("nothing is kept")
	}
	eng := newEngineWith(t, accounted)
	c := compile(t, eng, `(module (memory (export "m") 1) (data (i32.const 0) "`+filled("x")+`")
		(func (export "change") (i32.store8 (i32.const 5) (i32.add (i32.load8_u (i32.const 5)) (i32.const 1)))))`)
	c.KeepMemories(4)
	l := engine.NewLinker(eng)
	defer l.Close()
	all := processors(t)
	if len(all) < 2 {
		t.Skip("it takes two processors")
	}
	before := component.LimitMappings(0)
	run := func(nth, guests int) {
		stay(t, all[nth])
		var open []*engine.Store
		for range guests {
			s := engine.NewStore(eng, nil)
			open = append(open, s)
			i, err := l.Instantiate(s, c)
			mustBe(t, err)
			m, _ := i.Memory("m")
			if m[5] != 'x' {
				t.Fatalf("it begins with %q", m[5])
			}
			change, err := i.Func("change")
			mustBe(t, err)
			_, err = change.Call()
			mustBe(t, err)
		}
		for _, s := range open {
			s.Close()
		}
	}
	run(0, 1)
	each := component.LimitMappings(0) - before
	for range 3 {
		run(1, 1)
		run(0, 1)
	}
	if after := component.LimitMappings(0); after != before+each {
		t.Errorf("%d memories are kept, not 1", (after-before)/each)
	}
	run(1, 9)
	if after := component.LimitMappings(0); after != before+4*each {
		t.Errorf("%d memories are kept, not 4", (after-before)/each)
	}
}

// Where there was no descriptor left to look at what was written, the next guest's end
// looks again.
func TestKeptMemoriesWithoutDescriptors(t *testing.T) {
	const own = "QYVOL_TEST_WITHOUT_DESCRIPTORS"
	if !resetsWhatWasWritten() {
		t.Skip("this system doesn't say what was written")
	}
	if os.Getenv(own) == "" { // descriptors that were opened once stay: it takes a process that has none
		again := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
		again.Env = append(os.Environ(), own+"=1")
		if said, err := again.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, said)
		}
		return
	}
	eng := newEngineWith(t, accounted)
	c := compile(t, eng, grower)
	c.KeepMemories(1)
	l := engine.NewLinker(eng)
	defer l.Close()
	stay(t, processors(t)[0])
	run := func() uint64 {
		before, _, _ := component.Resets()
		s := engine.NewStore(eng, nil)
		_, err := l.Instantiate(s, c)
		mustBe(t, err)
		s.Close()
		after, _, _ := component.Resets()
		return after - before
	}
	var limit unix.Rlimit
	mustBe(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &limit))
	next, err := unix.Dup(0)
	mustBe(t, err)
	mustBe(t, unix.Close(next))
	mustBe(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: uint64(next), Max: limit.Max}))
	without := run()
	mustBe(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &limit))
	if with := run(); without != 0 || with != 1 {
		t.Errorf("what was written is reset %d times without descriptors, %d times with them", without, with)
	}
}
