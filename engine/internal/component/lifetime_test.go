package component

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// counted is what lifetimes have in common.
type counted interface {
	open()
	acquire() bool
	release() bool
	close() bool
}

// spread is a commonLifetime whose uses begin and end anywhere.
type spread struct {
	commonLifetime
	next atomic.Uintptr
}

func (s *spread) acquire() bool { return s.acquireAt(s.next.Add(1)) }
func (s *spread) release() bool { return s.releaseAt(s.next.Add(5)) }

func lifetimes() []counted { return []counted{new(lifetime), new(commonLifetime), new(spread)} }

func TestLifetimeFreesOnce(t *testing.T) {
	for n := range 90 {
		l := lifetimes()[n%3]
		l.open()
		var freed, used atomic.Int64
		release := func(last bool) {
			if last {
				freed.Add(1)
			}
		}
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for l.acquire() {
					if freed.Load() != 0 {
						t.Error("in use after it was freed")
					}
					used.Add(1)
					release(l.release())
				}
			})
		}
		for used.Load() < 50 {
			runtime.Gosched()
		}
		for range 2 {
			wg.Go(func() { release(l.close()) })
		}
		wg.Wait()
		if n := freed.Load(); n != 1 {
			t.Fatalf("freed %d times", n)
		}
		if l.acquire() {
			t.Fatal("a closed lifetime begins another use")
		}
	}
}

func TestLifetimeWaitsForUses(t *testing.T) {
	for _, l := range lifetimes() {
		l.open()
		for range 2 {
			if !l.acquire() {
				t.Fatal("no use begins")
			}
		}
		if l.release() || l.close() {
			t.Fatal("freed while it is in use")
		}
		if l.acquire() {
			t.Fatal("a closed lifetime begins another use")
		}
		if l.close() {
			t.Fatal("closed twice, it is freed while it is in use")
		}
		if !l.release() {
			t.Fatal("the last use does not free")
		}
	}
	for _, zero := range lifetimes() {
		if zero.acquire() || zero.close() {
			t.Fatal("the zero value is not closed")
		}
	}
}
