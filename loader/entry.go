package loader

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"slices"
	"time"

	"github.com/qyvol/qyvol/engine"
)

// entry maps the code that the sidecar vouches for. It compares the code with
// its digest unless the code's stamp already proves it.
func (l *loading[C]) entry() (c C, ok bool) {
	start := time.Now()
	record, _, err := readRecord(l.place.meta(l.key))
	if err != nil {
		return c, false
	}
	m, ok := decodeMeta(record, l.key)
	if !ok {
		l.damage(nil)
		return c, false
	}
	h, err := openHandle(l.place.code(l.key))
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) { // evicted a moment ago
			l.damage(err)
		}
		return c, false
	}
	defer h.close()
	if c, ok = l.checked(h, &m); ok {
		l.hit(start, m.code)
		l.remember(m)
	}
	return c, ok
}

// checked maps an open file of code if it is what the sidecar says, and brings
// m up to date.
func (l *loading[C]) checked(h handle, m *meta) (c C, ok bool) {
	now, err := h.stat()
	switch {
	case err != nil || !now.isPrivateFile():
		l.damage(err)
		return c, false
	case m.settled && now == m.code && now.proves():
		return l.mapped(h, &m.slot)
	case l.place.ticked(now):
		return l.settled(h, m, now)
	}
	return l.unsettled(h, m, now)
}

// settled compares the code with its digest, maps it, and has the sidecar say
// that this was done.
func (l *loading[C]) settled(h handle, m *meta, now stamp) (c C, ok bool) {
	if ok, err := l.place.verify(m, h, now); !ok {
		l.damage(err)
		return c, false
	}
	c, ok = l.mapped(h, &m.slot)
	if ok && m.settled {
		// Failing that, the next run compares again.
		_ = l.place.write(l.place.meta(m.key), m.encode(), time.Time{})
	}
	return c, ok
}

// unsettled compares the code with its digest and gives the engine the very
// bytes that were compared: the file could still change unnoticed.
func (l *loading[C]) unsettled(h handle, m *meta, now stamp) (c C, ok bool) {
	m.code, m.settled = now, false
	data, err := h.content(now.size)
	if err == nil && sha256.Sum256(data) == m.digest {
		c, err = l.compiler.Deserialize(data, m.kind)
		ok = err == nil
	}
	if !ok {
		l.damage(err)
	}
	return c, ok
}

// mapped gives the open file to the engine, and makes sure that it stayed what
// it was while the engine looked at it.
func (l *loading[C]) mapped(h handle, s *slot) (c C, ok bool) {
	var none C
	c, err := l.compiler.DeserializeFile(h.mapPath(), s.kind)
	if err != nil {
		// On a file system mounted noexec, or without /proc: copied.
		var data []byte
		if data, err = h.content(s.code.size); err == nil {
			c, err = l.compiler.Deserialize(data, s.kind)
		}
	}
	if err != nil {
		l.damage(err)
		return none, false
	}
	now, err := h.statMapped()
	if err != nil || now != s.code {
		_ = c.Close() // it was never used
		l.damage(err)
		return none, false
	}
	return c, true
}

// damage warns, once in a load, of an entry that is not what was stored. The
// entry is not removed here, as another process may be replacing it already:
// the code that gets compiled now replaces it.
func (l *loading[C]) damage(err error) {
	if !l.damaged {
		l.warn(&CacheEntryError{Path: l.place.code(l.key), Err: err})
	}
	l.damaged = true
}

// store keeps freshly compiled code for the next time.
func (l *loading[C]) store(c C) {
	start := time.Now()
	defer func() { l.info.Store = time.Since(start) }()
	data, err := c.Serialize()
	if err != nil {
		l.warn(&CacheWriteError{Dir: l.place.root, Err: err})
		return
	}
	l.info.CodeBytes = int64(len(data))
	if l.info.CodeBytes > l.place.limit {
		l.warn(&CacheLimitError{Size: l.info.CodeBytes, Limit: l.place.limit})
		return
	}
	m, err := l.place.keep(l.meta(c.Kind()), data)
	if err == nil && (l.cache.opts.Settle || l.worthSettling()) {
		err = l.place.settle(&m)
	}
	if err != nil {
		l.warn(cacheError(l.place.root, err))
		return
	}
	l.remember(m)
	if err := l.place.evict(l.place.limit, l.key); err != nil {
		l.warn(cacheError(l.place.root, err))
	}
}

func (l *loading[C]) meta(kind engine.Kind) meta {
	return meta{
		slot: slot{key: l.key, kind: kind}, format: l.unit.Format(),
		created: time.Now().UnixNano(), source: l.unit.Path(),
	}
}

// worthSettling reports whether settling now would be lost in the time that
// compiling took. Reading back goes at a gigabyte a second or so: a nanosecond
// a byte.
func (l *loading[C]) worthSettling() bool {
	const (
		lost = 40
		tick = 10 * time.Millisecond
	)
	cost := tick + time.Duration(l.info.CodeBytes)
	return statProves && l.info.Compile > lost*cost
}

// racyWindow is how long a file of source must have been left alone before its
// stamp is believed: longer than any kernel's tick, and some disagreement
// between this machine's clock and that of the machine that has the file.
const racyWindow = 100 * time.Millisecond

// remember notes the source's digest, and the settled code that it led to.
// That is a matter of speed only: a failure, as in a directory that can't be
// written to, is no news after what has been reported.
func (l *loading[C]) remember(m meta) {
	s := l.unit.source
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

// cacheError makes a warning of whatever kept the cache from being written.
func cacheError(root string, err error) error {
	var unsafe *UnsafeDirError
	if errors.As(err, &unsafe) {
		return unsafe
	}
	return &CacheWriteError{Dir: root, Err: err}
}
