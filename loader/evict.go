package loader

import (
	"errors"
	"io/fs"
	"os"
	"time"
)

// abandoned is how old the leftovers of a process that died must be to be
// removed: no write takes that long.
const abandoned = time.Hour

// maxQuick is how many quick records are kept: each takes little room but a
// place in the directory.
const maxQuick = 1000

// evict brings the directory under the limit, the least recently used first,
// and removes what dead processes left. The entry that has just been made
// stays, and so does what somebody may be making now.
func (d directory) evict(limit int64, keep sum) error {
	l, err := d.list()
	if err != nil {
		return err
	}
	kept, total, quick := keep.String(), l.bytes(), l.quick()
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
		case !orphan && !grown(it) && total <= limit && (it.entry || quick <= maxQuick):
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
			quick--
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
