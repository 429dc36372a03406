package lane

import "github.com/qyvol/qyvol/internal/guest/origin"

// Instructions. WebAssembly Core, "Binary Format", "Instructions".
const (
	opIf         = 0x04
	opEnd        = 0x0b
	opCall       = 0x10
	opDrop       = 0x1a
	opLocalGet   = 0x20
	opLocalSet   = 0x21
	opGlobalGet  = 0x23
	opGlobalSet  = 0x24
	opLoad32     = 0x28
	opLoad8      = 0x2d
	opStore32    = 0x36
	opStore8     = 0x3a
	opMemorySize = 0x3f
	opConst32    = 0x41
	opConst64    = 0x42
	opEqz32      = 0x45
	opEq32       = 0x46
	opGtU32      = 0x4b
	opGtU64      = 0x56
	opAnd32      = 0x71
	opXor32      = 0x73
	opAdd64      = 0x7c
	opShl64      = 0x86
	opExtendU32  = 0xad
	noBlockType  = 0x40
)

// module is a core module under construction.
type module struct {
	types, imports, funcs, exports, codes []writer
	global                                writer
	names                                 map[uint32]string
	order                                 []uint32
	imported                              uint32
}

func (m *module) funcType(params, results []byte) uint32 {
	var w writer
	w.bytes(0x60)
	w.name(string(params))
	w.name(string(results))
	m.types = append(m.types, w)
	return uint32(len(m.types) - 1) //nolint:gosec // a few
}

// importFunc imports a function; all imports come before the module's own.
func (m *module) importFunc(name string, params, results []byte) uint32 {
	t := m.funcType(params, results)
	m.importAny(name, func(w *writer) { w.bytes(0); w.u32(t) })
	m.imported++
	return m.imported - 1
}

func (m *module) importAny(name string, desc func(*writer)) {
	var w writer
	w.name("")
	w.name(name)
	desc(&w)
	m.imports = append(m.imports, w)
}

// signature is what a function of the module has besides its code.
type signature struct {
	params, results []byte
	locals          uint32 // of i32
}

// fn defines a function and exports it.
func (m *module) fn(name string, s signature, body func(*writer)) uint32 {
	t, locals := m.funcType(s.params, s.results), s.locals
	var w, code writer
	w.u32(t)
	m.funcs = append(m.funcs, w)
	if locals == 0 {
		code.u32(0)
	} else {
		code.u32(1)
		code.u32(locals)
		code.bytes(i32)
	}
	body(&code)
	code.bytes(opEnd)
	m.codes = append(m.codes, code)
	index := m.imported + uint32(len(m.funcs)) - 1 //nolint:gosec // a few
	m.export(name, 0, index)
	m.order = append(m.order, index)
	return index
}

func (m *module) export(name string, kind byte, index uint32) {
	var w writer
	w.name(name)
	w.bytes(kind)
	w.u32(index)
	m.exports = append(m.exports, w)
}

// encode writes the module with names, which are what a backtrace shows.
func (m *module) encode() []byte {
	w := writer(modulePreamble)
	list := func(id byte, items []writer) {
		if len(items) == 0 {
			return
		}
		w.section(id, func(w *writer) {
			w.size(len(items))
			for _, item := range items {
				w.bytes(item...)
			}
		})
	}
	list(1, m.types)
	list(2, m.imports)
	list(3, m.funcs)
	if m.global != nil {
		list(6, []writer{m.global})
	}
	list(7, m.exports)
	list(10, sized(m.codes))
	w.section(0, func(w *writer) {
		w.name("name")
		w.section(0, func(w *writer) { w.name(origin.Ours) })
		w.section(1, func(w *writer) {
			w.size(len(m.order))
			for _, index := range m.order {
				w.u32(index)
				w.name(m.names[index])
			}
		})
	})
	return w
}

func sized(codes []writer) []writer {
	out := make([]writer, len(codes))
	for i, c := range codes {
		out[i].name(string(c))
	}
	return out
}

// label is what a backtrace shows of a function.
func (m *module) label(index uint32, name string) {
	if m.names == nil {
		m.names = map[uint32]string{}
	}
	m.names[index] = name
}
