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

// Serialised code ends in the types of a core module, its origins, the sizes of both, and
// a magic, which wasmtime does not look at: so they are never apart.
const (
	trailerMagic = "qyvolOR2"
	trailerSize  = 4 + 4 + len(trailerMagic)
	// tailSize is what is read of a file at once: few guests' trailers take more.
	tailSize = 512
)

func withTrailer(code []byte, types *coreTypes, from *Origins) []byte {
	encoded, origins := types.encode(), from.Encode()
	code = append(code, encoded...)
	code = append(code, origins...)
	code = binary.LittleEndian.AppendUint32(code, uint32(len(encoded))) //nolint:gosec // less than the guest
	code = binary.LittleEndian.AppendUint32(code, uint32(len(origins))) //nolint:gosec // a few bytes for each module
	return append(code, trailerMagic...)
}

var errNoOrigins = &Error{Op: "compile", Message: "this is not what Serialize gave"}

// trailer is what stands behind serialised code.
type trailer struct {
	types *coreTypes
	from  *Origins
	begin int64 // where it begins
}

// trailerOf reads what is at the end of serialised code.
func trailerOf(code io.ReaderAt, size int64) (*trailer, error) {
	tail, err := tailOf(code, size, tailSize)
	if err != nil {
		return nil, err
	}
	begin := len(tail) - trailerSize
	if begin < 0 || string(tail[begin+8:]) != trailerMagic {
		return nil, errNoOrigins
	}
	types, origins := int64(binary.LittleEndian.Uint32(tail[begin:])), int64(binary.LittleEndian.Uint32(tail[begin+4:]))
	whole := types + origins + int64(trailerSize)
	if whole > int64(len(tail)) {
		if tail, err = tailOf(code, size, whole); err != nil || whole > int64(len(tail)) {
			return nil, errNoOrigins
		}
	}
	tail = tail[int64(len(tail))-whole:]
	t := &trailer{begin: size - whole}
	if t.types, err = decodeCoreTypes(tail[:types]); err != nil {
		return nil, err
	}
	t.from, err = origin.Decode(tail[types : types+origins])
	return t, err
}

// fits refuses what is not of the kind that it is said to be.
func (t *trailer) fits(kind Kind) error {
	if (t.types != nil) != (kind == KindModule) {
		return errNoOrigins
	}
	return nil
}

func tailOf(code io.ReaderAt, size, most int64) ([]byte, error) {
	tail := make([]byte, min(size, most))
	_, err := code.ReadAt(tail, size-int64(len(tail)))
	if err == io.EOF {
		err = nil
	}
	return tail, err
}
