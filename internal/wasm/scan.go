package wasm

// Scanner reads the binary format (WebAssembly Core, "Binary Format") for packages
// that look for one thing and know what surrounds it, in what [Decode] has accepted or
// before it is asked. What it can't read makes it Bad, and it gives zeroes from then
// on, so that loops end. It says no reason: that is for [Decode] to say.
type Scanner struct {
	In  []byte
	At  int
	Bad bool
}

// Byte reads a byte.
func (s *Scanner) Byte() byte {
	if s.Bad || s.At >= len(s.In) {
		s.Bad = true
		return 0
	}
	s.At++
	return s.In[s.At-1]
}

// Uint reads an unsigned LEB128 number of at most so many bits ("Integers").
func (s *Scanner) Uint(bits int) uint64 {
	var n uint64
	for shift := 0; shift < bits; shift += 7 {
		b := s.Byte()
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			s.Bad = s.Bad || shift+7 > bits && b>>(bits-shift) != 0
			return n
		}
	}
	s.Bad = true
	return 0
}

// U32 reads an unsigned number of 32 bits.
func (s *Scanner) U32() uint32 { return uint32(s.Uint(32)) } //nolint:gosec // at most 32 bits

// S32 reads a signed number of 32 bits, and gives its bits.
func (s *Scanner) S32() uint32 {
	var n uint64
	for shift := 0; shift < 35; shift += 7 {
		b := s.Byte()
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			if b&0x40 != 0 {
				n |= ^uint64(0) << (shift + 7)
			}
			return uint32(n) //nolint:gosec // the low bits
		}
	}
	s.Bad = true
	return 0
}

// Number skips a LEB128 number of any size.
func (s *Scanner) Number() {
	for s.Byte() >= 0x80 {
		if s.Bad {
			return
		}
	}
}

// Bytes reads n bytes, which are not copied.
func (s *Scanner) Bytes(n uint32) []byte {
	if s.Bad || uint64(n) > uint64(len(s.In)-s.At) { //nolint:gosec // it is positive
		s.Bad = true
		return nil
	}
	s.At += int(n)
	return s.In[s.At-int(n) : s.At]
}

// Vector reads bytes after their number, as names are written; they are not copied.
func (s *Scanner) Vector() []byte { return s.Bytes(s.U32()) }

// List calls fn for each item of a list, until one is bad.
func (s *Scanner) List(fn func()) {
	for n := s.U32(); n > 0 && !s.Bad; n-- {
		fn()
	}
}

// PreambleSize is how long the magic and the version of a module or a component are,
// in bytes.
const PreambleSize = 8

// Span is a section, by offsets into the file: where it begins, and where its
// contents do and end.
type Span struct {
	ID               byte
	Begin, Body, End int
}

// Spans calls fn with each section of the module or component that lies between two
// offsets. False means that they can't be read.
func Spans(in []byte, from, to int, fn func(Span)) bool {
	s := &Scanner{In: in[:to], At: min(from+PreambleSize, to)}
	for s.At < to && !s.Bad {
		span := Span{Begin: s.At}
		span.ID = s.Byte()
		size := s.U32()
		span.Body = s.At
		s.Bytes(size)
		if span.End = s.At; !s.Bad {
			fn(span)
		}
	}
	return !s.Bad
}
