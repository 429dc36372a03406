package codecache

import (
	"errors"
	"io/fs"
	"os"
	"time"
)

// Entry is the place in a cache of the code that a source has under one configuration of
// its compiler. It serves one load, and one goroutine at a time.
type Entry struct {
	// Size is that of the code that was found or stored, in bytes.
	Size int64

	cache  *Cache
	place  place
	key    key
	source *Source
}

// Code is compiled code as an engine gets it: a file to map, or, where Path is empty,
// bytes to copy.
type Code struct {
	Path  string
	Bytes []byte
	// Kind is what the code is of, by the caller's numbers.
	Kind uint32
}

// Entry finds the place of a source's code. The configuration is all that the code
// depends on besides the source: what changes gets another entry. A cache that is
// switched off has no entry: it is nil. The error is a [*ConfigError].
func (c *Cache) Entry(source *Source, configuration string) (*Entry, error) {
	if !c.enabled() {
		return nil, nil //nolint:nilnil // as documented
	}
	place, err := c.where()
	if err != nil || place.limit == 0 {
		return nil, err
	}
	return &Entry{cache: c, place: place, key: keyOf(source, configuration), source: source}, nil
}

// Dir is the cache's root directory. Chosen says that the user named it.
func (e *Entry) Dir() (dir string, chosen bool) { return e.place.root, e.place.chosen }

// Key names the entry among all of the cache.
func (e *Entry) Key() string { return e.key.String() }

// Exists reports whether there is code. It isn't looked into.
func (e *Entry) Exists() bool {
	_, err := os.Lstat(e.place.code(e.key))
	return err == nil
}

// Prepare makes the cache's directory and checks it. One of root's is there to be read:
// own is false. The errors are [*UnsafeDirError], [*WriteError] and [*ReadOnlyError].
func (e *Entry) Prepare() (own bool, err error) {
	own, err = e.place.prepare()
	if err == nil {
		return own, nil
	}
	root := e.place.root
	s, statErr := lstat(root)
	if errors.Is(err, fs.ErrPermission) && statErr == nil && s.isRoots() && !s.isOwn() {
		return false, &ReadOnlyError{Dir: root, Closed: true}
	}
	return false, asWarning(root, err)
}

// Lock makes this the only one, among all processes, that compiles the entry's code, so
// that the others can wait for it. It gives up after [Options].LockWait: whoever holds
// the lock may be stopped, and two that compile the same are a waste, not an error. The
// error is an [*UnsafeDirError] or a [*WriteError].
func (e *Entry) Lock() (unlock func(), err error) {
	unlock, err = e.place.lock(e.key, e.cache.lockWait())
	if err != nil {
		return nil, asWarning(e.place.root, err)
	}
	return unlock, nil
}

// MapRecorded gives an engine the code that the record of the source leads to, which is
// all that a warm start reads ([Cache.Recall]). It is [Entry.Map] otherwise.
func (e *Entry) MapRecorded(give func(Code) error) (ok bool, err error) {
	r := e.source.recorded(e.cache)
	if r == nil {
		return false, nil
	}
	c := r.find(e.key)
	if c == nil {
		return false, nil
	}
	f, err := openFile(e.place.code(e.key))
	if err != nil {
		return false, nil //nolint:nilerr // evicted; Map finds out
	}
	defer f.close()
	if now, err := f.stat(); err != nil || now != c.stamp {
		return false, nil //nolint:nilerr // Map compares
	}
	if ok, err = e.mapped(f, c, give); !ok {
		return false, err
	}
	e.touch(r)
	e.Size = c.stamp.Size
	return true, nil
}

// Map gives an engine the code that is in the cache. It is compared with the digest in
// its sidecar, unless its stamp proves it. Where the engine can't map it, it is copied:
// give is called again, and its last error counts. What it has taken is its to drop if
// ok is false in the end: the file changed meanwhile.
//
// Code that is there and isn't what was stored, or that the engine refuses, is an
// [*EntryError]. It isn't removed, as another process may be replacing it already: what
// is stored next replaces it.
func (e *Entry) Map(give func(Code) error) (ok bool, err error) {
	record, _, err := readRecord(e.place.sidecar(e.key))
	if err != nil {
		return false, nil //nolint:nilerr // there is none
	}
	m, ok := decodeSidecar(record, e.key)
	if !ok {
		return false, e.damage(nil)
	}
	f, err := openFile(e.place.code(e.key))
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) { // evicted a moment ago
			return false, nil
		}
		return false, e.damage(err)
	}
	defer f.close()
	if ok, err = e.checked(f, &m, give); ok {
		e.Size = m.stamp.Size
		e.remember(m)
	}
	return ok, err
}

// checked gives away an open file of code if it is what the sidecar says, and brings
// that up to date.
func (e *Entry) checked(f file, m *sidecar, give func(Code) error) (ok bool, err error) {
	now, err := f.stat()
	switch {
	case err != nil || !now.isPrivateFile() || now.Size != m.stamp.Size:
		return false, e.damage(err)
	case !m.racy && now == m.stamp:
		return e.mapped(f, &m.codeFile, give)
	case e.place.ticked(now):
		return e.verified(f, m, now, give)
	}
	return e.copied(f, m, now, give)
}

// verified compares the code with its digest, gives it away, and has the sidecar say
// that this was done.
func (e *Entry) verified(f file, m *sidecar, now Stamp, give func(Code) error) (ok bool, err error) {
	if ok, err := e.place.verify(m, f, now); !ok {
		return false, e.damage(err)
	}
	ok, err = e.mapped(f, &m.codeFile, give)
	if ok && !m.racy {
		// Failing that, the next run compares again.
		_ = e.place.write(e.place.sidecar(m.key), m.encode(), time.Time{})
	}
	return ok, err
}

// copied compares racy code with its digest and gives away the very bytes that were
// compared: the file could still change unnoticed.
func (e *Entry) copied(f file, m *sidecar, now Stamp, give func(Code) error) (ok bool, err error) {
	m.stamp, m.racy = now, true
	data, err := f.content(now.Size)
	if err != nil || DigestOf(data) != m.digest {
		return false, e.damage(err)
	}
	if err := give(Code{Bytes: data, Kind: m.kind}); err != nil {
		return false, e.damage(err)
	}
	return true, nil
}

// mapped gives away the open file, and makes sure that it stayed what it was while the
// engine looked at it.
func (e *Entry) mapped(f file, c *codeFile, give func(Code) error) (ok bool, err error) {
	err = give(Code{Path: f.mapPath(), Kind: c.kind})
	if err != nil {
		// On a file system mounted noexec, or without /proc: copied.
		var data []byte
		if data, err = f.content(c.stamp.Size); err == nil {
			err = give(Code{Bytes: data, Kind: c.kind})
		}
	}
	if err != nil {
		return false, e.damage(err)
	}
	if now, err := f.statMapped(); err != nil || now != c.stamp {
		return false, e.damage(err)
	}
	return true, nil
}

// damage is the error about an entry that is there and is not what was stored; err is
// nil where its content doesn't match its digest.
func (e *Entry) damage(err error) error {
	path := e.place.code(e.key)
	if _, gone := lstat(path); errors.Is(gone, fs.ErrNotExist) {
		return nil // another process cleared the cache meanwhile
	}
	return &EntryError{Path: path, Err: err}
}
