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
