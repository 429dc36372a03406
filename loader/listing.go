package loader

import (
	"errors"
	"io/fs"
	"os"
	"sort"
	"strings"
	"time"
)

// item is what the cache keeps or evicts as one: the code and its sidecar, or
// a quick record.
type item struct {
	name    string // without the suffix
	entry   bool   // code, not a quick record
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
		s, err := lstatFile(d.files + separator + name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return l, err
		}
		switch {
		case strings.HasPrefix(name, tempPrefix):
			l.temps = append(l.temps, temp{name, time.Unix(0, s.ctime), s.size})
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

// add counts a file as part of its item. The sidecar's time and the quick
// record's tell the last use.
func add(found map[string]*item, file string, s stamp) {
	name, suffix, _ := strings.Cut(file, ".")
	isCode, isMeta, isQuick := "."+suffix == codeSuffix, "."+suffix == metaSuffix, "."+suffix == quickSuffix
	if !isCode && !isMeta && !isQuick {
		return
	}
	it := found[name]
	if it == nil {
		it = &item{name: name}
		found[name] = it
	}
	it.bytes += s.size
	it.entry = it.entry || isCode
	it.whole = it.whole || isMeta
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

// quick is how many quick records there are.
func (l *listing) quick() (n int) {
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
	for _, suffix := range []string{metaSuffix, codeSuffix, quickSuffix} {
		path := d.files + separator + it.name + suffix
		err := os.Remove(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return 0, err
		}
	}
	return it.bytes, nil
}
