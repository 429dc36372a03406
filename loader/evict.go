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

// evict brings the directory under the limit, the least recently used first,
// and removes what dead processes left. The entry that has just been made
// stays.
func (d directory) evict(limit int64, keep sum) error {
	l, err := d.list()
	if err != nil {
		return err
	}
	kept := keep.String()
	total := l.bytes()
	for _, it := range l.items {
		orphan := it.entry && !it.whole && time.Since(it.changed) > abandoned
		if it.name == kept || total <= limit && !orphan {
			continue
		}
		freed, err := d.remove(it)
		if err != nil {
			if isMapped(err) {
				continue
			}
			return err
		}
		total -= freed
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
