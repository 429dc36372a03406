package codecache

import (
	"io"
	"os"
	"strconv"
	"time"
)

// Store keeps freshly compiled code for the next time, and evicts other code to stay
// within the limit. took is how long it took to compile. The errors are [*LimitError],
// [*UnsafeDirError] and [*WriteError].
func (e *Entry) Store(code Code, took time.Duration) error {
	e.Size = int64(len(code.Bytes))
	if e.Size > e.place.limit {
		return &LimitError{Size: e.Size, Limit: e.place.limit}
	}
	m, err := e.place.keep(sidecar{
		codeFile: codeFile{key: e.key, kind: code.Kind}, format: e.source.Format,
		created: time.Now().UnixNano(), source: e.source.Path,
	}, code.Bytes)
	if err == nil && (e.cache.opts.Settle || e.worthSettling(took)) {
		err = e.place.settle(&m)
	}
	if err != nil {
		return asWarning(e.place.root, err)
	}
	e.remember(m)
	if err := e.place.evict(e.place.limit, e.key); err != nil {
		return asWarning(e.place.root, err)
	}
	return nil
}

// worthSettling reports whether settling now would be lost in the time that
// compiling took. Reading back goes at a gigabyte a second or so: a nanosecond
// a byte.
func (e *Entry) worthSettling(took time.Duration) bool {
	const (
		lost = 40
		tick = 10 * time.Millisecond
	)
	cost := tick + time.Duration(e.Size)
	return statProves && took > lost*cost
}

// keep stores code as the entry of m.key and returns the sidecar, which is racy.
func (d directory) keep(m sidecar, code []byte) (sidecar, error) {
	digest := make(chan Digest, 1)
	go func() { digest <- DigestOf(code) }()

	// A modification time apart from the change time shows, later, that this
	// file system keeps the two apart (see ticked).
	err := d.write(d.code(m.key), code, time.Now().Add(-time.Hour))
	m.digest = <-digest
	if err != nil {
		return m, err
	}
	if m.stamp, err = lstat(d.code(m.key)); err != nil {
		return m, err
	}
	m.racy = true
	return m, d.write(d.sidecar(m.key), m.encode(), time.Time{})
}

// ticked reports whether from now on a file with that stamp can't change
// without its stamp changing: the instant in which the stamp was taken is over
// by the file system's own clock, and its change times are of use. A directory
// that can't be written to has no clock, and everything in it stays racy.
func (d directory) ticked(s Stamp) bool {
	if !s.Proves() || s.ctime == s.mtime {
		return false
	}
	clock, err := d.clock()
	return err == nil && clock > s.ctime
}

// verify reads the code in a file whose stamp, now, has ticked, and reports
// whether it is what the sidecar says. If so, m is brought up to date; it is no longer
// racy unless the bytes can't be brought to the disk.
func (d directory) verify(m *sidecar, f file, now Stamp) (ok bool, err error) {
	got, err := digestAll(io.NewSectionReader(f, 0, now.Size+1))
	if err != nil || got != m.digest {
		return false, err
	}
	m.stamp, m.racy = now, f.sync() != nil
	return true, nil
}

// settle waits until the file system's clock has moved on since the code was
// written, then verifies it. Without success the entry just stays racy:
// the next run verifies it.
func (d directory) settle(m *sidecar) error {
	for deadline := time.Now().Add(maxTick); !d.ticked(m.stamp); time.Sleep(time.Millisecond) {
		if !m.stamp.Proves() || time.Now().After(deadline) {
			return nil
		}
	}
	f, err := openFile(d.code(m.key))
	if err != nil {
		return err
	}
	defer f.close()
	now, err := f.stat()
	if err != nil || now != m.stamp {
		return err
	}
	ok, err := d.verify(m, f, now)
	if err != nil || !ok || m.racy {
		return err
	}
	return d.write(d.sidecar(m.key), m.encode(), time.Time{})
}

// maxTick bounds the wait for a file system's clock: the coarsest kernel ticks
// every 10 ms.
const maxTick = 50 * time.Millisecond

// write puts a file into the directory, whole or not at all: under a temporary
// name first, of which nothing stays when something fails.
//
// Nothing is synced to the disk here. A record carries its own sum; code is
// read back, compared and synced before its stamp is trusted (see verify).
func (d directory) write(path string, data []byte, mtime time.Time) (err error) {
	file, err := os.CreateTemp(d.files, tempPrefix+strconv.Itoa(os.Getpid())+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name()) // the first error is the one to report
		}
	}()
	_, err = file.Write(data)
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	if !mtime.IsZero() {
		if err = os.Chtimes(file.Name(), mtime, mtime); err != nil {
			return err
		}
	}
	return os.Rename(file.Name(), path)
}

// clock tells the time by which this directory's file system stamps its files,
// which need not be the system's.
func (d directory) clock() (ctime int64, err error) {
	file, err := os.CreateTemp(d.files, tempPrefix+strconv.Itoa(os.Getpid())+"-*")
	if err != nil {
		return 0, err
	}
	_ = file.Close() // nothing was written
	s, err := lstat(file.Name())
	if removeErr := os.Remove(file.Name()); err == nil {
		err = removeErr
	}
	return s.ctime, err
}
