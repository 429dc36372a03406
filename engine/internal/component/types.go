package component

// #include "shim.h"
import "C"

import (
	"errors"
	"unsafe"
)

// NodeKind is the kind of a node in a type.
type NodeKind uint8

// Value types, in the order of wasmtime's WASMTIME_COMPONENT_VALTYPE_*, then
// items, in the order of WASMTIME_COMPONENT_ITEM_*.
const (
	NodeBool NodeKind = iota
	NodeS8
	NodeS16
	NodeS32
	NodeS64
	NodeU8
	NodeU16
	NodeU32
	NodeU64
	NodeF32
	NodeF64
	NodeChar
	NodeString
	NodeList
	NodeRecord
	NodeTuple
	NodeVariant
	NodeEnum
	NodeOption
	NodeResult
	NodeFlags
	NodeOwn
	NodeBorrow
	NodeFuture
	NodeStream
	NodeErrorContext
	NodeMap
	NodeComponent
	NodeInstance
	NodeModule
	NodeFunc
	NodeResource
	NodeCoreFunc
	NodeType
)

// Node is a type as a tree.
//
//	record, variant, func params: Kids are named
//	enum, flags: Kids are names only
//	result: Kids are ok and err, either may be absent (Absent)
//	func: Kids are the parameters; Result the result or nil
//	component: Kids are imports, Exports are exports
//	instance: Exports
//	type: Kids[0]
//	resource, own, borrow: ID is the same for the same resource type
type Node struct {
	Kind    NodeKind
	Name    string
	Absent  bool
	Async   bool
	ID      int
	Kids    []Node
	Exports []Node
	Result  *Node
}

// Type describes a component as a node of kind NodeComponent.
func (c *Component) Type() (Node, error) {
	if !c.acquire() {
		return Node{}, ErrClosed
	}
	defer c.done()
	t := C.wasmtime_component_type(c.ptr)
	defer C.wasmtime_component_type_delete(t)
	w := typeWalk{engine: c.engine}
	defer w.close()
	return w.component(t), w.err()
}

// typeWalk copies types out of C, and numbers resource types as it meets them.
type typeWalk struct {
	engine    *C.wasm_engine_t
	resources []*C.wasmtime_component_resource_type_t
	spent     int
}

// A type is a graph whose nodes can be shared, and a tree of it can be as large
// as two to the power of its size: a component of a kilobyte would fill the
// host's memory. What compilers emit stays far below this.
const maxTypeNodes = 250_000

// ErrTypeSize is returned for a type that is too large to be described.
var ErrTypeSize = errors.New("the type has too many parts to be described")

// spend accounts for the nth of some parts, and tells whether to go on. wasmtime
// finds a part by counting from the first, which has its price too.
func (w *typeWalk) spend(nth C.size_t) bool {
	w.spent += 1 + int(nth/64)
	return w.spent <= maxTypeNodes
}

func (w *typeWalk) err() error {
	if w.spent > maxTypeNodes {
		return ErrTypeSize
	}
	return nil
}

func (w *typeWalk) close() {
	for _, r := range w.resources {
		C.wasmtime_component_resource_type_delete(r)
	}
}

func (w *typeWalk) component(t *C.wasmtime_component_type_t) Node {
	n := Node{Kind: NodeComponent}
	for i := range C.wasmtime_component_type_import_count(t, w.engine) {
		n.Kids = w.named(n.Kids, i, func(name **C.char, size *C.size_t, item *C.wasmtime_component_item_t) C.bool {
			return C.wasmtime_component_type_import_nth(t, w.engine, i, name, size, item)
		})
	}
	for i := range C.wasmtime_component_type_export_count(t, w.engine) {
		n.Exports = w.named(n.Exports, i, func(name **C.char, size *C.size_t, item *C.wasmtime_component_item_t) C.bool {
			return C.wasmtime_component_type_export_nth(t, w.engine, i, name, size, item)
		})
	}
	return n
}

func (w *typeWalk) instance(t *C.wasmtime_component_instance_type_t) Node {
	n := Node{Kind: NodeInstance}
	for i := range C.wasmtime_component_instance_type_export_count(t, w.engine) {
		n.Exports = w.named(n.Exports, i, func(name **C.char, size *C.size_t, item *C.wasmtime_component_item_t) C.bool {
			return C.wasmtime_component_instance_type_export_nth(t, w.engine, i, name, size, item)
		})
	}
	return n
}

type nthItem func(**C.char, *C.size_t, *C.wasmtime_component_item_t) C.bool

func (w *typeWalk) named(list []Node, i C.size_t, nth nthItem) []Node {
	if !w.spend(i) {
		return list
	}
	var name *C.char
	var size C.size_t
	var item C.wasmtime_component_item_t
	if !nth(&name, &size, &item) {
		return list
	}
	defer C.wasmtime_component_item_delete(&item)
	n := w.item(&item)
	n.Name = C.GoStringN(name, C.int(size))
	return append(list, n)
}

func (w *typeWalk) item(item *C.wasmtime_component_item_t) Node {
	switch item.kind {
	case C.QV_ITEM_COMPONENT:
		return w.component(itemComponent(item))
	case C.QV_ITEM_INSTANCE:
		return w.instance(itemInstance(item))
	case C.QV_ITEM_FUNC:
		return w.function(itemFunc(item))
	case C.QV_ITEM_RESOURCE:
		return Node{Kind: NodeResource, ID: w.resource(itemResource(item))}
	case C.QV_ITEM_TYPE:
		return Node{Kind: NodeType, Kids: []Node{w.value(itemType(item))}}
	case C.QV_ITEM_CORE_FUNC:
		return Node{Kind: NodeCoreFunc}
	default:
		return Node{Kind: NodeModule}
	}
}

