package loader

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader/manifest"
)

// DefaultMaxSize is the largest file that is loaded, in bytes.
const DefaultMaxSize = 1 << 30

// DefaultMaxStream is the most that is read of a stream, in bytes: unlike a file, it may
// go on for ever.
const DefaultMaxStream = 64 << 20

// source is a file of source in one state.
type source struct {
	path     string
	stamp    stamp
	digest   sum
	format   Format
	read     time.Duration // how long reading and digesting took
	readAt   time.Time     // before the first byte was read; zero if none was
	memory   atomic.Pointer[memory]
	maxSize  int64
	stream   bool // keeps no bytes
	fileless bool // has no others than these
	contents struct {
		sync.Mutex
		bytes []byte // nil when not read yet, or let go of
	}
}

// openSource finds out what is in a file: from the cache's memory if it has
// one, else by reading it.
func openSource(path string, opts Options) (*source, error) {
	s := &source{path: path, maxSize: opts.maxSize(), stream: opts.Stream}
	state, err := statFile(path)
	if err != nil {
		return nil, sourceError(path, err)
	}
	if err := s.admit(state); err != nil {
		return nil, err
	}
	if m := opts.Cache.recall(state); m != nil {
		s.stamp, s.digest, s.format = state, m.digest, m.format
		s.memory.Store(m)
		return s, nil
	}
	return s, s.load()
}

// remembered returns what that cache knows about the file, nil if nothing.
func (s *source) remembered(by *Cache) *memory {
	if m := s.memory.Load(); m != nil && m.cache == by {
		return m
	}
	return nil
}

// admit refuses what is no file, or too large a one.
func (s *source) admit(state stamp) error {
	if mode := state.fileMode(); !mode.IsRegular() {
		return &NotRegularError{Path: s.path, Mode: mode}
	}
	if state.size > s.maxSize {
		return &TooLargeError{Path: s.path, Size: state.size, Limit: s.maxSize}
	}
	return nil
}

// load reads the file, recognises and digests it.
func (s *source) load() error {
	s.readAt = time.Now()
	file, state, err := s.open()
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // only read
	content, err := s.readRecognised(file, state)
	if err != nil {
		return named(err, s.path)
	}
	s.stamp = state
	if !s.stream {
		s.contents.bytes = content
	}
	s.read = time.Since(s.readAt)
	return nil
}

// readRecognised reads a file in that state whole, unless its head already says
// that it is not WebAssembly.
func (s *source) readRecognised(file *os.File, state stamp) ([]byte, error) {
	head := make([]byte, min(state.size, HeadSize))
	if err := s.fill(file, head); err != nil {
		return nil, err
	}
	if _, err := Recognise(head, state.size); err != nil && !wantsWhole(err) {
		return nil, err
	}
	if s.stream && int64(len(head)) < state.size {
		return head, s.passDigested(file, head, state)
	}
	content := make([]byte, state.size)
	have := copy(content, head)
	if state.size > largeSource {
		if err := s.beginning(file, content, have); err != nil {
			return nil, err
		}
		have = beginningSize
	}
	if err := s.fillDigested(file, content, have); err != nil {
		return nil, err
	}
	if after, err := fileStamp(file); err != nil || after != state {
		return nil, &ChangedError{Path: s.path}
	}
	format, err := Recognise(content, state.size)
	s.format = format
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
	return checkBeginning(s.path, content, beginningSize)
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
		s.digest = sumOfBytes(content)
		return nil
	}
	pieces, digested := make(chan []byte, len(content)/digestPiece+2), make(chan sum)
	go func() { digested <- sumOfPieces(pieces) }()
	pieces <- content[:have]
	err := s.fillPieces(file, content[have:], pieces)
	close(pieces)
	s.digest = <-digested
	return err
}

func (s *source) fillPieces(file *os.File, content []byte, pieces chan<- []byte) error {
	for piece := range slices.Chunk(content, digestPiece) {
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

func (s *source) open() (*os.File, stamp, error) {
	// Not to wait for a writer, should the path be a pipe by now.
	file, err := os.OpenFile(s.path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, stamp{}, sourceError(s.path, err)
	}
	state, err := fileStamp(file)
	if err != nil {
		err = sourceError(s.path, err)
	} else {
		err = s.admit(state)
	}
	if err != nil {
		_ = file.Close() // the first error is the one to report
		return nil, stamp{}, err
	}
	return file, state, nil
}

func (s *source) fill(file *os.File, b []byte) error {
	_, err := io.ReadFull(file, b)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &ChangedError{Path: s.path} // shorter than a moment ago
	}
	return sourceError(s.path, err)
}

// content returns the bytes that the digest was made of. When they have to be
// read again, a file that has changed is refused.
func (s *source) content() ([]byte, error) {
	s.contents.Lock()
	defer s.contents.Unlock()
	if s.contents.bytes != nil {
		return s.contents.bytes, nil
	}
	if now, err := statFile(s.path); err == nil && now.size > s.stamp.size {
		return nil, &ChangedError{Path: s.path} // without reading what it has become
	}
	again := &source{path: s.path, maxSize: s.maxSize}
	if err := again.load(); err != nil {
		return nil, err
	}
	if again.digest != s.digest {
		return nil, &ChangedError{Path: s.path}
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
