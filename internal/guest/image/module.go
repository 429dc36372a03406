package image

import "github.com/qyvol/qyvol/internal/wasm"

// pageSize is that of WebAssembly, in bytes.
const pageSize = 64 << 10

// maxMemories bounds the memories of a module that is split; wasmtime accepts a
// hundred in each.
const maxMemories = 64

// mostMemories is how many a module may have, imported ones among them, and a tag.
const mostMemories = 100

// module is a core module as far as its memories are concerned.
type module struct {
	from, to int // where it is in the guest

	importedMemories int
	importsTable     bool
	memories         []limits
	lookalike        bool // it defines what could be taken for a tag

	memory, data, count wasm.Span // end is 0 where there is none
	segments            []segment
	deep                bool   // in too many components
	tag                 uint32 // 0: it stays as it is
	taken               bool   // its data becomes images
}

// taggable tells whether the memories of a module can be followed by a tag.
func (m *module) taggable() bool {
	for _, l := range m.memories {
		if l.flags&^knownFlags != 0 || l.minimum > 1<<16 {
			return false
		}
	}
	return !m.deep && len(m.memories) <= maxMemories && m.importedMemories+len(m.memories) < mostMemories
}

// limits are a memory's, in pages.
type limits struct {
	flags        byte
	minimum, max uint64
}

const (
	flagMax    = 1
	knownFlags = flagMax // others are for shared memories, of 64 bits, with other pages
)

// segment is one of data.
type segment struct {
	begin, end int // where it is in the guest
	active     bool
	memory     uint32
	offset     uint64
	bytes      []byte
}

// readModule reads what lies between two places. False means that it can't be
// read, or has what this package doesn't know.
func readModule(in []byte, from, to int) (*module, bool) {
	m := &module{from: from, to: to}
	ok := true
	whole := wasm.Spans(in, from, to, func(s wasm.Span) {
		r := readerOf(in, s)
		switch s.ID {
		case sectionImport:
			r.List(func() { m.imported(r) })
		case sectionMemory:
			m.memory = s
			r.List(func() { m.memories = append(m.memories, m.defined(r)) })
		case sectionDataCount:
			m.count = s
			r.U32()
		case sectionData:
			m.data = s
			return // only what is to be split needs it
		default:
			return
		}
		ok = ok && !r.Bad && r.At == s.End
	})
	return m, ok && whole
}

// The kinds of imports.
const (
	externFunc = iota
	externTable
	externMemory
	externGlobal
	externTag
)

func (m *module) imported(r *reader) {
	r.Vector()
	r.Vector()
	switch r.Byte() {
	case externFunc:
		r.U32()
	case externTable:
		m.importsTable = true
		r.valueType()
		r.limits()
	case externMemory:
		m.importedMemories++
		r.limits()
	case externGlobal:
		r.valueType()
		r.Byte()
	case externTag:
		r.Byte()
		r.U32()
	default:
		r.Bad = true
	}
}

// valueType skips a type of values.
func (r *reader) valueType() {
	if b := r.Byte(); b == 0x63 || b == 0x64 { // a reference to what follows
		for r.Byte() >= 0x80 {
		}
	}
}

func (r *reader) limits() limits {
	l := limits{flags: r.Byte()}
	l.minimum = r.Uint(64)
	if l.flags&flagMax != 0 {
		l.max = r.Uint(64)
	}
	if l.flags&8 != 0 { // the size of pages
		r.U32()
	}
	return l
}

func (m *module) defined(r *reader) limits {
	l := r.limits()
	if l.flags&flagMax != 0 && l.minimum == 0 && l.max >= firstTag && l.max <= lastTag {
		m.lookalike = true
	}
	return l
}

const (
	segmentActive  = 0
	segmentPassive = 1
	segmentIn      = 2 // active, in a memory that is named
	opConst32      = 0x41
	opEnd          = 0x0b
)

// readSegments reads the data. False means that a segment is of a kind that has to
// stay with the module.
func (m *module) readSegments(in []byte) bool {
	r := readerOf(in, m.data)
	known := true
	r.List(func() {
		s := segment{begin: r.At}
		switch flags := r.Byte(); flags {
		case segmentPassive:
		case segmentActive, segmentIn:
			s.active = true
			if flags == segmentIn {
				s.memory = r.U32()
			}
			known = known && r.Byte() == opConst32
			s.offset = uint64(r.S32())
			known = known && r.Byte() == opEnd
		default:
			known = false
		}
		if !known {
			r.Bad = true
			return
		}
		s.bytes = r.Vector()
		s.end = r.At
		m.segments = append(m.segments, s)
	})
	return known && !r.Bad && r.At == m.data.End
}
