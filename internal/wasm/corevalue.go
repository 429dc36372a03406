package wasm

import "fmt"

// firstHeapType is the least code of heapTypes, the abstract heap types.
const firstHeapType = 0x68

var heapTypes = [...]string{
	"cont", "exn", "array", "struct", "i31", "eq", "any", "extern",
	"func", "none", "noextern", "nofunc", "noexn", "nocont",
}

// heapType is the abstract heap type with a code, "" if there is none.
func heapType(code byte) string {
	if code < firstHeapType || int(code-firstHeapType) >= len(heapTypes) {
		return ""
	}
	return heapTypes[code-firstHeapType]
}

// firstNumber is the least code of numberTypes, the types of numbers and vectors.
const firstNumber = 0x7b

var numberTypes = [...]CoreValue{"v128", "f64", "f32", "i64", "i32"}

// Codes of reference types.
const (
	codeRefNull = 0x63
	codeRef     = 0x64
	codeShared  = 0x65
)

// coreValue reads a value type. Core specification, "Binary Format", "Value
// Types".
func (r *reader) coreValue() CoreValue {
	if code := int(r.peek()) - firstNumber; code >= 0 && code < len(numberTypes) {
		r.byte("a value type")
		return numberTypes[code]
	}
	return r.refType()
}

// refType reads a reference type.
func (r *reader) refType() CoreValue {
	start := r.pos
	code := r.byte("a value type")
	switch name := heapType(code); {
	case name != "":
		return CoreValue(abstractRef(name))
	case code == codeRefNull:
		return r.reference("(ref null %s)")
	case code == codeRef:
		return r.reference("(ref %s)")
	case code == codeShared:
		return r.reference("(ref null %s)", "(shared ")
	}
	r.fail(start, "expected a value type, found 0x%02x", code)
	return ""
}

// abstractRef is the short form of a nullable reference to an abstract type.
func abstractRef(name string) string {
	switch name {
	case "none":
		return "nullref"
	case "nofunc", "noextern", "noexn", "nocont":
		return "null" + name[2:] + "ref"
	}
	return name + "ref"
}

// reference reads a heap type and puts it into the form; shared says that the
// prefix of a shared type was read already.
func (r *reader) reference(form string, shared ...string) CoreValue {
	if len(shared) > 0 {
		return CoreValue(fmt.Sprintf(form, "(shared "+r.abstractHeap()+")"))
	}
	if r.peek() == codeShared {
		r.byte("a heap type")
		return CoreValue(fmt.Sprintf(form, "(shared "+r.abstractHeap()+")"))
	}
	if name := heapType(r.peek()); name != "" {
		r.byte("a heap type")
		return CoreValue(fmt.Sprintf(form, name))
	}
	start := r.pos
	index := r.signed33("a heap type")
	if index < 0 {
		r.fail(start, "expected a heap type, found %d", index)
	}
	r.spend(entryCost)
	return CoreValue(fmt.Sprintf(form, fmt.Sprint(index)))
}

func (r *reader) abstractHeap() string {
	code := r.byte("a heap type")
	name := heapType(code)
	if name == "" {
		r.fail(r.pos-1, "expected an abstract heap type, found 0x%02x", code)
	}
	return name
}

// Bits of limits. Core specification, "Binary Format", "Limits"; the proposals
// threads, memory64 and custom-page-sizes.
const (
	limitMax = 1 << iota
	limitShared
	limit64
	limitPage
)

// limits reads limits, and the bits that they begin with.
func (r *reader) limits(allowed byte, what string) (Limits, byte) {
	bits := r.byte("the limits of a " + what)
	if bits&^allowed != 0 {
		r.fail(r.pos-1, "expected the limits of a %s, found the flags 0x%02x", what, bits)
	}
	l := Limits{HasMax: bits&limitMax != 0, Shared: bits&limitShared != 0, Is64: bits&limit64 != 0}
	width := 32
	if l.Is64 {
		width = 64
	}
	l.Min = r.unsigned(width, "the minimum of a "+what)
	if l.HasMax {
		l.Max = r.unsigned(width, "the maximum of a "+what)
		if l.Max < l.Min {
			r.failf("the maximum of a %s, %d, is less than its minimum, %d", what, l.Max, l.Min)
		}
	}
	return l, bits
}

// memory reads the type of a memory.
func (r *reader) memory() Memory {
	limits, bits := r.limits(limitMax|limitShared|limit64|limitPage, "memory")
	m := Memory{Limits: limits, PageSize: 1 << 16}
	if bits&limitPage != 0 {
		exponent := r.u32("the page size of a memory")
		if exponent != 0 && exponent != 16 {
			r.failf("expected pages of 1 or 65536 bytes, found 2^%d", exponent)
		}
		m.PageSize = 1 << (exponent & 63)
	}
	r.spend(entryCost)
	return m
}

// table reads the type of a table.
func (r *reader) table() Table {
	elem := r.refType()
	limits, _ := r.limits(limitMax|limitShared|limit64, "table")
	r.spend(entryCost)
	return Table{Limits: limits, Elem: elem}
}

// global reads the type of a global.
func (r *reader) global() Global {
	g := Global{Type: r.coreValue()}
	bits := r.byte("the mutability of a global")
	if bits > 3 {
		r.fail(r.pos-1, "expected the mutability of a global, found 0x%02x", bits)
	}
	g.Mutable, g.Shared = bits&1 != 0, bits&2 != 0
	r.spend(entryCost)
	return g
}
