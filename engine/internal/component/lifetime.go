//go:build cgo

package component

import "sync/atomic"

// lifetime counts the uses of something that C owns, so that what is closed
// while it is in use is freed when the last use ends, and no use begins
// afterwards. Its zero value is closed.
type lifetime struct {
	uses   atomic.Int64 // and one more until it is closed
	closed atomic.Bool
}

func (l *lifetime) open() { l.uses.Store(1) }

// acquire begins a use, unless it is closed.
func (l *lifetime) acquire() bool {
	for !l.closed.Load() {
		n := l.uses.Load()
		if n == 0 {
			return false
		}
		if l.uses.CompareAndSwap(n, n+1) {
			return true
		}
	}
	return false
}

// release ends a use and tells whether it is time to free.
func (l *lifetime) release() bool { return l.uses.Add(-1) == 0 }

// inUse tells whether a use is under way. While it is being closed it may say so
// although there is none.
func (l *lifetime) inUse() bool {
	n := l.uses.Load()
	if !l.closed.Load() {
		n--
	}
	return n > 0
}

// close lets no more use begin, and tells whether it is time to free. It may be
// called any number of times.
func (l *lifetime) close() bool {
	return !l.closed.Swap(true) && l.uses.Load() > 0 && l.release()
}

// commonLifetime is a lifetime of what the stores of many threads use: it counts in several
// places, since threads that write to one cache line wait for each other. Its zero value
// is closed.
type commonLifetime struct {
	counts *[places]count
	freed  atomic.Bool
}

const places = 8

// count is of the uses that began at a place, less those that ended there, and of noMore
// once it is closed. It is apart from others: processors fetch two cache lines at a time.
type count struct {
	uses atomic.Int64
	_    [120]byte
}

const (
	noMore   = 1 << 62
	noMoreIs = 1 << 61 // at least: more uses may have ended at a place than began
)

func (l *commonLifetime) open() { l.counts = new([places]count) }

// acquire begins a use, unless it is closed.
func (l *commonLifetime) acquire() bool { return l.acquireAt(0) }

// release ends a use and tells whether it is time to free.
func (l *commonLifetime) release() bool { return l.releaseAt(0) }

// acquireAt counts at a place of the caller's, which may have any number. The use may end at
// another.
func (l *commonLifetime) acquireAt(place uintptr) bool {
	if l.counts == nil {
		return false
	}
	uses := &l.counts[place%places].uses
	for {
		n := uses.Load()
		if n >= noMoreIs {
			return false
		}
		if uses.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

func (l *commonLifetime) releaseAt(place uintptr) bool {
	return l.counts[place%places].uses.Add(-1) >= noMoreIs && l.last()
}

// last tells, once, whether there is no use any more. When all places are closed, uses only
// end, so that the sum is never less than what is left.
func (l *commonLifetime) last() bool {
	sum := int64(0)
	for i := range l.counts {
		n := l.counts[i].uses.Load()
		if n < noMoreIs {
			return false // whoever closes it comes here when that is done
		}
		sum += n - noMore
	}
	return sum == 0 && l.freed.CompareAndSwap(false, true)
}

// close is as that of lifetime.
func (l *commonLifetime) close() bool {
	if l.counts == nil {
		return false
	}
	for i := range l.counts {
		for {
			n := l.counts[i].uses.Load()
			if n >= noMoreIs {
				break
			}
			if l.counts[i].uses.CompareAndSwap(n, n+noMore) {
				break
			}
		}
	}
	return l.last()
}
