package image

// reader reads the binary format (WebAssembly Core, "Binary Format"). What it
// doesn't know makes it bad, and what is bad stays as it is.
type reader struct {
	in  []byte
	at  int
	bad bool
}

func (r *reader) byte() byte {
	if r.bad || r.at >= len(r.in) {
		r.bad = true
		return 0
	}
	r.at++
	return r.in[r.at-1]
}

// u64 reads an unsigned number of at most that many bits.
func (r *reader) u64(bits int) uint64 {
	var n uint64
	for shift := 0; shift < bits; shift += 7 {
		b := r.byte()
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			r.bad = r.bad || n>>(bits-1)>>1 != 0
			return n
		}
	}
	r.bad = true
	return 0
}

func (r *reader) u32() uint32 { return uint32(r.u64(32)) } //nolint:gosec // at most 32 bits

// s32 reads a signed number; its bits are those of an address.
func (r *reader) s32() uint32 {
	var n uint64
	for shift := 0; shift < 35; shift += 7 {
		b := r.byte()
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			if b&0x40 != 0 {
				n |= ^uint64(0) << (shift + 7)
			}
			return uint32(n) //nolint:gosec // the low bits
		}
	}
	r.bad = true
	return 0
}

func (r *reader) bytes(n uint32) []byte {
	if r.bad || uint64(n) > uint64(len(r.in)-r.at) { //nolint:gosec // it is positive
		r.bad = true
		return nil
	}
	r.at += int(n)
	return r.in[r.at-int(n) : r.at]
}

func (r *reader) skipName() { r.bytes(r.u32()) }

func (r *reader) list(fn func()) {
	for n := r.u32(); n > 0 && !r.bad; n-- {
		fn()
	}
}

// section is one of a module or of a component: where it begins, and where its
// contents do and end.
type section struct {
	id               byte
	begin, body, end int
}

// sections calls fn with each section of what lies between two places. False
// means that it can't be read.
func sections(in []byte, from, to int, fn func(section)) bool {
	r := &reader{in: in[:to], at: min(from+preambleSize, to)}
	for r.at < to && !r.bad {
		s := section{begin: r.at}
		s.id = r.byte()
		size := r.u32()
		s.body = r.at
		r.bytes(size)
		if s.end = r.at; !r.bad {
			fn(s)
		}
	}
	return !r.bad
}

const preambleSize = 8

// The sections that matter: of components, and of core modules.
const (
	sectionCoreModule = 1
	sectionComponent  = 4

	sectionImport    = 2
	sectionMemory    = 5
	sectionData      = 11
	sectionDataCount = 12
)