func (w *typeWalk) function(t *C.wasmtime_component_func_type_t) Node {
	n := Node{Kind: NodeFunc, Async: bool(C.wasmtime_component_func_type_async(t))}
	for i := range C.wasmtime_component_func_type_param_count(t) {
		n.Kids = w.namedValue(n.Kids, i, func(name **C.char, size *C.size_t, v *C.wasmtime_component_valtype_t) C.bool {
			return C.wasmtime_component_func_type_param_nth(t, i, name, size, v)
		})
	}
	result := w.optional(func(v *C.wasmtime_component_valtype_t) C.bool {
		return C.wasmtime_component_func_type_result(t, v)
	})
	if !result.Absent {
		n.Result = &result
	}
	return n
}

type nthValue func(**C.char, *C.size_t, *C.wasmtime_component_valtype_t) C.bool

func (w *typeWalk) namedValue(list []Node, i C.size_t, nth nthValue) []Node {
	if !w.spend(i) {
		return list
	}
	var name *C.char
	var size C.size_t
	n := w.optional(func(v *C.wasmtime_component_valtype_t) C.bool { return nth(&name, &size, v) })
	if n.Absent {
		return list
	}
	n.Name = C.GoStringN(name, C.int(size))
	return append(list, n)
}

// optional reads a type that get may refuse to give.
func (w *typeWalk) optional(get func(*C.wasmtime_component_valtype_t) C.bool) Node {
	var v C.wasmtime_component_valtype_t
	if !w.spend(0) || !bool(get(&v)) {
		return Node{Absent: true}
	}
	defer C.wasmtime_component_valtype_delete(&v)
	return w.value(&v)
}

// always reads a type that is always there.
func (w *typeWalk) always(get func(*C.wasmtime_component_valtype_t)) Node {
	return w.optional(func(v *C.wasmtime_component_valtype_t) C.bool {
		get(v)
		return true
	})
}

// resource numbers a resource type.
func (w *typeWalk) resource(t *C.wasmtime_component_resource_type_t) int {
	for i, known := range w.resources {
		if C.wasmtime_component_resource_type_equal(known, t) {
			return i
		}
	}
	w.resources = append(w.resources, C.wasmtime_component_resource_type_clone(t))
	return len(w.resources) - 1
}

// Import is the name of an import, and those of an imported instance's parts.
type Import struct {
	Name  string
	Parts []Import
}

// maxImportNames bounds how long Imports takes: wasmtime finds a name by counting
// from the first.
const maxImportNames = 4096

// Imports lists the imports by their names. False means that there are too many.
func (c *Component) Imports() ([]Import, bool) {
	if !c.acquire() {
		return nil, false
	}
	defer c.done()
	if c.module != nil {
		return c.moduleImports()
	}
	t := C.wasmtime_component_type(c.ptr)
	defer C.wasmtime_component_type_delete(t)
	l := importList{engine: c.engine}
	list := l.names(C.wasmtime_component_type_import_count(t, c.engine),
		func(i C.size_t, name **C.char, size *C.size_t, item *cItem) C.bool {
			return C.wasmtime_component_type_import_nth(t, c.engine, i, name, size, item)
		})
	return list, l.total <= maxImportNames
}

// importList lists names, up to a number of them.
type importList struct {
	engine *C.wasm_engine_t
	total  C.size_t
}

func (l *importList) names(count C.size_t, nth func(C.size_t, **C.char, *C.size_t, *cItem) C.bool) []Import {
	if l.total += count; l.total > maxImportNames {
		return nil
	}
	list := make([]Import, 0, count)
	var name *C.char
	var size C.size_t
	var item cItem
	for i := C.size_t(0); i < count && nth(i, &name, &size, &item); i++ {
		list = append(list, Import{C.GoStringN(name, C.int(size)), l.parts(&item)})
		C.wasmtime_component_item_delete(&item)
	}
	return list
}

// parts lists what an instance exports.
func (l *importList) parts(item *cItem) []Import {
	if item.kind != C.QV_ITEM_INSTANCE {
		return nil
	}
	t := itemInstance(item)
	return l.names(C.wasmtime_component_instance_type_export_count(t, l.engine),
		func(i C.size_t, name **C.char, size *C.size_t, item *cItem) C.bool {
			return C.wasmtime_component_instance_type_export_nth(t, l.engine, i, name, size, item)
		})
}

// moduleImports lists the imports of a core module: as instances of one part.
func (c *Component) moduleImports() ([]Import, bool) {
	var vec C.wasm_importtype_vec_t
	C.wasmtime_module_imports(c.core, &vec)
	defer C.wasm_importtype_vec_delete(&vec)
	list := make([]Import, 0, vec.size)
	for _, i := range unsafe.Slice(vec.data, int(vec.size)) {
		list = append(list, Import{byteString(C.wasm_importtype_module(i)), []Import{{Name: byteString(C.wasm_importtype_name(i))}}})
	}
	return list, true
}

// moduleHasExport looks through the exports of a core module. There is no way to look
// one up; nothing is made of them in Go, since there may be tens of thousands.
func (c *Component) moduleHasExport(name string) bool {
	var vec C.wasm_exporttype_vec_t
	C.wasmtime_module_exports(c.core, &vec)
	defer C.wasm_exporttype_vec_delete(&vec)
	for _, e := range unsafe.Slice(vec.data, int(vec.size)) {
		if v := C.wasm_exporttype_name(e); unsafe.String((*byte)(unsafe.Pointer(v.data)), int(v.size)) == name {
			return true
		}
	}
	return false
}

func byteString(v *C.wasm_name_t) string { return C.GoStringN(v.data, C.int(v.size)) }
