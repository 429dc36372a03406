package loader

import (
	"slices"
	"time"
)

// racyWindow is how long a file of source must have been left alone before its
// stamp is believed: longer than any kernel's tick, and some disagreement
// between this machine's clock and that of the machine that has the file.
const racyWindow = 100 * time.Millisecond

// remember notes the source's digest, and the settled code that it led to.
// That is a matter of speed only: a failure, as in a directory that can't be
// written to, is no news after what has been reported.
func (l *loading[C]) remember(m meta) {
	s := l.unit.from()
	q := quick{source: s.stamp, digest: s.digest, format: s.format}
	known := s.remembered(l.cache)
	switch {
	case known != nil:
		q.slots = slices.Clone(known.slots)
	case !s.stamp.proves() || s.readAt.UnixNano()-int64(racyWindow) <= s.stamp.ctime:
		return
	}
	added := m.settled && q.put(m.slot)
	if known != nil && !added {
		return
	}
	_ = l.place.write(l.place.quickPath(s.stamp), q.encode(), time.Time{})
	s.memory.Store(&memory{quick: q, cache: l.cache, used: time.Now()})
}
