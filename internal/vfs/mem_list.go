package vfs

// ReadDir lists the entries in the order in which they came. What was there at the
// call and still is when its turn comes is listed, once; what came later isn't, so
// that a guest that makes files as it reads gets to an end.
func (d *memDir) ReadDir() (Listing, error) {
	if err := d.lock(); err != nil {
		return nil, err
	}
	defer d.fs.mu.Unlock()
	return &memListing{dir: d.fs.openDir(d.n), last: d.fs.places}, nil
}

// memListing is where a listing is. The file system's mu guards it.
type memListing struct {
	dir      *memDir
	at, last uint64 // places: of what was given, and of what there was at the call
}

// Next gives the next entry.
func (l *memListing) Next() (Entry, bool, error) {
	if err := l.dir.lock(); err != nil {
		return Entry{}, false, err
	}
	defer l.dir.fs.mu.Unlock()
	next := l.dir.n.entries.after(l.at, l.last)
	if next == nil {
		return Entry{}, false, nil
	}
	l.at = next.place
	return Entry{Name: next.name, Type: next.n.kind}, true, nil
}

// Close lets go of the directory.
func (l *memListing) Close() error { return l.dir.Close() }
