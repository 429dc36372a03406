package vfs

import (
	"sort"
	"sync"
	"sync/atomic"
)

// listedCost is about what an entry takes in a listing, in bytes.
const listedCost = 48

// listingsMin is what listings may take together, however small the quota.
const listingsMin = 1 << 20

// ReadDir lists the entries as they are now, sorted, so that the order is the same
// each time. Names are strings that the directory shares.
func (d *memDir) ReadDir() (Listing, error) {
	if err := d.rlock(); err != nil {
		return nil, err
	}
	defer d.fs.mu.RUnlock()
	cost := listedCost * uint64(len(d.n.entries))
	if !takeFrom(&d.fs.listings, cost, max(d.fs.quota, listingsMin)) {
		return nil, InsufficientMemory
	}
	l := &memListing{used: &d.fs.listings, cost: cost, rest: make([]Entry, 0, len(d.n.entries))}
	for name, n := range d.n.entries {
		l.rest = append(l.rest, Entry{Name: name, Type: n.kind})
	}
	sort.Slice(l.rest, func(i, j int) bool { return l.rest[i].Name < l.rest[j].Name })
	return l, nil
}

// memListing is what is left of a listing.
type memListing struct {
	mu     sync.Mutex
	rest   []Entry
	used   *atomic.Uint64
	cost   uint64
	closed bool
}

// Next gives the next entry.
func (l *memListing) Next() (Entry, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return Entry{}, false, BadDescriptor
	}
	if len(l.rest) == 0 {
		return Entry{}, false, nil
	}
	e := l.rest[0]
	l.rest = l.rest[1:]
	return e, true, nil
}

// Close frees the listing.
func (l *memListing) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closed {
		l.closed, l.rest = true, nil
		l.used.Add(-l.cost)
	}
	return nil
}
