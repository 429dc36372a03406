package wasm

// Sections of core modules. Core specification, "Binary Format", "Modules".
const (
	secCustom = iota
	secType
	secImport
	secFunction
	secTable
	secMemory
	secGlobal
	secExport
	secStart
	secElement
	secCode
	secData
	secDataCount
	secTag
)

var moduleSections = [...]string{
	"custom", "type", "import", "function", "table", "memory", "global", "export", "start", "element", "code", "data",
	"data count", "tag",
}

// moduleOrder is the place of each section in a module.
var moduleOrder = [...]int{0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 11, 6}

// moduleReader reads a module: its index spaces, and what counts must agree.
type moduleReader struct {
	*reader
	out *Module

	types     []*CoreFunc
	fieldsOf  []int // structures: of each of types
	funcs     []*CoreFunc
	funcTypes int // of the function section
	tables    []Table
	memories  []Memory
	globals   []Global
	tags      []*CoreFunc
	bodies    int
	collects  bool // it may have references that the garbage collector counts
	dataCount int  // -1 without the section
	seen      map[string]bool
	layout    layout
}

// coreModule reads a core module whose preamble was read.
func (d *decoder) coreModule(r *reader) *Module {
	m := &moduleReader{reader: r, out: &Module{Offset: r.pos - 8, Size: r.end - r.pos + 8, Start: -1}, dataCount: -1}
	d.spend(typeCost)
	for last := 0; r.ok() && r.pos < r.end; {
		body, section := r.section(moduleSections[:], &m.out.Sections)
		if place := moduleOrder[section.ID]; place > 0 {
			if place <= last {
				r.fail(section.Offset, "the %s section is out of order", section.Name)
			}
			last = place
		}
		m.section(body, section.ID)
	}
	d.part = "core module"
	m.crossings()
	if r.ok() && m.bodies != m.funcTypes {
		r.failf("expected as many bodies as functions, %d, found %d", m.funcTypes, m.bodies)
	}
	if r.ok() && m.dataCount >= 0 && m.dataCount != m.out.Data {
		r.failf("expected as many data segments as announced, %d, found %d", m.dataCount, m.out.Data)
	}
	return m.out
}

// section reads the header of a section, and notes it.
func (r *reader) section(names []string, list *[]Section) (*reader, Section) {
	r.part = "section header"
	id := r.byte("a section")
	if int(id) >= len(names) {
		r.fail(r.pos-1, "expected a section, found the number %d", id)
		id = 0
	}
	size := r.u32("the size of a section")
	section := Section{ID: id, Name: names[id], Offset: r.pos, Size: int(size)}
	body := r.sub(int(size), "the "+names[id]+" section")
	r.part = names[id] + " section"
	r.spend(entryCost)
	*list = append(*list, section)
	return body, section
}

// custom reads the name of a custom section, and keeps what is after it.
func (r *reader) custom(list *[]Custom) Custom {
	c := Custom{Name: r.name("the name of a custom section")}
	c.Offset = r.pos
	c.Data = r.bytes(r.end-r.pos, "a custom section")
	r.spend(entryCost)
	*list = append(*list, c)
	return c
}

func (m *moduleReader) section(r *reader, id byte) {
	switch m.reader, r = r, m.reader; id {
	case secCustom:
		if c := m.custom(&m.out.Customs); c.Name == "name" {
			m.out.Name = ownName(c.Data)
		}
	case secStart:
		m.start()
	case secCode:
		m.code()
	case secElement:
		m.elementSegments()
	case secData:
		m.data()
	case secDataCount:
		m.dataCount = int(m.u32("the number of data segments"))
	default:
		m.definitions(id)
	}
	m.finish()
	m.reader = r
}

// code reads over bodies. Unless they are about to be compiled, their sizes are all
// that is looked at.
func (m *moduleReader) code() {
	m.bodies = m.count(maxCoreTypes, "bodies of functions")
	m.collects = m.effort != nil && m.mayCollect()
	for i := 0; i < m.bodies && m.ok(); i++ {
		size := int(m.u32("the size of a body"))
		if size > m.end-m.pos {
			m.failf("expected %d bytes of a body, found the end after %d", size, m.end-m.pos)
			return
		}
		m.bounds(m.reader.data[m.pos:m.pos+size], i)
		m.pos += size
	}
}

// data reads over data segments.
func (m *moduleReader) data() {
	m.out.Data = m.count(maxSpace, "data segments")
	for i := 0; i < m.out.Data && m.ok(); i++ {
		mode := m.u32("the kind of a data segment")
		if mode > 2 {
			m.failf("expected the kind of a data segment, found %d", mode)
		}
		memory, offset, known := uint32(0), uint64(0), false
		if mode == 2 {
			memory = m.u32("a memory index")
		}
		if mode != 1 {
			offset, known = m.offset()
		}
		data := m.bytes(int(m.u32("the size of a data segment")), "a data segment")
		if mode != 1 {
			m.placed(memory, offset, known, len(data))
		}
	}
	m.imaged()
}

func (m *moduleReader) start() {
	index := m.u32("the start function")
	if f := pick(m.reader, m.funcs, index, "function"); f != nil && len(f.Params)+len(f.Results) > 0 {
		m.failf("the start function takes parameters or gives results")
	}
	m.out.Start = int(index)
}

// pick is an entry of an index space, or nothing and an error.
func pick[T any](r *reader, space []T, index uint32, what string) T {
	if uint64(index) < uint64(len(space)) {
		return space[index]
	}
	var none T
	r.fail(r.at, "unknown %s: index %d, and there are %d", what, index, len(space))
	return none
}
