package loader

import (
	"os"
	"strconv"
	"time"
)

// memory is what the cache remembers about a file of source.
type memory struct {
	quick
	cache *Cache
	used  time.Time // when the record was last touched
}

// quickPath names the record by the file's identity rather than by its path,
// which would have to be made absolute first and says less: the stamp inside
// reports whether it is still the same file in the same state.
func (d directory) quickPath(s stamp) string {
	name := make([]byte, 0, len(d.files)+64)
	name = append(name, d.files...)
	name = append(name, separator...)
	name = strconv.AppendUint(name, s.dev, 16)
	name = append(name, '-')
	name = strconv.AppendUint(name, s.ino, 16)
	return string(append(name, quickSuffix...))
}

// recall returns what is remembered about the file with that stamp, nil if
// that is nothing, or nothing that can be trusted.
func (c *Cache) recall(source stamp) *memory {
	if !c.enabled() || !source.proves() {
		return nil
	}
	place, err := c.where()
	if err != nil {
		return nil // LoadComponent meets the same error and reports it
	}
	if _, err := place.check(); err != nil {
		return nil // likewise
	}
	record, s, err := readRecord(place.quickPath(source))
	if err != nil {
		return nil
	}
	q, ok := decodeQuick(record, source)
	if !ok {
		return nil
	}
	return &memory{quick: q, cache: c, used: time.Unix(0, s.mtime)}
}

// readRecord reads a small file of the cache, if only this user, or root, can change it.
func readRecord(path string) ([]byte, stamp, error) {
	h, err := openHandle(path)
	if err != nil {
		return nil, stamp{}, err
	}
	defer h.close()
	s, err := h.stat()
	if err != nil {
		return nil, s, err
	}
	if s.size > maxRecord || !s.isPrivateFile() {
		return nil, s, errNotRecord
	}
	record, err := h.content(s.size)
	return record, s, err
}

// touchInterval is how stale the record of an entry's last use may get, to
// spare a warm start the writing.
const touchInterval = time.Hour

// touch notes that the code under key was used, at most once an hour. The
// times that it sets are not among those that prove anything: of the records,
// only the contents count.
func (m *memory) touch(key sum) {
	if time.Since(m.used) < touchInterval {
		return
	}
	place, err := m.cache.where()
	if err != nil {
		return
	}
	// A cache that can't be written to has no use for the order of eviction.
	now := time.Now()
	_ = os.Chtimes(place.quickPath(m.source), now, now)
	_ = os.Chtimes(place.meta(key), now, now)
}
