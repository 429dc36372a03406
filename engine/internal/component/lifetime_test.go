package component

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

func TestLifetimeFreesOnce(t *testing.T) {
	for range 30 {
		var l lifetime
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
	var l lifetime
	l.open()
	if !l.acquire() || l.close() {
		t.Fatal("freed while it is in use")
	}
	if l.acquire() {
		t.Fatal("a closed lifetime begins another use")
	}
	if !l.release() {
		t.Fatal("the last use does not free")
	}
	var zero lifetime
	if zero.acquire() || zero.close() {
		t.Fatal("the zero value is not closed")
	}
}
