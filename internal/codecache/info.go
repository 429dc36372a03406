package codecache

import (
	"errors"
	"io/fs"
	"os"
	"time"
)

// Info describes a cache.
type Info struct {
	// Dir is the root directory, "" for a disabled cache.
	Dir string
	// Enabled is false when options or environment switch the cache off.
	Enabled bool
	// Bytes is what everything takes, Limit what it may take, in bytes.
	Bytes, Limit int64
	// Entries describes each entry, the least recently used first.
	Entries []EntryInfo
}

// EntryInfo describes compiled code; of a damaged entry only Bytes and Used are known.
type EntryInfo struct {
	// Source is the path that the code was compiled from, as it was given.
	Source string
	// Format is the source's, by the caller's numbers.
	Format uint8
	// Bytes is the size of the code and its sidecar.
	Bytes int64
	// Created is when it was compiled, Used when it was last used, to the hour.
	Created, Used time.Time
}

// Info describes what is in the cache. A directory that isn't there is an
// empty cache. The errors are [*ConfigError], [*UnsafeDirError] and
// [*WriteError].
func (c *Cache) Info() (Info, error) {
	place, l, err := c.listed()
	if err != nil || place.limit == 0 {
		return Info{}, err
	}
	info := Info{Dir: place.root, Enabled: true, Limit: place.limit, Bytes: l.bytes()}
	for _, it := range l.items {
		if it.entry && it.whole {
			info.Entries = append(info.Entries, place.describe(it))
		}
	}
	return info, nil
}

// describe reads an entry's sidecar; of a damaged one only the size is known.
func (d directory) describe(it *item) EntryInfo {
	entry := EntryInfo{Bytes: it.bytes, Used: it.used}
	record, _, err := readRecord(d.files + separator + it.name + sidecarSuffix)
	if err != nil {
		return entry
	}
	if m, ok := decodeSidecar(record, parseKey(it.name)); ok {
		entry.Source, entry.Format, entry.Created = m.source, m.format, time.Unix(0, m.created)
	}
	return entry
}

// Clear empties the cache. It returns how many compiled components it removed,
// and how many bytes that freed. Runs that use them are not disturbed. Of a
// disabled cache nothing is removed. The errors are those of Info.
func (c *Cache) Clear() (removed int, freed int64, err error) {
	place, l, err := c.listed()
	if err != nil {
		return 0, 0, err
	}
	for _, it := range l.items {
		n, err := place.remove(it)
		if err != nil {
			return removed, freed, &WriteError{Dir: place.root, Err: err}
		}
		freed += n
		if it.entry {
			removed++
		}
	}
	if err := place.sweep(l.temps, beingWritten); err != nil {
		return removed, freed, &WriteError{Dir: place.root, Err: err}
	}
	for _, name := range l.locks {
		// One that is in use may go: its users lose only the waiting.
		_ = os.Remove(place.files + separator + name)
	}
	return removed, freed, nil
}

// beingWritten is how young a temporary file must be for Clear to leave it to
// the process that writes it.
const beingWritten = time.Minute

// listed reads the directory of an enabled cache.
func (c *Cache) listed() (place, listing, error) {
	if !c.enabled() {
		return place{}, listing{}, nil
	}
	p, err := c.where()
	if err != nil || p.limit == 0 {
		return place{}, listing{}, err
	}
	if _, err = p.check(); errors.Is(err, fs.ErrNotExist) {
		return p, listing{}, nil
	}
	var l listing
	if err == nil {
		l, err = p.list()
	}
	if err != nil {
		return p, listing{}, asWarning(p.root, err)
	}
	return p, l, nil
}
