package component

// #include "shim.h"
import "C"

import "unsafe"

type (
	cVal  = C.wasmtime_component_valtype_t
	cItem = C.wasmtime_component_item_t
)

// The members of an item's union.
func itemPtr(i *cItem) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&i.of)) }
func itemType(i *cItem) *cVal         { return (*cVal)(unsafe.Pointer(&i.of)) }
func itemComponent(i *cItem) *C.wasmtime_component_type_t {
	return (*C.wasmtime_component_type_t)(itemPtr(i))
}

func itemInstance(i *cItem) *C.wasmtime_component_instance_type_t {
	return (*C.wasmtime_component_instance_type_t)(itemPtr(i))
}

func itemFunc(i *cItem) *C.wasmtime_component_func_type_t {
	return (*C.wasmtime_component_func_type_t)(itemPtr(i))
}

func itemResource(i *cItem) *C.wasmtime_component_resource_type_t {
	return (*C.wasmtime_component_resource_type_t)(itemPtr(i))
}

// value copies a value type.
func (w *typeWalk) value(v *cVal) Node {
	n := Node{Kind: NodeKind(v.kind)}
	p := *(*unsafe.Pointer)(unsafe.Pointer(&v.of))
	switch n.Kind {
	case NodeList:
		n.Kids = []Node{w.always(func(e *cVal) {
			C.wasmtime_component_list_type_element((*C.wasmtime_component_list_type_t)(p), e)
		})}
	case NodeOption:
		n.Kids = []Node{w.always(func(e *cVal) {
			C.wasmtime_component_option_type_ty((*C.wasmtime_component_option_type_t)(p), e)
		})}
	case NodeRecord:
		n.Kids = w.record((*C.wasmtime_component_record_type_t)(p))
	case NodeTuple:
		n.Kids = w.tuple((*C.wasmtime_component_tuple_type_t)(p))
	case NodeVariant:
		n.Kids = w.variant((*C.wasmtime_component_variant_type_t)(p))
	case NodeEnum:
		n.Kids = w.enumNames((*C.wasmtime_component_enum_type_t)(p))
	case NodeFlags:
		n.Kids = w.flagNames((*C.wasmtime_component_flags_type_t)(p))
	case NodeResult:
		n.Kids = w.result((*C.wasmtime_component_result_type_t)(p))
	case NodeOwn, NodeBorrow:
		n.ID = w.resource((*C.wasmtime_component_resource_type_t)(p))
	case NodeMap:
		n.Kids = w.mapping((*C.wasmtime_component_map_type_t)(p))
	case NodeFuture:
		n.Kids = []Node{w.optional(func(e *cVal) C.bool {
			return C.wasmtime_component_future_type_ty((*C.wasmtime_component_future_type_t)(p), e)
		})}
	case NodeStream:
		n.Kids = []Node{w.optional(func(e *cVal) C.bool {
			return C.wasmtime_component_stream_type_ty((*C.wasmtime_component_stream_type_t)(p), e)
		})}
	default: // the others have no inside
	}
	return n
}

func (w *typeWalk) record(t *C.wasmtime_component_record_type_t) (fields []Node) {
	for i := range C.wasmtime_component_record_type_field_count(t) {
		fields = w.namedValue(fields, i, func(name **C.char, size *C.size_t, v *cVal) C.bool {
			return C.wasmtime_component_record_type_field_nth(t, i, name, size, v)
		})
	}
	return fields
}

func (w *typeWalk) tuple(t *C.wasmtime_component_tuple_type_t) (types []Node) {
	for i := range C.wasmtime_component_tuple_type_types_count(t) {
		if !w.spend(i) {
			break
		}
		types = append(types, w.optional(func(v *cVal) C.bool {
			return C.wasmtime_component_tuple_type_types_nth(t, i, v)
		}))
	}
	return types
}

func (w *typeWalk) variant(t *C.wasmtime_component_variant_type_t) (cases []Node) {
	for i := range C.wasmtime_component_variant_type_case_count(t) {
		if !w.spend(i) {
			break
		}
		var name *C.char
		var size C.size_t
		payload := w.optional(func(v *cVal) C.bool {
			var has C.bool
			C.wasmtime_component_variant_type_case_nth(t, i, &name, &size, &has, v)
			return has
		})
		payload.Name = C.GoStringN(name, C.int(size))
		cases = append(cases, payload)
	}
	return cases
}

func (w *typeWalk) enumNames(t *C.wasmtime_component_enum_type_t) (names []Node) {
	for i := range C.wasmtime_component_enum_type_names_count(t) {
		if !w.spend(i) {
			break
		}
		var name *C.char
		var size C.size_t
		C.wasmtime_component_enum_type_names_nth(t, i, &name, &size)
		names = append(names, Node{Name: C.GoStringN(name, C.int(size)), Absent: true})
	}
	return names
}

func (w *typeWalk) flagNames(t *C.wasmtime_component_flags_type_t) (names []Node) {
	for i := range C.wasmtime_component_flags_type_names_count(t) {
		if !w.spend(i) {
			break
		}
		var name *C.char
		var size C.size_t
		C.wasmtime_component_flags_type_names_nth(t, i, &name, &size)
		names = append(names, Node{Name: C.GoStringN(name, C.int(size)), Absent: true})
	}
	return names
}

func (w *typeWalk) result(t *C.wasmtime_component_result_type_t) []Node {
	ok := w.optional(func(v *cVal) C.bool { return C.wasmtime_component_result_type_ok(t, v) })
	err := w.optional(func(v *cVal) C.bool { return C.wasmtime_component_result_type_err(t, v) })
	return []Node{ok, err}
}

func (w *typeWalk) mapping(t *C.wasmtime_component_map_type_t) []Node {
	key := w.always(func(v *cVal) { C.wasmtime_component_map_type_key(t, v) })
	value := w.always(func(v *cVal) { C.wasmtime_component_map_type_value(t, v) })
	return []Node{key, value}
}
