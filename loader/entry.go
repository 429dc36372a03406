package loader

import (
	"errors"
	"io/fs"
	"time"
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
	case err != nil || !now.isPrivateFile() || now.size != m.code.size:
		l.damage(err)
		return c, false
	case m.settled && now == m.code:
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
	if err == nil && sumOfBytes(data) == m.digest {
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

// damage warns, once in a load, of an entry that is there and is not what was
// stored. The
// entry is not removed here, as another process may be replacing it already:
// the code that gets compiled now replaces it.
func (l *loading[C]) damage(err error) {
	if deniesCode(err) {
		l.denied = err // which is nothing against the entry
		return
	}
	if _, gone := lstatFile(l.place.code(l.key)); errors.Is(gone, fs.ErrNotExist) {
		return // another process cleared the cache meanwhile
	}
	if !l.damaged {
		l.warn(&CacheEntryError{Path: l.place.code(l.key), Err: err})
	}
	l.damaged = true
}
