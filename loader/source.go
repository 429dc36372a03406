package loader

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/codecache"
	"github.com/qyvol/qyvol/loader/manifest"
)

// DefaultMaxSize is the largest file that is loaded, in bytes.
const DefaultMaxSize = 1 << 30

// DefaultMaxStream is the most that is read of a stream, in bytes: unlike a file, it may
// go on for ever.
const DefaultMaxStream = 64 << 20

// source is a file of source in one state.
type source struct {
	codecache.Source

	read     time.Duration // how long reading and digesting took
	maxSize  int64
	stream   bool // keeps no bytes
	fileless bool // has no others than these
	contents struct {
		sync.Mutex
		bytes []byte // nil when not read yet, or let go of
	}
}

func newSource(path string, maxSize int64) *source {
	return &source{Source: codecache.Source{Path: path}, maxSize: maxSize}
}

// openSource finds out what is in a file: from the cache's records if it has
// one, else by reading it.
func openSource(path string, opts Options) (*source, error) {
	s := newSource(path, opts.maxSize())
	s.stream = opts.Stream
	state, err := codecache.Stat(path)
	if err != nil {
		return nil, sourceError(path, err)
	}
	if err := s.admit(state); err != nil {
		return nil, err
	}
	s.Stamp = state
	if opts.Cache.compiled().Recall(&s.Source) && s.format().valid() {
		return s, nil
	}
	return s, s.load()
}

func (s *source) format() Format { return Format(s.Format) }

// written is the digest as manifests have it, "" where nothing could be read.
func (s *source) written() string {
	if s.Digest == (codecache.Digest{}) {
		return ""
	}
	return "sha256:" + s.Digest.String()
}

// admit refuses what is no file, or too large a one.
func (s *source) admit(state codecache.Stamp) error {
	if mode := state.Mode(); !mode.IsRegular() {
		return &NotRegularError{Path: s.Path, Mode: mode}
	}
	if state.Size > s.maxSize {
		return &TooLargeError{Path: s.Path, Size: state.Size, Limit: s.maxSize}
	}
	return nil
}

// load reads the file, recognises and digests it.
func (s *source) load() error {
	s.ReadAt = time.Now()
	file, state, err := s.open()
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // only read
	content, err := s.readRecognised(file, state)
	if err != nil {
		return named(err, s.Path)
	}
	s.Stamp = state
	if !s.stream {
		s.contents.bytes = content
	}
	s.read = time.Since(s.ReadAt)
	return nil
}

// readRecognised reads a file in that state whole, unless its head already says
// that it is not WebAssembly.
func (s *source) readRecognised(file *os.File, state codecache.Stamp) ([]byte, error) {
	head := make([]byte, min(state.Size, HeadSize))
	if err := s.fill(file, head); err != nil {
		return nil, err
	}
	if _, err := Recognise(head, state.Size); err != nil && !wantsWhole(err) {
		return nil, err
	}
	if s.stream && int64(len(head)) < state.Size {
		return head, s.passDigested(file, head, state)
	}
	content := make([]byte, state.Size)
	have := copy(content, head)
	if state.Size > largeSource {
		if err := s.beginning(file, content, have); err != nil {
			return nil, err
		}
		have = beginningSize
	}
	if err := s.fillDigested(file, content, have); err != nil {
		return nil, err
	}
	if after, err := codecache.StatFile(file); err != nil || after != state {
		return nil, &ChangedError{Path: s.Path}
	}
	format, err := Recognise(content, state.Size)
	s.Format = uint8(format)
	return content, err
}

// A large file is refused by its first bytes, if these are wrong already: to read all of
// it would take its size in memory.
const (
	largeSource   = 32 << 20
	beginningSize = 1 << 20
)

// beginning reads the first bytes of a large file, of which some are there.
func (s *source) beginning(file *os.File, content []byte, have int) error {
	if err := s.fill(file, content[have:beginningSize]); err != nil {
		return err
	}
	return checkBeginning(s.Path, content, beginningSize)
}

