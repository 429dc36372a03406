package codecache

import (
	"testing"
	"time"
)

// One record serves several configurations, and forgets the oldest.
func TestConfigurations(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, b.config = range []string{"a", "b", "a", "b"} {
		b.warm()
	}
	if got := len(b.recall().codes); got != 2 {
		t.Errorf("code for %d configurations, want 2", got)
	}
	for _, b.config = range []string{"c", "d", "e", "f"} {
		b.warm()
	}
	if got := len(b.recall().codes); got != maxCodes {
		t.Errorf("code for %d configurations, want %d", got, maxCodes)
	}
}

// A file that changed just before it was read may change again in the same
// tick of the clock: its stamp is not believed yet.
func TestSourceThatJustChangedIsNotRemembered(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		age  time.Duration
		want bool
	}{{-time.Second, false}, {0, false}, {racyWindow, false}, {racyWindow + time.Millisecond, true}} {
		b := newBench(t)
		s, _ := b.source()
		s.ReadAt = time.Unix(0, s.Stamp.ctime).Add(c.age)
		e, err := b.cache.Entry(s, "")
		must(t, err)
		_, err = e.Prepare()
		must(t, err)
		must(t, e.Store(Code{Bytes: b.compile()}, 0))
		if got := b.recall() != nil; got != c.want {
			t.Errorf("read %v after the change: remembered %t", c.age, got)
		}
	}
}

// What one cache knows about a source says nothing about another.
func TestSourceOfAnotherCache(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.warm()
	s, recalled := b.source()
	other := newBench(t)
	if !recalled || s.recorded(b.cache) == nil || s.recorded(other.cache) != nil {
		t.Error("the record is of the wrong cache")
	}
}
