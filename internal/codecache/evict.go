package codecache

import (
	"errors"
	"io/fs"
	"os"
	"sort"
	"strings"
	"time"
)

// item is what the cache keeps or evicts as one: the code and its sidecar, or
// the record of a source.
type item struct {
	name    string // without the suffix
	entry   bool   // code, not the record of a source
	whole   bool   // code with its sidecar
	bytes   int64
	used    time.Time
	changed time.Time // the latest change of any of its files
}

// listing is what a directory of the cache holds.
type listing struct {
	items []*item
	temps []temp
	locks []string
}

// temp is a file that somebody is writing, or was when they died.
type temp struct {
	name    string
	changed time.Time
	bytes   int64
}

// list reads the directory. Files that vanish meanwhile are left out, and so
// are those that the cache does not know.
func (d directory) list() (l listing, err error) {
	entries, err := os.ReadDir(d.files)
	if err != nil {
		return l, err
	}
	found := map[string]*item{}
	for _, entry := range entries {
		name := entry.Name()
		s, err := lstat(d.files + separator + name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return l, err
		}
		switch {
		case strings.HasPrefix(name, tempPrefix):
			l.temps = append(l.temps, temp{name, time.Unix(0, s.ctime), s.Size})
		case strings.HasPrefix(name, lockPrefix):
			l.locks = append(l.locks, name)
		default:
			add(found, name, s)
		}
	}
	for _, it := range found {
		l.items = append(l.items, it)
	}
	sort.Slice(l.items, func(i, j int) bool { return l.items[i].used.Before(l.items[j].used) })
	return l, nil
}

// add counts a file as part of its item. The sidecar's time and that of a
// source's record tell the last use.
func add(found map[string]*item, file string, s Stamp) {
	name, suffix, _ := strings.Cut(file, ".")
	isCode, isSidecar, isSource := "."+suffix == codeSuffix, "."+suffix == sidecarSuffix, "."+suffix == sourceSuffix
	if !isCode && !isSidecar && !isSource {
		return
	}
	it := found[name]
	if it == nil {
		it = &item{name: name}
		found[name] = it
	}
	it.bytes += s.Size
	it.entry = it.entry || isCode
	it.whole = it.whole || isSidecar
	if changed := time.Unix(0, s.ctime); changed.After(it.changed) {
		it.changed = changed
	}
	if used := time.Unix(0, s.mtime); !isCode && used.After(it.used) {
		it.used = used
	}
}

func (l *listing) bytes() (total int64) {
	for _, it := range l.items {
		total += it.bytes
	}
	return total
}

// sources is how many records of sources there are.
func (l *listing) sources() (n int) {
	for _, it := range l.items {
		if !it.entry && !it.whole {
			n++
		}
	}
	return n
}

// remove deletes an item's files and returns how many bytes that freed. The
// sidecar goes first: code alone is never believed. Processes that have mapped
// the code keep it.
func (d directory) remove(it *item) (freed int64, err error) {
	for _, suffix := range []string{sidecarSuffix, codeSuffix, sourceSuffix} {
		path := d.files + separator + it.name + suffix
		err := os.Remove(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return 0, err
		}
	}
	return it.bytes, nil
}

// abandoned is how old the leftovers of a process that died must be to be
// removed: no write takes that long.
const abandoned = time.Hour

// maxSources is how many records of sources are kept: each takes little room but a
// place in the directory.
const maxSources = 1000

// evict brings the directory under the limit, the least recently used first,
// and removes what dead processes left. The entry that has just been made
// stays, and so does what somebody may be making now.
func (d directory) evict(limit int64, keep key) error {
	l, err := d.list()
	if err != nil {
		return err
	}
	kept, total, sources := keep.String(), l.bytes(), l.sources()
	grown := func(it *item) bool { return it.bytes > limit && it.name != kept } // since it was stored
	for _, it := range l.items {
		if grown(it) {
			total -= it.bytes // others don't go for its sake
		}
	}
	for _, it := range l.items {
		switch orphan := it.entry && !it.whole; {
		case it.name == kept, orphan && time.Since(it.changed) < abandoned:
			continue
		case !orphan && !grown(it) && total <= limit && (it.entry || sources <= maxSources):
			continue
		}
		freed, err := d.remove(it)
		if err != nil && !isMapped(err) {
			return err
		}
		if !grown(it) {
			total -= freed
		}
		if !it.entry {
			sources--
		}
	}
	return d.sweep(l.temps, abandoned)
}

// sweep removes temporary files that are at least that old.
func (d directory) sweep(temps []temp, age time.Duration) error {
	for _, t := range temps {
		if time.Since(t.changed) < age {
			continue
		}
		err := os.Remove(d.files + separator + t.name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
