package codecache

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math"
)

// A record is a small file of the cache: a magic of eight bytes, which also
// tells the version of the layout, the body, and the SHA-256 of both. The sum
// is there to tell a torn or damaged record, not to resist whoever can write
// into the directory: they can run code as this user anyway.
const recordMagicSize = 8

// maxRecord bounds the size of a record, in bytes.
const maxRecord = 8 << 10

// errNotRecord never leaves the package: whoever looks for a record goes on
// without it.
var errNotRecord = errors.New("not a record of the cache")

// seal closes a record: e starts with the magic.
func (e *encoder) seal() []byte {
	sum := sha256.Sum256(*e)
	return append(*e, sum[:]...)
}

// unseal checks a record and returns a decoder of its body; ok is false for
// anything but a whole record with this magic.
func unseal(magic string, record []byte) (d decoder, ok bool) {
	if len(record) < recordMagicSize+sha256.Size {
		return decoder{}, false
	}
	body, sum := record[:len(record)-sha256.Size], record[len(record)-sha256.Size:]
	want := sha256.Sum256(body)
	if string(body[:recordMagicSize]) != magic || !bytes.Equal(sum, want[:]) {
		return decoder{}, false
	}
	return decoder{rest: body[recordMagicSize:]}, true
}

// readRecord reads a small file of the cache, if only this user, or root, can change it.
func readRecord(path string) ([]byte, Stamp, error) {
	f, err := openFile(path)
	if err != nil {
		return nil, Stamp{}, err
	}
	defer f.close()
	s, err := f.stat()
	if err != nil {
		return nil, s, err
	}
	if s.Size > maxRecord || !s.isPrivateFile() {
		return nil, s, errNotRecord
	}
	record, err := f.content(s.Size)
	return record, s, err
}

// content reads that many bytes from the start of the file.
func (f file) content(size int64) ([]byte, error) {
	b := make([]byte, size)
	if _, err := f.ReadAt(b, 0); err != nil {
		return nil, err
	}
	return b, nil
}

// encoder appends the fields of a record.
type encoder []byte

func (e *encoder) u32(v uint32) { *e = binary.LittleEndian.AppendUint32(*e, v) }
func (e *encoder) u64(v uint64) { *e = binary.LittleEndian.AppendUint64(*e, v) }
func (e *encoder) i64(v int64)  { e.u64(uint64(v)) } //nolint:gosec // the bits are kept
func (e *encoder) bool(b bool) {
	if b {
		e.u32(1)
	} else {
		e.u32(0)
	}
}

func (e *encoder) text(s string) {
	e.u32(uint32(len(s))) //nolint:gosec // bounded by maxRecord
	*e = append(*e, s...)
}

// decoder takes the fields of a record in order. Past the end it yields zeros
// and remembers that it fell short.
type decoder struct {
	rest  []byte
	short bool
}

func (d *decoder) bytes(n int) []byte {
	if n < 0 || n > len(d.rest) {
		d.rest, d.short = nil, true
		return nil
	}
	b := d.rest[:n]
	d.rest = d.rest[n:]
	return b
}

func (d *decoder) u32() uint32 {
	if b := d.bytes(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (d *decoder) u64() uint64 {
	if b := d.bytes(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

func (d *decoder) i64() int64   { return int64(d.u64()) } //nolint:gosec // the bits are kept
func (d *decoder) text() string { return string(d.bytes(int(d.u32()))) }

func (d *decoder) digest() (sum Digest) {
	copy(sum[:], d.bytes(len(sum)))
	return sum
}

// format reads the number of a format, 0 where it is none.
func (d *decoder) format() uint8 {
	if n := d.u32(); n <= math.MaxUint8 {
		return uint8(n)
	}
	return 0
}

// whole reports whether the record had exactly the fields that were taken.
func (d *decoder) whole() bool { return !d.short && len(d.rest) == 0 }
