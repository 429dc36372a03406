package codecache

import (
	"os"
	"slices"
	"strconv"
	"sync/atomic"
	"time"
)

// Source is a file that code is compiled from, in one state.
type Source struct {
	// Path is the file's, as it was given: it is there for people to read.
	Path string
	// Stamp and Digest tell the state.
	Stamp  Stamp
	Digest Digest
	// Format is what the file is written in, by the caller's numbers; 0 is none.
	Format uint8
	// ReadAt is a moment before the first byte was read; zero where none was.
	ReadAt time.Time

	record atomic.Pointer[sourceRecord]
}

// sourceRecord is what a cache has on disk about one source file: its digest, so that an
// unchanged file needs no reading, and the files with code that was made of it, so that
// a warm start reads this one record and nothing else.
type sourceRecord struct {
	source Stamp
	digest Digest
	format uint8
	codes  []codeFile

	cache *Cache
	used  time.Time // when the record was last touched
}

// codeFile is a file of code, made for one configuration.
type codeFile struct {
	key   key
	kind  uint32
	stamp Stamp
}

const (
	sourceMagic = "qyvolQU1"
	// maxCodes bounds how many configurations are remembered for one source.
	maxCodes = 4
)

func (r *sourceRecord) encode() []byte {
	e := make(encoder, 0, 512)
	e = append(e, sourceMagic...)
	e.stamp(r.source)
	e = append(e, r.digest[:]...)
	e.u32(uint32(r.format))
	e.u32(uint32(len(r.codes))) //nolint:gosec // at most maxCodes
	for i := range r.codes {
		e.codeFile(&r.codes[i])
	}
	return e.seal()
}

// decodeSource reads the record of a source; ok is false when it is damaged or
// tells of another state of the file.
func decodeSource(record []byte, source Stamp) (r sourceRecord, ok bool) {
	d, ok := unseal(sourceMagic, record)
	if !ok {
		return sourceRecord{}, false
	}
	r = sourceRecord{source: d.stamp(), digest: d.digest(), format: d.format()}
	if n := d.u32(); n <= maxCodes {
		r.codes = make([]codeFile, n)
	}
	for i := range r.codes {
		r.codes[i] = d.codeFile()
	}
	return r, d.whole() && r.source == source && r.format != 0
}

func (e *encoder) codeFile(c *codeFile) {
	*e = append(*e, c.key[:]...)
	e.u32(c.kind)
	e.stamp(c.stamp)
}

func (d *decoder) codeFile() codeFile {
	return codeFile{key: key(d.digest()), kind: d.u32(), stamp: d.stamp()}
}

// find returns the code that was made under a key, nil if there is none.
func (r *sourceRecord) find(k key) *codeFile {
	for i := range r.codes {
		if r.codes[i].key == k {
			return &r.codes[i]
		}
	}
	return nil
}

// put adds code, and drops the oldest if there is too much. It reports whether that
// changed anything.
func (r *sourceRecord) put(c codeFile) bool {
	if old := r.find(c.key); old != nil {
		changed := *old != c
		*old = c
		return changed
	}
	r.codes = append([]codeFile{c}, r.codes[:min(len(r.codes), maxCodes-1)]...)
	return true
}

// recordPath names the record by the file's identity rather than by its path,
// which would have to be made absolute first and says less: the stamp inside
// reports whether it is still the same file in the same state.
func (d directory) recordPath(s Stamp) string {
	name := make([]byte, 0, len(d.files)+64)
	name = append(name, d.files...)
	name = append(name, separator...)
	name = strconv.AppendUint(name, s.dev, 16)
	name = append(name, '-')
	name = strconv.AppendUint(name, s.ino, 16)
	return string(append(name, sourceSuffix...))
}

// Recall fills in the digest and the format of a source from what is known about its
// stamp. It reports false if that is nothing, or nothing that can be trusted.
func (c *Cache) Recall(source *Source) bool {
	r := c.recall(source.Stamp)
	if r == nil {
		return false
	}
	source.Digest, source.Format = r.digest, r.format
	source.record.Store(r)
	return true
}

func (c *Cache) recall(source Stamp) *sourceRecord {
	if !c.enabled() || !source.Proves() {
		return nil
	}
	place, err := c.where()
	if err != nil {
		return nil // Entry meets the same error and reports it
	}
	if _, err := place.check(); err != nil {
		return nil // Prepare, likewise
	}
	record, s, err := readRecord(place.recordPath(source))
	if err != nil {
		return nil
	}
	r, ok := decodeSource(record, source)
	if !ok {
		return nil
	}
	r.cache, r.used = c, time.Unix(0, s.mtime)
	return &r
}

// recorded is what that cache knows about the file, nil if nothing.
func (s *Source) recorded(by *Cache) *sourceRecord {
	if r := s.record.Load(); r != nil && r.cache == by {
		return r
	}
	return nil
}

// racyWindow is how long a file of source must have been left alone before its
// stamp is believed: longer than any kernel's tick, and some disagreement
// between this machine's clock and that of the machine that has the file.
const racyWindow = 100 * time.Millisecond

// remember records the source's digest, and the code that it led to if its stamp isn't
// racy. That is a matter of speed only: a failure, as in a directory that can't be
// written to, is no news after what has been reported.
func (e *Entry) remember(m sidecar) {
	s := e.source
	r := &sourceRecord{source: s.Stamp, digest: s.Digest, format: s.Format, cache: e.cache, used: time.Now()}
	known := s.recorded(e.cache)
	switch {
	case known != nil:
		r.codes = slices.Clone(known.codes)
	case !s.Stamp.Proves() || s.ReadAt.UnixNano()-int64(racyWindow) <= s.Stamp.ctime:
		return
	}
	added := !m.racy && r.put(m.codeFile)
	if known != nil && !added {
		return
	}
	_ = e.place.write(e.place.recordPath(s.Stamp), r.encode(), time.Time{})
	s.record.Store(r)
}

// touchInterval is how stale the record of an entry's last use may get, to
// spare a warm start the writing.
const touchInterval = time.Hour

// touch records that the code under a key was used, at most once an hour. The
// times that it sets are not among those that prove anything: of the records,
// only the contents count.
func (e *Entry) touch(r *sourceRecord) {
	if time.Since(r.used) < touchInterval {
		return
	}
	// A cache that can't be written to has no use for the order of eviction.
	now := time.Now()
	_ = os.Chtimes(e.place.recordPath(r.source), now, now)
	_ = os.Chtimes(e.place.sidecar(e.key), now, now)
}
