package loader

import (
	"bytes"
	"errors"
	"io"
	"os"

	"github.com/qyvol/qyvol/internal/codecache"
)

// Open opens the file for reading, from its start. What is read is what the
// digest was made of: a file that is another by its end gives a [*ChangedError]
// there. The errors are those of [Load].
func (u *Unit) Open() (io.ReadCloser, error) {
	if u.err != nil {
		return nil, u.err
	}
	return u.from().reader()
}

// reader reads the bytes that are at hand, or the file.
func (s *source) reader() (io.ReadCloser, error) {
	s.contents.Lock()
	content := s.contents.bytes
	s.contents.Unlock()
	if content != nil {
		return io.NopCloser(bytes.NewReader(content)), nil
	}
	file, state, err := s.open()
	if err != nil {
		return nil, err
	}
	if state != s.Stamp {
		_ = file.Close() // the first error is the one to report
		return nil, &ChangedError{Path: s.Path}
	}
	return &stream{file: file, source: s}, nil
}

// stream reads a file that must not change meanwhile.
type stream struct {
	file   *os.File
	source *source
	read   int64
}

// Read looks at the end, and where there is an end too soon, whether the file
// has changed.
func (s *stream) Read(b []byte) (int, error) {
	n, err := s.file.Read(b)
	s.read += int64(n)
	switch {
	case err == nil:
	case !errors.Is(err, io.EOF):
		err = sourceError(s.source.Path, err)
	case s.changed():
		err = &ChangedError{Path: s.source.Path}
	}
	return n, err
}

func (s *stream) changed() bool {
	after, err := codecache.StatFile(s.file)
	return err != nil || after != s.source.Stamp || s.read != s.source.Stamp.Size
}

// Close closes the file.
func (s *stream) Close() error { return s.file.Close() }

// passDigested reads the rest of a file whose head is known, and keeps its digest
// alone. The next piece is read while the last one is digested.
func (s *source) passDigested(file *os.File, head []byte, state codecache.Stamp) error {
	pieces, digested := make(chan []byte), make(chan codecache.Digest)
	go func() { digested <- codecache.DigestPieces(pieces) }()
	pieces <- head
	err := s.passPieces(file, state.Size-int64(len(head)), pieces)
	close(pieces)
	s.Digest = <-digested
	if err != nil {
		return err
	}
	if after, err := codecache.StatFile(file); err != nil || after != state {
		return &ChangedError{Path: s.Path}
	}
	format, err := Recognise(head, state.Size)
	s.Format = uint8(format)
	return err
}

// passPieces reads into two buffers in turn: who receives a piece is done with
// the one before.
func (s *source) passPieces(file *os.File, left int64, pieces chan<- []byte) error {
	var buffers [2][codecache.PieceSize]byte
	for next := 0; left > 0; next ^= 1 {
		piece := buffers[next][:min(left, codecache.PieceSize)]
		if err := s.fill(file, piece); err != nil {
			return err
		}
		pieces <- piece
		left -= int64(len(piece))
	}
	return nil
}
