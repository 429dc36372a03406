package component

// #include <stdlib.h>
// #include "shim.h"
import "C"

import (
	"encoding/binary"
	"errors"
	"unicode/utf8"
	"unsafe"
)

// An Encoder writes values as a program for the C function qv_lower: a
// depth-first walk of the value, each node a kind and what it needs. One
// crossing then builds a value of any shape.
type Encoder struct {
	buf    []byte
	c      bool // buf is C's memory
	values int  // that C will make of it

	// Depth is for whoever walks a value: how far into it.
	Depth int
}

func (e *Encoder) reset() {
	const keep = 1 << 20 // bytes; a larger buffer is for one call
	if cap(e.buf) > keep {
		e.buf = nil
	}
	e.buf, e.values, e.Depth = e.buf[:0], 0, 0
}

// Kinds that only programs have; see lower.c.
const (
	kindBytes         = 100
	kindHostResource  = 101
	kindGuestResource = 102
)

// ErrInvalidUTF8 refuses a Go string that is no string of the Component Model.
var ErrInvalidUTF8 = errors.New("string is not valid UTF-8")

// ErrTooLarge refuses a value that no 32-bit memory can hold, or that would take
// more of the host's memory than any guest is worth: each element of a list
// becomes a value of 32 bytes, and wasmtime ends the process when it can't
// allocate.
var ErrTooLarge = errors.New("value is too large for a call")

const (
	maxValues = 1 << 26
	maxBytes  = 1 << 31
)

// ErrInvalidChar refuses a rune that is no Unicode scalar value.
var ErrInvalidChar = errors.New("char is not a Unicode scalar value")

// Scalar writes a bool, number or char; bits holds it in its low bytes.
func (e *Encoder) Scalar(k Kind, bits uint64) error {
	if k == Char && !utf8.ValidRune(rune(uint32(bits))) {
		return ErrInvalidChar
	}
	b := e.grow(9)
	b[0] = byte(k)
	binary.NativeEndian.PutUint64(b[1:], bits)
	return nil
}

// String writes a string.
func (e *Encoder) String(s string) error { return e.named(String, s) }

// Enum writes the case of an enum.
func (e *Encoder) Enum(name string) error { return e.named(Enum, name) }

// Bytes writes a list<u8>.
func (e *Encoder) Bytes(data []byte) error {
	if err := e.count(kindBytes, len(data)); err != nil {
		return err
	}
	copy(e.grow(len(data)), data)
	return nil
}

// Open starts a list, tuple, record, map or flags of n members, which must
// follow. A record's member is a Name and a value, a map's a key and a value,
// a flag's a Name.
func (e *Encoder) Open(k Kind, n int) error { return e.count(byte(k), n) }

// Name writes the name of a field or of a flag.
func (e *Encoder) Name(s string) error {
	if !utf8.ValidString(s) {
		return ErrInvalidUTF8
	}
	if len(s)+len(e.buf) > maxBytes {
		return ErrTooLarge
	}
	binary.NativeEndian.PutUint32(e.grow(4), uint32(len(s)))
	copy(e.grow(len(s)), s)
	return nil
}

// Variant starts a variant; its payload must follow if it has one.
func (e *Encoder) Variant(name string, payload bool) error {
	if err := e.named(Variant, name); err != nil {
		return err
	}
	e.flag(payload)
	return nil
}

// Option starts an option; its value must follow if some.
func (e *Encoder) Option(some bool) {
	e.grow(1)[0] = byte(Option)
	e.flag(some)
}

// Result starts a result; its payload must follow if it has one.
func (e *Encoder) Result(ok, payload bool) {
	e.grow(1)[0] = byte(Result)
	e.flag(ok)
	e.flag(payload)
}

// HostResource writes a handle to a host resource.
func (e *Encoder) HostResource(owned bool, rep, typ uint32) {
	e.grow(1)[0] = kindHostResource
	e.flag(owned)
	b := e.grow(8)
	binary.NativeEndian.PutUint32(b, rep)
	binary.NativeEndian.PutUint32(b[4:], typ)
}

// GuestResource writes a handle to a guest's resource.
func (e *Encoder) GuestResource(r *GuestResource) error {
	if r.ptr == nil {
		return ErrClosed
	}
	e.grow(1)[0] = kindGuestResource
	*(*uintptr)(unsafe.Pointer(&e.grow(8)[0])) = uintptr(unsafe.Pointer(r.ptr))
	return nil
}

func (e *Encoder) named(k Kind, s string) error {
	e.grow(1)[0] = byte(k)
	return e.Name(s)
}

func (e *Encoder) count(k byte, n int) error {
	if e.values += n; n > maxValues || e.values > maxValues || n+len(e.buf) > maxBytes {
		return ErrTooLarge
	}
	b := e.grow(5)
	b[0] = k
	binary.NativeEndian.PutUint32(b[1:], uint32(n))
	return nil
}

func (e *Encoder) flag(set bool) {
	b := e.grow(1)
	b[0] = 0
	if set {
		b[0] = 1
	}
}

// grow appends n bytes and returns them.
func (e *Encoder) grow(n int) []byte {
	size := len(e.buf)
	if size+n > cap(e.buf) {
		e.enlarge(size + n)
	}
	e.buf = e.buf[:size+n]
	return e.buf[size:]
}

// enlarge moves the program to a larger buffer, which C frees if it is C's.
func (e *Encoder) enlarge(need int) {
	capacity := max(need, 2*cap(e.buf), 512)
	if !e.c {
		e.buf = append(make([]byte, 0, capacity), e.buf...)
		return
	}
	old := e.buf
	p := C.malloc(C.size_t(capacity)) // never nil: cgo's malloc panics first
	e.buf = append(unsafe.Slice((*byte)(p), capacity)[:0], old...)
	if cap(old) > C.QV_FRAME_BYTES {
		C.free(unsafe.Pointer(unsafe.SliceData(old)))
	}
}
