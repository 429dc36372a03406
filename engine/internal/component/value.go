package component

// #include "shim.h"
import "C"

import (
	"math"
	"unsafe"
)

// Kind is a wasmtime_component_valkind_t.
type Kind uint8

// The kinds of values, in wasmtime's order.
const (
	Bool Kind = iota
	S8
	U8
	S16
	U16
	S32
	U32
	S64
	U64
	F32
	F64
	Char
	String
	List
	Record
	Tuple
	Variant
	Enum
	Option
	Result
	Flags
	ResourceKind
	Map
)

// Node is the kind of the type of such a value; of a resource there are two.
func (k Kind) Node() NodeKind {
	nodes := [...]NodeKind{
		NodeBool, NodeS8, NodeU8, NodeS16, NodeU16, NodeS32, NodeU32, NodeS64, NodeU64, NodeF32, NodeF64, NodeChar, NodeString,
		NodeList, NodeRecord, NodeTuple, NodeVariant, NodeEnum, NodeOption, NodeResult, NodeFlags, NodeOwn, NodeMap,
	}
	return nodes[k]
}

// String names a kind as WIT does.
func (k Kind) String() string {
	names := [...]string{
		"bool", "s8", "u8", "s16", "u16", "s32", "u32", "s64", "u64", "f32", "f64", "char", "string",
		"list", "record", "tuple", "variant", "enum", "option", "result", "flags", "resource", "map",
	}
	if int(k) < len(names) {
		return names[k]
	}
	return "unknown"
}

// Value is a view of a wasmtime_component_val_t, which C owns: valid until
// the call that gave it returns. Each accessor is for one kind; Kind tells
// which.
type Value struct {
	kind Kind
	_    [7]byte
	w    [3]uint64
}

// Kind tells which accessor applies.
func (v *Value) Kind() Kind { return v.kind }

// Uint returns bool, integers and char, extended to 64 bits with zeroes.
func (v *Value) Uint() uint64 {
	switch v.kind {
	case Bool, S8, U8:
		return v.w[0] & math.MaxUint8
	case S16, U16:
		return v.w[0] & math.MaxUint16
	case S32, U32, F32, Char:
		return v.w[0] & math.MaxUint32
	default:
		return v.w[0]
	}
}

// Str views a string or the name of an enum's case: copy it to keep it.
func (v *Value) Str() string { return nameAt(unsafe.Pointer(&v.w[0])) }

// Len counts the elements of a list, tuple, record, map or flags.
func (v *Value) Len() int { return int(v.w[0]) }

// Elems views the elements of a list or tuple. What Rust gives for the address of
// no elements is no address, and would end the process if Go met it in a stack
// that it moves.
func (v *Value) Elems() []Value {
	if v.Len() == 0 {
		return nil
	}
	return unsafe.Slice((*Value)(v.pointer(1)), v.Len())
}

// Field views the nth field of a record.
func (v *Value) Field(n int) (name string, value *Value) {
	f := &unsafe.Slice((*field)(v.pointer(1)), v.Len())[n]
	return nameAt(unsafe.Pointer(&f.name[0])), &f.value
}

// Entry views the nth entry of a map.
func (v *Value) Entry(n int) (key, value *Value) {
	e := &unsafe.Slice((*entry)(v.pointer(1)), v.Len())[n]
	return &e.key, &e.value
}

// Flag views the name of the nth flag that is set.
func (v *Value) Flag(n int) string {
	names := unsafe.Slice((*[2]uint64)(v.pointer(1)), v.Len())
	return nameAt(unsafe.Pointer(&names[n][0]))
}

// Case views a variant: the case's name and its payload, or nil.
func (v *Value) Case() (string, *Value) {
	return nameAt(unsafe.Pointer(&v.w[0])), (*Value)(v.pointer(2))
}

// Some views an option's value, or nil for none.
func (v *Value) Some() *Value { return (*Value)(v.pointer(0)) }

// OK views a result: whether it is ok, and its payload or nil.
func (v *Value) OK() (bool, *Value) { return v.w[0]&math.MaxUint8 != 0, (*Value)(v.pointer(1)) }

// Bytes copies a list<u8>.
func (v *Value) Bytes() []byte {
	elems := v.Elems()
	data := make([]byte, len(elems))
	for i := range elems {
		data[i] = byte(elems[i].w[0])
	}
	return data
}

type field struct {
	name  [2]uint64
	value Value
}

type entry struct{ key, value Value }

func (v *Value) pointer(word int) unsafe.Pointer {
	return *(*unsafe.Pointer)(unsafe.Pointer(&v.w[word]))
}

// nameAt views a wasm_name_t.
func nameAt(p unsafe.Pointer) string {
	n := (*C.wasm_name_t)(p)
	if n.size == 0 {
		return ""
	}
	return unsafe.String((*byte)(unsafe.Pointer(n.data)), int(n.size))
}

func valueAt(p *C.wasmtime_component_val_t) *Value { return (*Value)(unsafe.Pointer(p)) }

func valuesAt(p *C.wasmtime_component_val_t, n C.size_t) []Value {
	if n == 0 { // p may be no address: see Elems
		return nil
	}
	return unsafe.Slice((*Value)(unsafe.Pointer(p)), int(n))
}
