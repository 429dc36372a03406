package engine

import (
	"fmt"
	"io"

	"github.com/qyvol/qyvol/internal/message"
)

// StreamError is a Reader or a Writer of the caller's that panicked, or that claims to
// have read or written an impossible number of bytes.
type StreamError struct {
	Method string // "Read" or "Write"
	Panic  any    // what it panicked with; nil if it didn't
	Count  int    // of bytes that it named, if it didn't panic
	Size   int    // of the buffer that it was given
}

// Words are what the error says.
func (e *StreamError) Words() message.Text {
	if e.Panic != nil {
		return message.EngineStreamPanic.With(e.Method, fmt.Sprint(e.Panic))
	}
	return message.EngineStreamCount.With(e.Method, e.Count, e.Size)
}

// Error is in English.
func (e *StreamError) Error() string { return e.Words().String() }

// Unwrap returns the panic's value if it is an error.
func (e *StreamError) Unwrap() error {
	err, _ := e.Panic.(error)
	return err
}

// Read calls a Reader of the caller's: whatever that does is an error at worst, a
// *StreamError where it breaks io.Reader's contract.
func Read(from io.Reader, p []byte) (n int, err error) {
	defer recovered("Read", &n, &err)
	n, err = from.Read(p)
	return counted("Read", n, len(p), err)
}

// Write calls a Writer of the caller's, likewise.
func Write(to io.Writer, p []byte) (n int, err error) {
	defer recovered("Write", &n, &err)
	n, err = to.Write(p)
	return counted("Write", n, len(p), err)
}

func recovered(method string, n *int, err *error) {
	if r := recover(); r != nil {
		*n, *err = 0, &StreamError{Method: method, Panic: r}
	}
}

func counted(method string, n, size int, err error) (int, error) {
	if n < 0 || n > size {
		return 0, &StreamError{Method: method, Count: n, Size: size}
	}
	return n, err
}

// carefulReader is read by Read.
type carefulReader struct{ from io.Reader }

func (r carefulReader) Read(p []byte) (int, error) { return Read(r.from, p) }
