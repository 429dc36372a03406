package filesystem

import (
	goio "io"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/io"
)

type (
	input  = engine.Result[engine.Own[*io.InputStream], ErrorCode]
	output = engine.Result[engine.Own[*io.OutputStream], ErrorCode]
)

// readViaStream is wasi:filesystem/types@0.2.12, descriptor.read-via-stream. The
// stream keeps the file open by itself.
func readViaStream(c host.Call, d descriptor, offset uint64) (input, error) {
	f, err := d.Value.regular()
	if err != nil {
		return result(engine.Own[*io.InputStream]{}, err)
	}
	if err := c.Admit(c.Store); err != nil {
		return input{}, err
	}
	s := io.NewInputStream(&source{f.use(), offset}, nil)
	return result(engine.Own[*io.InputStream]{Value: s}, nil)
}

// source reads a file from an offset on.
type source struct {
	*file
	at uint64
}

// Ready is always true: a file is read at once.
func (s *source) Ready() bool { return true }

// Read reads what comes next.
func (s *source) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	n, err := s.readAt(p, s.at)
	if n == 0 && err == nil {
		return 0, goio.EOF
	}
	s.at += uint64(n) //nolint:gosec // not negative
	return n, err
}

// Close lets go of the file.
func (s *source) Close() error {
	s.drop()
	return nil
}

// writeViaStream is wasi:filesystem/types@0.2.12, descriptor.write-via-stream.
func writeViaStream(c host.Call, d descriptor, offset uint64) (output, error) {
	return d.Value.written(c, &sink{at: offset})
}

// appendViaStream is wasi:filesystem/types@0.2.12, descriptor.append-via-stream.
func appendViaStream(c host.Call, d descriptor) (output, error) {
	return d.Value.written(c, &sink{end: true})
}

// written makes a stream that writes to the file.
func (d *Descriptor) written(c host.Call, s *sink) (output, error) {
	f, err := d.regular()
	if err == nil && !f.mutable {
		err = vfs.BadDescriptor
	}
	if err != nil {
		return result(engine.Own[*io.OutputStream]{}, err)
	}
	if err := c.Admit(c.Store); err != nil {
		return output{}, err
	}
	s.file = f.use()
	return result(engine.Own[*io.OutputStream]{Value: io.NewOutputStream(s, nil)}, nil)
}

// sink writes to a file from an offset on, or at its end.
type sink struct {
	*file
	at  uint64
	end bool
	err error // of a Write, until it is told
}

// maxWrite is the most bytes that a stream over a file takes at once.
const maxWrite = host.MaxRead

// Ready is always true: a file is written to at once.
func (s *sink) Ready() bool { return true }

// CheckWrite tells how the last Write went.
func (s *sink) CheckWrite() (int, error) { return maxWrite, s.err }

// Flush tells how the last Write went. Nothing is kept that could be passed on.
func (s *sink) Flush() error { return s.err }

// Write writes all of p. That it can't is for the next CheckWrite or Flush to
// tell, also if p is empty and the file not open for writing.
func (s *sink) Write(p []byte) error {
	for first := true; s.err == nil && (first || len(p) > 0); first = false {
		var n int
		if n, s.err = s.writeSome(p); s.err == nil && n == 0 && len(p) > 0 {
			s.err = vfs.IO
		}
		s.at += uint64(n) //nolint:gosec // not negative
		p = p[n:]
	}
	return nil
}

func (s *sink) writeSome(p []byte) (int, error) {
	if s.end {
		return s.WriteEnd(p)
	}
	return s.writeAt(p, s.at)
}

// Lend has C write from where the stream is.
func (s *sink) Lend() (engine.DirectFile, bool) {
	f, ok := vfs.SystemFile(s.File)
	if !ok || !f.Write || s.end || s.err != nil {
		return engine.DirectFile{}, false
	}
	return engine.DirectFile{FD: f.FD, Write: true, Position: s.at}, true
}

// TakeBack goes on where C has come to.
func (s *sink) TakeBack(position uint64) { s.at = position }

// Close lets go of the file.
func (s *sink) Close() error {
	s.drop()
	return nil
}
