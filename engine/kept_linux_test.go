package engine_test

import (
	"syscall"
	"testing"

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
	for guest := range 12 {
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
			if expected := guest >= 3 && used(n); there != expected {
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
