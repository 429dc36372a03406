package filesystem

import (
	"math"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
)

type (
	some[B ~[]byte] = engine.Result[engine.Tuple2[B, bool], ErrorCode]
	count           = engine.Result[uint64, ErrorCode]
)

// read is wasi:filesystem/types@0.2.12, descriptor.read. It gives at most
// host.MaxRead bytes; none is the end, also if none is asked for.
func read[B ~[]byte](c host.Call, d descriptor, n, offset uint64) (some[B], error) {
	p, err := d.Value.read(c, n, offset)
	return result(engine.Tuple2[B, bool]{F0: B(p), F1: len(p) == 0}, err)
}

func (d *Descriptor) read(c host.Call, n, offset uint64) ([]byte, error) {
	f, err := d.regular()
	if err != nil {
		return nil, err
	}
	p := c.Scratch(int(min(n, host.MaxRead)))
	got, err := f.readAt(p, offset)
	c.Counters.AddBytes(host.Filesystem, got)
	return p[:got], err
}

// readAt reads at offsets that a file can have.
func (f *file) readAt(p []byte, offset uint64) (int, error) {
	if offset > math.MaxInt64-uint64(len(p)) {
		return 0, vfs.Invalid
	}
	return f.ReadAt(p, offset)
}

// piece is how many bytes are written before the run can end again.
const piece = 1 << 20

// write is wasi:filesystem/types@0.2.12, descriptor.write. It may write less.
func write[B ~[]byte](c host.Call, d descriptor, p B, offset uint64) (count, error) {
	n, err := d.Value.write(c, p, offset)
	return result(uint64(n), err) //nolint:gosec // not negative
}

func (d *Descriptor) write(c host.Call, p []byte, offset uint64) (int, error) {
	f, err := d.regular()
	switch {
	case err != nil:
		return 0, err
	case !f.mutable:
		return 0, d.refused(c, policy.Change, vfs.NotPermitted)
	}
	n, err := f.writeAll(c, p, offset)
	c.Counters.AddBytes(host.Filesystem, n)
	return n, err
}

// writeAll writes in pieces until all is done, less goes than was asked for, or the
// run ends. An error after the first piece is for the next write to tell.
func (f *file) writeAll(c host.Call, p []byte, offset uint64) (int, error) {
	done := 0
	for {
		part := p[done:min(len(p), done+piece)]
		n, err := f.writeAt(part, offset+uint64(done))
		done += n
		switch {
		case err != nil && done == 0:
			return 0, err
		case err != nil || n < len(part) || done == len(p):
			return done, nil
		}
		if err := c.Err(); err != nil {
			return done, err
		}
	}
}

// writeAt writes at an offset that a file can have.
func (f *file) writeAt(p []byte, offset uint64) (int, error) {
	if offset > math.MaxInt64 {
		return 0, vfs.Invalid
	}
	return f.WriteAt(p, offset)
}

// setSize is wasi:filesystem/types@0.2.12, descriptor.set-size. Of a file that
// isn't open for writing it is invalid: POSIX.1-2024, ftruncate.
func setSize(c host.Call, d descriptor, size uint64) (done, error) {
	f, err := d.Value.regular()
	switch {
	case err != nil:
	case !f.mutable:
		err = d.Value.refused(c, policy.Change, vfs.NotPermitted)
	case d.Value.flags&Write == 0 || size > math.MaxInt64:
		err = vfs.Invalid
	default:
		err = f.SetSize(size)
	}
	return finish(err)
}

// advise is wasi:filesystem/types@0.2.12, descriptor.advise. Advice is not taken.
//
//nolint:revive // as many parameters as the standard has
func advise(_ host.Call, d descriptor, _, _ uint64, _ Advice) (done, error) {
	_, err := d.Value.regular()
	return finish(err)
}

// syncData is wasi:filesystem/types@0.2.12, descriptor.sync-data.
func syncData(_ host.Call, d descriptor) (done, error) { return finish(d.Value.node().Sync(true)) }

// sync is wasi:filesystem/types@0.2.12, descriptor.sync.
func sync(_ host.Call, d descriptor) (done, error) { return finish(d.Value.node().Sync(false)) }