// checkBeginning looks at the first bytes of a file whose size is that of data.
func checkBeginning(path string, data []byte, known int) error {
	format, err := Recognise(data[:min(HeadSize, known)], int64(len(data)))
	if err != nil || format == FormatText {
		return nil //nolint:nilerr // it is looked at as a whole
	}
	if err := engine.CheckBeginning(data, known); err != nil {
		return &ModuleLoadError{Path: path, Format: format, Err: err}
	}
	return nil
}

// fillDigested reads what follows the first bytes of a file, and digests all of
// it. Of a large file, one piece is digested while the next is read: both take as
// long.
func (s *source) fillDigested(file *os.File, content []byte, have int) error {
	if len(content) <= have {
		s.Digest = codecache.DigestOf(content)
		return nil
	}
	pieces, digested := make(chan []byte, len(content)/codecache.PieceSize+2), make(chan codecache.Digest)
	go func() { digested <- codecache.DigestPieces(pieces) }()
	pieces <- content[:have]
	err := s.fillPieces(file, content[have:], pieces)
	close(pieces)
	s.Digest = <-digested
	return err
}

func (s *source) fillPieces(file *os.File, content []byte, pieces chan<- []byte) error {
	for piece := range slices.Chunk(content, codecache.PieceSize) {
		if err := s.fill(file, piece); err != nil {
			return err
		}
		pieces <- piece
	}
	return nil
}

// wantsWhole reports whether the error can say more about the whole file.
func wantsWhole(err error) bool {
	var notWasm *NotWasmError
	return errors.As(err, &notWasm) && notWasm.Looks == LookPrecompiled
}

func (s *source) open() (*os.File, codecache.Stamp, error) {
	// Not to wait for a writer, should the path be a pipe by now.
	file, err := os.OpenFile(s.Path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, codecache.Stamp{}, sourceError(s.Path, err)
	}
	state, err := codecache.StatFile(file)
	if err != nil {
		err = sourceError(s.Path, err)
	} else {
		err = s.admit(state)
	}
	if err != nil {
		_ = file.Close() // the first error is the one to report
		return nil, codecache.Stamp{}, err
	}
	return file, state, nil
}

func (s *source) fill(file *os.File, b []byte) error {
	_, err := io.ReadFull(file, b)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &ChangedError{Path: s.Path} // shorter than a moment ago
	}
	return sourceError(s.Path, err)
}

// content returns the bytes that the digest was made of. When they have to be
// read again, a file that has changed is refused.
func (s *source) content() ([]byte, error) {
	s.contents.Lock()
	defer s.contents.Unlock()
	if s.contents.bytes != nil {
		return s.contents.bytes, nil
	}
	if now, err := codecache.Stat(s.Path); err == nil && now.Size > s.Stamp.Size {
		return nil, &ChangedError{Path: s.Path} // without reading what it has become
	}
	again := newSource(s.Path, s.maxSize)
	if err := again.load(); err != nil {
		return nil, err
	}
	if again.Digest != s.Digest {
		return nil, &ChangedError{Path: s.Path}
	}
	s.contents.bytes = again.contents.bytes
	return s.contents.bytes, nil
}

// release lets go of the bytes; content reads them again if need be.
func (s *source) release() {
	if s.fileless {
		return
	}
	s.contents.Lock()
	defer s.contents.Unlock()
	s.contents.bytes = nil
}

// sourceError says what the operating system's error means for a path.
func sourceError(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		if e := addressError(path); e != nil {
			return e
		}
		return notFound(path, manifest.GuestFile)
	}
	return &UnreadableError{Path: path, Err: err}
}

// named adds the path to an error of Recognise.
func named(err error, path string) error {
	switch e := err.(type) { //nolint:errorlint // fresh from Recognise, not wrapped
	case *NotWasmError:
		e.Path = path
	case *TruncatedError:
		e.Path = path
	}
	return err
}
