package component

import (
	"runtime"
	"sync"
	"testing"
)

func TestHandles(t *testing.T) {
	var table handles[int]
	const n = 3 * chunkSize
	numbers := make([]int, n)
	given := map[uintptr]bool{}
	for i := range numbers {
		numbers[i] = i
		h := table.add(&numbers[i])
		if h == 0 || given[h] {
			t.Fatalf("the handle of %d is %d", i, h)
		}
		given[h] = true
		if *table.get(h) != i {
			t.Fatalf("handle %d is %d, not %d", h, *table.get(h), i)
		}
	}
	table.drop(7)
	if h := table.add(&numbers[0]); h != 7 || *table.get(7) != 0 {
		t.Errorf("a dropped handle is not used again: %d", h)
	}
}

func TestHandlesFromManyGoroutines(t *testing.T) {
	var table handles[int]
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 2000 {
				h := table.add(&i)
				if *table.get(h) != i {
					t.Errorf("handle %d is %d, not %d", h, *table.get(h), i)
				}
				if i%3 > 0 {
					table.drop(h)
				}
			}
		})
	}
	wg.Wait()
}

// Numbers that are borrowed go to the next borrower, and those that the pool forgot can be
// had again.
func TestHandlesAreBorrowed(t *testing.T) {
	var table handles[int]
	value := 3
	for range 5 {
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range 1000 {
					own := 4
					n := table.borrow(&own)
					if table.get(n.h) != &own {
						t.Error("it is another's")
					}
					table.giveBack(n)
				}
			})
		}
		wg.Wait()
		for range 4 { // a pool forgets after two cycles, and then the numbers come back
			runtime.GC()
		}
	}
	n := table.borrow(&value)
	defer table.giveBack(n)
	if *table.get(n.h) != 3 {
		t.Error("a number leads elsewhere")
	}
	// With the race detector a pool forgets every fourth at once: a thousand in a round.
	if table.next > 2000 {
		t.Errorf("%d numbers are given out", table.next)
	}
}
