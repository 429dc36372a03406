package image

import (
	"encoding/binary"
	"errors"
	"io"
)

// Images are kept in one file with the code that they belong to: first the code,
// from the next page on the data, then an index, and a footer that says where
// these are.

const (
	// footerMagic changes with the layout of the index.
	footerMagic = "qyvolIM2"
	footerSize  = len(footerMagic) + 4*8
	// maxIndex bounds an index, in bytes: Split makes no larger ones.
	maxIndex = 64 << 20

	flagLookalike = 1
	flagComplete  = 2
)

// ErrDamaged is returned for what Pack hasn't made.
var ErrDamaged = errors.New("the images of linear memories are damaged")

// Packed is what there is besides the code.
type Packed struct {
	Code         uint64 // the size of the code, which is at the start
	DataAt, Size uint64 // where the data of images is, and how much
	Set          *Set   // without Data
}

// Room is how many bytes Pack adds at most, and something for what comes after.
func (s *Set) Room(size, page uint64) int {
	const after = 1 << 10
	return int(page+size) + len(s.index()) + footerSize + after //nolint:gosec // they are in memory
}

// Pack appends the images to code: size bytes of data, which fill writes.
func (s *Set) Pack(code []byte, size, page uint64, fill func([]byte) error) ([]byte, error) {
	length := uint64(len(code))
	at := (length + page - 1) / page * page
	code = append(code, make([]byte, at-length+size)...)
	if err := fill(code[at:]); err != nil {
		return nil, err
	}
	index := s.index()
	code = append(code, index...)
	code = append(code, footerMagic...)
	for _, n := range [...]uint64{length, at, size, uint64(len(index))} {
		code = binary.LittleEndian.AppendUint64(code, n)
	}
	return code, nil
}

// Unpack reads what Pack has appended to code; size is where it ended.
func Unpack(file io.ReaderAt, size int64) (*Packed, error) {
	footer := make([]byte, footerSize)
	if size < int64(footerSize) {
		return nil, ErrDamaged
	}
	end := uint64(size) - uint64(footerSize)
	if _, err := file.ReadAt(footer, int64(end)); err != nil { //nolint:gosec // below size
		return nil, err
	}
	d := decoder{rest: footer[len(footerMagic):]}
	a := &Packed{Code: d.u64(), DataAt: d.u64(), Size: d.u64()}
	length := d.u64()
	if string(footer[:len(footerMagic)]) != footerMagic || length > min(maxIndex, end) ||
		a.DataAt > end || a.Code > a.DataAt || a.Size > end-a.DataAt || a.DataAt+a.Size != end-length {
		return nil, ErrDamaged
	}
	index := make([]byte, length)
	if _, err := file.ReadAt(index, int64(end-length)); err != nil { //nolint:gosec // below size
		return nil, err
	}
	a.Set = decodeIndex(index, a.Size)
	if a.Set == nil {
		return nil, ErrDamaged
	}
	return a, nil
}

// index writes all but the data.
func (s *Set) index() []byte {
	var e encoder
	var flags uint64
	if s.Lookalike {
		flags |= flagLookalike
	}
	if s.Complete {
		flags |= flagComplete
	}
	e.u64(flags)
	e = append(e, s.Digest[:]...)
	return append(e, s.Plan().bytes()...)
}

// Plan is how images are told to C: the number of groups; for each its tag and
// the number of its memories; for each of these its minimum and the number of
// its extents; for each of those where it is in the memory, its size, and where
// in the data.
type Plan []uint64

// Plan lays the images out.
func (s *Set) Plan() Plan {
	p := Plan{uint64(len(s.Groups))}
	for _, g := range s.Groups {
		p = append(p, uint64(g.Tag), uint64(len(g.Memories)))
		for _, m := range g.Memories {
			p = append(p, m.Minimum, uint64(len(m.Extents)))
			for _, e := range m.Extents {
				p = append(p, e.At, e.Size, e.Offset)
			}
		}
	}
	return p
}

func (p Plan) bytes() (e encoder) {
	for _, n := range p {
		e.u64(n)
	}
	return e
}

type encoder []byte

func (e *encoder) u64(n uint64) { *e = binary.LittleEndian.AppendUint64(*e, n) }

// decoder gives zeroes beyond the end, and remembers that.
type decoder struct {
	rest  []byte
	short bool
}

func (d *decoder) u64() uint64 {
	if len(d.rest) < 8 {
		d.rest, d.short = nil, true
		return 0
	}
	n := binary.LittleEndian.Uint64(d.rest)
	d.rest = d.rest[8:]
	return n
}

func (d *decoder) bytes(n int) []byte {
	if len(d.rest) < n {
		d.rest, d.short = nil, true
		return nil
	}
	b := d.rest[:n]
	d.rest = d.rest[n:]
	return b
}

// list calls fn as often as the next number says, unless there can't be as much.
func (d *decoder) list(fn func()) {
	n := d.u64()
	if n > uint64(len(d.rest)/8) {
		d.rest, d.short = nil, true
		return
	}
	for ; n > 0 && !d.short; n-- {
		fn()
	}
}
