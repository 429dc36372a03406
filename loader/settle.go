package loader

import (
	"io"
	"time"
)

// keep stores code as the entry of m.key and returns the sidecar. The entry is
// not settled: the code could still change in the very instant in which its
// stamp was taken, without the stamp showing it.
func (d directory) keep(m meta, code []byte) (meta, error) {
	digest := make(chan sum, 1)
	go func() { digest <- sumOfBytes(code) }()

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

// ticked reports whether from now on a file with that stamp can't change
// without its stamp changing: the instant in which the stamp was taken is over
// by the file system's own clock, and its change times are of use. A directory
// that can't be written to has no clock, and nothing in it settles.
func (d directory) ticked(s stamp) bool {
	if !s.proves() || s.ctime == s.mtime {
		return false
	}
	clock, err := d.clock()
	return err == nil && clock > s.ctime
}

// verify reads the code in a file whose stamp, now, has ticked, and reports
// whether it is what the sidecar says. If so, m is brought up to date; it is
// settled unless the bytes can't be brought to the disk.
func (d directory) verify(m *meta, h handle, now stamp) (ok bool, err error) {
	got, err := sumOf(io.NewSectionReader(h, 0, now.size+1))
	if err != nil || got != m.digest {
		return false, err
	}
	m.code, m.settled = now, h.sync() == nil
	return true, nil
}

// settle waits until the file system's clock has moved on since the code was
// written, then verifies it. Without success the entry just stays unsettled:
// the next run verifies it.
func (d directory) settle(m *meta) error {
	for deadline := time.Now().Add(maxTick); !d.ticked(m.code); time.Sleep(time.Millisecond) {
		if !m.code.proves() || time.Now().After(deadline) {
			return nil
		}
	}
	h, err := openHandle(d.code(m.key))
	if err != nil {
		return err
	}
	defer h.close()
	now, err := h.stat()
	if err != nil || now != m.code {
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
