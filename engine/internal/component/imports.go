package component

// #include "shim.h"
import "C"

import (
	"strings"
	"unsafe"
)

// ImportsFunc tells whether a component imports a function of an interface, in
// any version of it. It reads names only, so it costs little.
func (c *Component) ImportsFunc(iface, name string) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.ptr == nil {
		return false
	}
	engine := c.engine.ptr()
	t := C.wasmtime_component_type(c.ptr)
	defer C.wasmtime_component_type_delete(t)
	for i := range C.wasmtime_component_type_import_count(t, engine) {
		if importsFunc(t, engine, i, iface, name) {
			return true
		}
	}
	return false
}

func importsFunc(t *C.wasmtime_component_type_t, engine *C.wasm_engine_t, nth C.size_t, iface, name string) bool {
	var item C.wasmtime_component_item_t
	var data *C.char
	var size C.size_t
	if !C.wasmtime_component_type_import_nth(t, engine, nth, &data, &size, &item) {
		return false
	}
	defer C.wasmtime_component_item_delete(&item)
	unversioned, _, _ := strings.Cut(unsafe.String((*byte)(unsafe.Pointer(data)), int(size)), "@")
	if item.kind != C.QV_ITEM_INSTANCE || unversioned != iface {
		return false
	}
	want, length := chars(name)
	var found C.wasmtime_component_item_t
	if !C.wasmtime_component_instance_type_export_get(itemInstance(&item), engine, want, length, &found) {
		return false
	}
	C.wasmtime_component_item_delete(&found)
	return true
}
