package wasm

import "fmt"

// What tables and memories begin as is laid out by wasmtime while it compiles: each
// table with all elements up to the last one that a segment sets, each memory with all
// bytes from the first to the last. A few bytes of a file can so become megabytes of
// code, which are loaded with it.
const (
	// maxLaidOut is how many elements of a table are laid out at most; of one that
	// would need more, none are.
	maxLaidOut = 1 << 20
	// maxElements is how many elements of all tables of a file may be laid out, and
	// elementsOfByte more for each byte of it. Each takes 4 bytes of memory and up to
	// 5 of code.
	maxElements    = 1 << 20
	elementsOfByte = 4
	// denseImage is how large the image of a memory may be, however little of it is
	// data; a larger one is made where half of it is.
	denseImage = 16 << 20
	// maxImages is how many bytes the images of all memories of a file may have, and
	// imagesOfByte more for each byte of it.
	maxImages    = 64 << 20
	imagesOfByte = 4
	// imagePage is the largest page that images are filled up to.
	imagePage = 64 << 10
	// maxConstants is how many instructions the constant expressions of a file may
	// have, and one more for functionOfBytes each of it. One of two bytes takes up to
	// 85 in the code that is loaded.
	maxConstants = 1_000_000
	// maxEntries is how many elements a segment may have; wasmparser's.
	maxEntries = 10_000_000
)

// Kinds of element segments are bits. Core specification, "Binary Format", "Element
// Section".
const (
	elementPassive = 1 << iota // or declared
	elementIn                  // of active ones: in a table that is named
	elementExpr                // elements are expressions
)

// layout is what the tables and memories of a module begin as, by index.
type layout struct {
	tops   []uint64 // of each table, how many elements are laid out
	images []span
	sparse bool // no images are made
}

// span is where the data of a memory is.
type span struct{ first, end, data uint64 }

// whole is the number of elements of a table that begins with the same one
// everywhere, if they are laid out.
func (m *moduleReader) whole(t Table) {
	if t.Min <= maxLaidOut {
		m.reaches(len(m.tables), t.Min)
	}
}

// reaches notes that elements of a table are laid out up to a place.
func (m *moduleReader) reaches(table int, top uint64) {
	if m.effort == nil {
		return
	}
	l := &m.layout
	for len(l.tops) <= table {
		l.tops = append(l.tops, 0)
	}
	if top <= l.tops[table] {
		return
	}
	m.elements += top - l.tops[table]
	l.tops[table] = top
	if most := maxElements + elementsOfByte*uint64(len(m.reader.data)); m.elements > most {
		m.failf("the tables begin with %d elements, and the limit for %d bytes is %d: place functions at lower indices",
			m.elements, len(m.reader.data), most)
	}
}

// elementSegments reads the element section. Unless it is about to be compiled, only
// the number of segments is looked at.
func (m *moduleReader) elementSegments() {
	m.out.Elements = m.count(maxSpace, "element segments")
	if m.effort == nil {
		m.pos = m.end
		return
	}
	for i := 0; i < m.out.Elements && m.ok(); i++ {
		m.elementSegment()
	}
}

func (m *moduleReader) elementSegment() {
	kind := m.u32("the kind of an element segment")
	if kind > elementPassive|elementIn|elementExpr {
		m.failf("expected the kind of an element segment, found %d", kind)
	}
	table, offset, known := uint32(0), uint64(0), false
	if kind&elementPassive == 0 {
		if kind&elementIn != 0 {
			table = m.u32("a table index")
		}
		offset, known = m.offset()
	}
	switch {
	case kind&(elementPassive|elementIn) == 0:
	case kind&elementExpr != 0:
		m.refType()
	default:
		m.byte("the kind of elements")
	}
	n := uint64(m.count(maxEntries, "elements")) //nolint:gosec // not negative
	for i := uint64(0); i < n && m.ok(); i++ {
		if kind&elementExpr != 0 {
			m.constExpr()
		} else {
			m.skipLEB("an element")
		}
	}
	if known && m.laidOut(table, offset+n) {
		m.reaches(int(table), offset+n)
	}
}

// laidOut tells whether a segment that ends there becomes part of what a table begins
// with. Of an imported table it isn't known; beyond the minimum the segment traps.
func (m *moduleReader) laidOut(table uint32, end uint64) bool {
	own := uint64(table) < uint64(len(m.tables)) && int(table) >= len(m.tables)-len(m.out.Tables)
	return own && end <= maxLaidOut && end <= m.tables[table].Min
}

// offset reads where a segment begins. Only one that is a constant by itself is known.
func (m *moduleReader) offset() (at uint64, known bool) {
	start := m.pos
	switch op := m.peek(); op {
	case opI32Const:
		m.byte("an offset")
		at = uint64(uint32(m.signed64("an offset"))) //nolint:gosec // its bits
	case opI64Const:
		m.byte("an offset")
		at = uint64(m.signed64("an offset")) //nolint:gosec // its bits
	}
	known = m.pos > start && m.peek() == opEnd
	m.pos = start
	m.constExpr()
	return at, known && at < 1<<63
}

// placed notes where an active segment of data goes.
func (m *moduleReader) placed(memory uint32, at uint64, known bool, size int) {
	l := &m.layout
	if m.effort == nil || l.sparse {
		return
	}
	own := uint64(memory) < uint64(len(m.memories)) && int(memory) >= len(m.memories)-len(m.out.Memories)
	end := at + uint64(size) //nolint:gosec // not negative
	if !own || !known || end > m.memories[memory].bytes() {
		l.sparse = true
		return
	}
	if size == 0 {
		return
	}
	for len(l.images) <= int(memory) {
		l.images = append(l.images, span{first: 1 << 63})
	}
	s := &l.images[memory]
	s.first, s.end = min(s.first, at), max(s.end, end)
	s.data += uint64(size) //nolint:gosec // not negative
}

// imaged adds the images of a module to those of the file.
func (m *moduleReader) imaged() {
	total := uint64(0)
	for _, s := range m.layout.images {
		if s.data == 0 {
			continue
		}
		size := s.end - s.first
		if size >= denseImage && size >= 2*s.data {
			return // then none of its memories has one
		}
		total += size + 2*imagePage - 1
	}
	if total > 0 && !m.layout.sparse {
		m.images, m.imagesAt = m.images+total, m.at
	}
}

// bytes is the size of a memory at its beginning, at most 1<<62.
func (m *Memory) bytes() uint64 {
	if m.PageSize != 0 && m.Min > (1<<62)/m.PageSize {
		return 1 << 62
	}
	return m.Min * m.PageSize
}

// constant counts an instruction of a constant expression.
func (r *reader) constant() {
	if r.constants++; r.effort == nil {
		return
	}
	if most := maxConstants + len(r.data)/functionOfBytes; r.constants > most {
		r.failf("the constant expressions have more than %d instructions, the limit for %d bytes", most, len(r.data))
	}
}

// BoundImages refuses a file for which the compiler would make larger images of
// memories than its size accounts for. It makes none where the memories are the host's.
func (c *Checked) BoundImages() error {
	if most := maxImages + imagesOfByte*uint64(c.Size); c.images > most { //nolint:gosec // not negative
		return &Error{Offset: c.imagesAt, Section: "data section", Message: fmt.Sprintf(
			"the memories begin with %d MiB, most of it zeroes, and the limit for %d bytes is %d MiB: place data closer together",
			c.images>>20, c.Size, most>>20)}
	}
	return nil
}
