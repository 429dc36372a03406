package program

import (
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

func compiledFor(t *testing.T, eng *engine.Engine) func() (*engine.Component, error) {
	t.Helper()
	return func() (*engine.Component, error) { return eng.Compile([]byte("(component)")) }
}

func newEngine(t *testing.T) *engine.Engine {
	t.Helper()
	eng, err := engine.New(engine.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(eng.Close)
	return eng
}

// What was used the longest time ago goes, but not from under who uses it.
func TestKeptAreBounded(t *testing.T) {
	var k kept
	compile := compiledFor(t, newEngine(t))
	first, fresh, err := k.load(t.Context(), keptKey{digest: "first"}, compile)
	if err != nil || !fresh {
		t.Fatal(fresh, err)
	}
	for i := range 3 * maxKept {
		c, fresh, err := k.load(t.Context(), keptKey{digest: strconv.Itoa(i)}, compile)
		if err != nil || !fresh {
			t.Fatal(fresh, err)
		}
		k.release(c)
	}
	if len(k.entries) != maxKept || !first.dropped {
		t.Errorf("%d are kept; the first was dropped: %v", len(k.entries), first.dropped)
	}
	if _, err := first.component.Serialize(); err != nil {
		t.Errorf("it was closed while it was used: %v", err)
	}
	k.release(first)
	if _, err := first.component.Serialize(); err == nil {
		t.Error("it was not closed after its last use")
	}
	if _, fresh, _ := k.load(t.Context(), keptKey{digest: strconv.Itoa(3*maxKept - 1)}, compile); fresh {
		t.Error("the one that was used last is not kept")
	}
	k.clear()
}

// Many that ask at once get one compilation; a failure is its own, and the next
// tries again.
func TestKeptIsCompiledOnce(t *testing.T) {
	var k kept
	defer k.clear()
	compile := compiledFor(t, newEngine(t))
	var compilations atomic.Int32
	broken := errors.New("the first fails")
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			c, _, err := k.load(t.Context(), keptKey{digest: "same"}, func() (*engine.Component, error) {
				if compilations.Add(1) == 1 {
					return nil, broken
				}
				return compile()
			})
			switch {
			case errors.Is(err, broken):
			case err != nil || c.component == nil:
				t.Errorf("got %v", err)
			default:
				k.release(c)
			}
		})
	}
	all.Wait()
	if n := compilations.Load(); n != 2 {
		t.Errorf("%d compilations, want the one that failed and another", n)
	}
}
