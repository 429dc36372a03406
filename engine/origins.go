package engine

import (
	"encoding/binary"
	"io"

	"github.com/qyvol/qyvol/internal/guest/origin"
)

// Origins tells where the bytes of a rewritten guest were in the user's file:
// what package lane gives with the guest that it has rewritten. Nil stands for
// a guest that was left as it was.
type Origins = origin.Map

// CompileRewritten is Compile for a guest that was rewritten: the offsets of its
// frames are those in the file that it was made from.
func (e *Engine) CompileRewritten(data []byte, from *Origins) (*Component, error) {
	c, err := e.Compile(data)
	if err != nil {
		return nil, err
	}
	c.origins = c.origins.Through(from)
	return c, nil
}

// DecodeOrigins reads what Origins.Encode gave.
func DecodeOrigins(data []byte) (*Origins, error) { return origin.Decode(data) }

// Serialised code ends in its origins, their size, and a magic, which wasmtime
// does not look at: so they are never apart.
const (
	originsMagic = "qyvolORG"
	trailerSize  = 4 + len(originsMagic)
	// tailSize is what is read of a file at once: few guests' origins take more.
	tailSize = 512
)

func withOrigins(code []byte, from *Origins) []byte {
	encoded := from.Encode()
	code = append(code, encoded...)
	code = binary.LittleEndian.AppendUint32(code, uint32(len(encoded))) //nolint:gosec // a few bytes for each module
	return append(code, originsMagic...)
}

var errNoOrigins = &Error{Op: "compile", Message: "this is not what Serialize gave"}

// originsAt reads the origins at the end of serialised code, and tells where they
// begin.
func originsAt(code io.ReaderAt, size int64) (from *Origins, end int64, err error) {
	tail, err := tailOf(code, size, tailSize)
	if err != nil {
		return nil, 0, err
	}
	begin := len(tail) - trailerSize
	if begin < 0 || string(tail[begin+4:]) != originsMagic {
		return nil, 0, errNoOrigins
	}
	n := int(binary.LittleEndian.Uint32(tail[begin:]))
	if n > begin {
		tail, err = tailOf(code, size, int64(n)+int64(trailerSize))
		if begin = len(tail) - trailerSize; err != nil || n > begin {
			return nil, 0, errNoOrigins
		}
	}
	from, err = origin.Decode(tail[begin-n : begin])
	return from, size - int64(n) - int64(trailerSize), err
}

func tailOf(code io.ReaderAt, size, most int64) ([]byte, error) {
	tail := make([]byte, min(size, most))
	_, err := code.ReadAt(tail, size-int64(len(tail)))
	if err == io.EOF {
		err = nil
	}
	return tail, err
}
