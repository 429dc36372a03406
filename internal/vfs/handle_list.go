package vfs

import (
	"sort"
	"sync/atomic"
)

// ReadDir lists the directory: read-directory. What is excluded isn't in it, and
// mounts are.
func (h *Handle) ReadDir() (Listing, error) {
	inner, err := h.at.dir.ReadDir()
	if err != nil {
		return nil, err
	}
	l := &treeListing{Listing: inner, at: h.at}
	if h.at.point != nil {
		for name := range h.at.point.below {
			l.mounts = append(l.mounts, name)
		}
		sort.Strings(l.mounts)
	}
	return l, nil
}

// treeListing is a listing as a guest may see it.
type treeListing struct {
	Listing
	at     place
	mounts []string
	given  atomic.Int64
}

// Next gives the next entry, mounts at the end.
func (l *treeListing) Next() (Entry, bool, error) {
	for {
		e, ok, err := l.Listing.Next()
		switch {
		case err != nil:
			return Entry{}, false, err
		case !ok:
			return l.nextMount()
		case !l.at.pinned(e.Name) && !l.at.hidden(e.Name):
			return e, true, nil
		}
	}
}

func (l *treeListing) nextMount() (Entry, bool, error) {
	i := int(l.given.Add(1)) - 1
	if i >= len(l.mounts) {
		return Entry{}, false, nil
	}
	return Entry{Name: l.mounts[i], Type: Directory}, true, nil
}
