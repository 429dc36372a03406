package loader

import (
	"crypto/sha256"
	"io"
	"time"
)

// keep stores code as the entry of m.key and returns the sidecar. The entry is
// not settled: the code could still change in the very instant in which its
// stamp was taken, without the stamp showing it.
func (d directory) keep(m meta, code []byte) (meta, error) {
	digest := make(chan sum, 1)
	go func() { digest <- sha256.Sum256(code) }()

	// A modification time apart from the change time shows, later, that this
	// file system keeps the two apart (see settle).
	err := d.write(d.code(m.key), code, time.Now().Add(-time.Hour))
	m.digest = <-digest
	if err != nil {
		return m, err
	}
	if m.code, err = lstatFile(d.code(m.key)); err != nil {
		return m, err
	}
	m.settled = false
	return m, d.write(d.meta(m.key), m.encode(), time.Time{})
}

// verify reads the code and reports whether it is what the sidecar says. When
// now, the stamp that it has, proves from here on that it stays so, m says it.
func (d directory) verify(m *meta, h handle, now stamp) (ok bool, err error) {
	var clock int64
	if now.proves() {
		// Taken before the first byte is read, so that a change after that
		// byte gets a later ctime. Without a clock, in a directory that can't
		// be written to, the entry is good for this once.
		clock, _ = d.clock()
	}
	got, err := sumOf(io.NewSectionReader(h, 0, now.size+1))
	if err != nil || got == (sum{}) {
		return false, err
	}
	m.code = now
	m.settled = clock > now.ctime && now.ctime != now.mtime && h.sync() == nil
	return true, nil
}

// settle waits until the file system's clock has moved on since the code was
// written, then verifies it. Without success the entry just stays unsettled:
// the next run verifies it.
func (d directory) settle(m *meta) error {
	deadline := time.Now().Add(maxTick)
	for {
		clock, err := d.clock()
		if err != nil {
			return err
		}
		if clock > m.code.ctime || time.Now().After(deadline) {
			break
		}
		time.Sleep(time.Millisecond)
	}
	h, err := openHandle(d.code(m.key))
	if err != nil {
		return err
	}
	defer h.close()
	now, err := h.stat()
	if err != nil {
		return err
	}
	ok, err := d.verify(m, h, now)
	if err != nil || !ok || !m.settled {
		return err
	}
	return d.write(d.meta(m.key), m.encode(), time.Time{})
}

// maxTick bounds the wait for a file system's clock: the coarsest kernel ticks
// every 10 ms.
const maxTick = 50 * time.Millisecond
