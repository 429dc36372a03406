package host

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"

	"github.com/qyvol/qyvol/engine"
)

// Input is a reader that a guest reads from without being held by it: a source
// of an input-stream. A Read that may block runs on a goroutine of its own, of
// which there is one at most, and only once the guest asked for bytes. The
// methods are for the guest's goroutine.
type Input struct {
	host *Host
	from io.Reader
	// direct is a reader that never blocks, and that the guest's goroutine
	// reads itself.
	direct bool
	gate   *gate // tells when the others would not block either

	mu      sync.Mutex
	reading bool
	buf     []byte // what data is a part of
	data    []byte // read, and not yet asked for
	err     error  // why there is no more after data; io.EOF, or another
}

func newInput(h *Host, from io.Reader) *Input {
	if f, ok := from.(*os.File); ok && f == nil || from == nil {
		from = strings.NewReader("")
	}
	i := &Input{host: h, from: from, direct: neverBlocks(from)}
	if !i.direct {
		i.gate = newGate(from)
	}
	return i
}

// neverBlocks tells streams that are read or written without waiting for
// anybody: memory, and files of a file system.
func neverBlocks(stream any) bool {
	switch stream.(type) {
	case *bytes.Buffer, *bytes.Reader, *strings.Reader:
		return true
	}
	if f := FileOf(stream); f != nil {
		info, err := f.Stat()
		return err == nil && (info.Mode().IsRegular() || isNull(info))
	}
	return stream == io.Discard
}

// FileOf is the file behind a reader: itself, or what its method File returns, which
// it reads once for each Read. It is nil where there is none. A writer has none but
// itself: what another one does in Write can't be told.
func FileOf(stream any) *os.File {
	switch s := stream.(type) {
	case *os.File:
		return s
	case interface{ File() *os.File }:
		return s.File()
	}
	return nil
}

// isNull tells the device that takes everything and gives nothing.
func isNull(info fs.FileInfo) bool {
	if info.Mode()&fs.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err == nil && os.SameFile(info, null)
}

// Ready asks for bytes, and reports whether some are there, or never will be.
func (i *Input) Ready() bool {
	if i.direct {
		return true
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.data) > 0 || i.err != nil || !i.reading && i.gate.ready() {
		return true
	}
	i.ask(MaxRead)
	return false
}

// Read takes what is there, and asks for as much as fits into p if there is
// nothing. It doesn't block: no byte and no error is nothing yet.
func (i *Input) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if i.direct {
		return i.readNow(p)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.data) > 0 {
		n := copy(p, i.data)
		i.data = i.data[n:]
		return n, nil
	}
	switch {
	case i.err != nil:
		return 0, i.fail()
	case !i.reading && i.gate.ready():
		return i.readNow(p)
	default:
		i.ask(len(p))
		return 0, nil
	}
}

// fail says once why there is no more, then that it is the end.
func (i *Input) fail() error {
	err := i.err
	i.err = io.EOF
	if broken(err) {
		return &FatalError{err}
	}
	return Reason(err)
}

// maxEmptyReads is how often in a row a reader may give nothing.
const maxEmptyReads = 100

func (i *Input) readNow(p []byte) (int, error) {
	if i.err != nil {
		return 0, i.fail()
	}
	n, err := readSome(i.from, p)
	i.err = err
	if n > 0 {
		return n, nil
	}
	return 0, i.fail()
}

// readSome reads at least a byte, or says why it can't.
func readSome(from io.Reader, p []byte) (n int, err error) {
	for range maxEmptyReads {
		if n, err = engine.Read(from, p); n > 0 || err != nil {
			return n, err
		}
	}
	return 0, io.ErrNoProgress
}

// ask begins to read if nobody does. The lock is held.
func (i *Input) ask(n int) {
	if i.reading {
		return
	}
	i.reading = true
	if n > len(i.buf) {
		i.buf = make([]byte, n)
	}
	go i.read(i.buf[:n])
}

func (i *Input) read(p []byte) {
	n, err := readSome(i.from, p)
	i.mu.Lock()
	i.reading, i.data, i.err = false, p[:n], err
	i.mu.Unlock()
	i.host.Wake()
}

// Reason is an error without the names of files of the host's, which a guest
// need not know.
func Reason(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
