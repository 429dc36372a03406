package lane

import "strconv"

func number(name string, n int) string { return name + strconv.Itoa(n) }

func (w *writer) get(local uint32) { w.bytes(opLocalGet); w.u32(local) }
func (w *writer) set(local uint32) { w.bytes(opLocalSet); w.u32(local) }
func (w *writer) call(fn uint32)   { w.bytes(opCall); w.u32(fn) }
func (w *writer) number(n int32)   { w.bytes(opConst32); w.s32(n) }

// access is a load or a store, whose address may be any, that far from it.
func (w *writer) access(op byte, offset uint32) { w.bytes(op, 0); w.u32(offset) }

// adapterModule stands between the guest and the host's variants of functions.
// It is put into the guest, where it has the guest's memory.
func adapterModule(fns []*function) []byte {
	var m module
	m.importAny("memory", func(w *writer) { w.bytes(2, 0); w.u32(0) })
	a := adapterCode{
		probe: m.importFunc("probe", []byte{i32}, []byte{i32}),
		take:  m.importFunc("take", []byte{i32, i32, i32}, nil),
	}
	host := m.imported
	for i, f := range fns {
		_, params, results := f.signatures()
		m.importFunc(number("host", i), params, results)
	}
	realloc := m.imported
	for i, f := range fns {
		if f.shape != inParam {
			m.importFunc(number("realloc", i), []byte{i32, i32, i32, i32}, []byte{i32})
		}
	}
	m.global = writer{i32, 1, opConst32, 0x7f, opEnd} // -1: not known yet
	a.memory = m.fn("memory", signature{nil, []byte{i32}, 1}, a.memoryBody)
	m.label(a.memory, "memory")
	for i, f := range fns {
		guest, _, results := f.signatures()
		if f.shape == isResult { // it is written to memory
			results = nil
		}
		a.function, a.host, a.realloc = f, host+uint32(i), realloc
		a.last = uint32(len(guest)) - 1 //nolint:gosec // a few
		m.label(m.fn(number("fn", i), signature{guest, results, 4}, a.body), f.name)
		if f.shape != inParam {
			realloc++
		}
	}
	return m.encode()
}

// adapterCode writes the functions of an adapter.
type adapterCode struct {
	*function
	probe, take, memory, host, realloc uint32 // functions
	last                               uint32 // the last parameter
}

// memoryBody gives the number that the host has for the memory. The first time,
// the host finds it by a byte that changes for a moment: nothing in the guest
// can pass for another memory, and no other code runs meanwhile.
func (a *adapterCode) memoryBody(w *writer) {
	w.bytes(opGlobalGet, 0)
	w.number(-1)
	w.bytes(opEq32, opMemorySize, 0)
	w.number(0)
	w.bytes(opGtU32, opAnd32, opIf, noBlockType)
	w.number(0)
	w.call(a.probe)
	w.bytes(opDrop)
	w.number(0)
	w.access(opLoad8, 0)
	w.set(0)
	w.number(0)
	w.get(0)
	w.number(-1)
	w.bytes(opXor32)
	w.access(opStore8, 0)
	w.number(1)
	w.call(a.probe)
	w.bytes(opGlobalSet, 0)
	w.number(0)
	w.get(0)
	w.access(opStore8, 0)
	w.bytes(opEnd, opGlobalGet, 0)
}

// body calls the host, and then makes room for what it has given.
func (a *adapterCode) body(w *writer) {
	local := uint32(0)
	for _, p := range a.typ.Members {
		if isBytes(p.Type) {
			w.call(a.memory)
			w.get(local)
			local++
		}
		w.get(local)
		local++
	}
	if a.flat > 1 {
		w.get(a.last)
	}
	w.call(a.host)
	switch a.shape {
	case inParam:
	case isResult:
		w.set(a.last + 1)
		a.checkResult(w)
		a.list(w)
	case inResult, inResultPair:
		a.checkResult(w)
		w.get(a.last)
		w.access(opLoad8, 0)
		w.bytes(opEqz32, opIf, noBlockType)
		w.get(a.last)
		w.access(opLoad32, a.payload)
		w.set(a.last + 1)
		if a.shape == inResultPair { // the flag moves to behind a list
			w.get(a.last)
			w.access(opLoad8, a.payload+4)
			w.set(a.last + 3)
		}
		a.list(w)
		if a.shape == inResultPair {
			w.get(a.last)
			w.get(a.last + 3)
			w.access(opStore8, a.payload+8)
		}
		w.bytes(opEnd)
	}
}

// What probe is asked besides for a memory, see package engine.
const (
	probeUnaligned = 2
	probeBeyond    = 3
)

// checkResult checks where the guest wants the result, as wasmtime does once the
// host has been called: the host's variant gives a smaller one. Component Model,
// CanonicalABI.md, "Flat Lowering": trap_if of lower_flat_values.
func (a *adapterCode) checkResult(w *writer) {
	w.get(a.last)
	w.number(int32(a.result.align - 1)) //nolint:gosec // at most 8
	w.bytes(opAnd32, opIf, noBlockType)
	a.fail(w, probeUnaligned)
	w.get(a.last)
	w.bytes(opExtendU32, opConst64)
	w.s32(int32(a.result.size)) //nolint:gosec // some bytes
	w.bytes(opAdd64, opMemorySize, 0, opExtendU32, opConst64, 16, opShl64, opGtU64, opIf, noBlockType)
	a.fail(w, probeBeyond)
}

func (a *adapterCode) fail(w *writer, why int32) {
	w.number(why)
	w.call(a.probe)
	w.bytes(opDrop, opEnd)
}

// list copies what the host gave to where the guest's allocator has room, and
// writes where that is, and its length, which is in the first local.
func (a *adapterCode) list(w *writer) {
	size, at := a.last+1, a.last+2
	w.number(0)
	w.number(0)
	w.number(1)
	w.get(size)
	w.call(a.realloc)
	w.set(at)
	w.call(a.memory)
	w.get(at)
	w.get(size)
	w.call(a.take)
	w.get(a.last)
	w.get(at)
	w.access(opStore32, a.payload)
	w.get(a.last)
	w.get(size)
	w.access(opStore32, a.payload+4)
}
