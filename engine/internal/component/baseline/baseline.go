package baseline

// #include <stdlib.h>
// #include "baseline.h"
import "C"

import (
	"errors"
	"unsafe"

	_ "github.com/bytecodealliance/wasmtime-go/v44" // brings the library
)

var errFailed = errors.New("baseline: a call into wasmtime failed")

// Engine is a wasmtime engine with epoch interruption.
type Engine struct{ ptr *C.wasm_engine_t }

// NewEngine creates an engine, with that many pooled instances if not 0.
func NewEngine(pooled uint32) Engine { return Engine{C.bl_engine(C.uint32_t(pooled))} }

// Close frees the engine.
func (e Engine) Close() { C.wasm_engine_delete(e.ptr) }

// Component is compiled code.
type Component struct{ ptr *C.wasmtime_component_t }

// Close frees the code.
func (c Component) Close() { C.wasmtime_component_delete(c.ptr) }

// Compile compiles a component.
func (e Engine) Compile(wasm []byte) (Component, error) {
	ptr := C.bl_compile(e.ptr, (*C.uint8_t)(unsafe.SliceData(wasm)), C.size_t(len(wasm)))
	return found(ptr)
}

// Load maps serialised code.
func (e Engine) Load(path string) (Component, error) {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	return found(C.bl_load(e.ptr, name))
}

func found(ptr *C.wasmtime_component_t) (Component, error) {
	if ptr == nil {
		return Component{}, errFailed
	}
	return Component{ptr}, nil
}

// Guest is a component about to run. It lives in C memory, so that C can keep
// a pointer to it.
type Guest struct{ ptr *C.bl_guest }

func newGuest(e Engine, c Component) Guest {
	g := Guest{(*C.bl_guest)(C.calloc(1, C.sizeof_bl_guest))}
	g.ptr.engine, g.ptr.component = e.ptr, c.ptr
	return g
}

// Command prepares a WASI command that exports run in iface. Its output is
// thrown away.
func (e Engine) Command(c Component, iface string) (Guest, error) {
	g := newGuest(e, c)
	name := C.CString(iface)
	defer C.free(unsafe.Pointer(name))
	if !C.bl_command(g.ptr, name) {
		return g, errFailed
	}
	return g, nil
}

// Run makes a store and an instance, runs it and frees both.
func (g Guest) Run() bool { return bool(C.bl_run(g.ptr)) }

// Open instantiates a component that imports the host functions of this
// package, and looks an export up.
func (e Engine) Open(c Component, export string) (Guest, error) {
	g := newGuest(e, c)
	name := C.CString(export)
	defer C.free(unsafe.Pointer(name))
	if !C.bl_open(g.ptr, name) {
		return g, errFailed
	}
	return g, nil
}

// Call calls an export that takes a u32 and returns nothing.
func (g Guest) Call(n uint32) bool { return bool(C.bl_call_u32(g.ptr, C.uint32_t(n))) }

// Add calls an export that adds two u32.
func (g Guest) Add(a, b uint32) (uint32, bool) {
	var sum C.uint32_t
	ok := C.bl_call_add(g.ptr, C.uint32_t(a), C.uint32_t(b), &sum)
	return uint32(sum), bool(ok)
}

// Close frees the guest.
func (g Guest) Close() {
	C.bl_close(g.ptr)
	C.free(unsafe.Pointer(g.ptr))
}

// Clone makes another guest of the same component and linker, to be freed with
// Free before the original is closed.
func (g Guest) Clone() Guest {
	c := Guest{(*C.bl_guest)(C.calloc(1, C.sizeof_bl_guest))}
	*c.ptr = *g.ptr
	c.ptr.store = nil
	return c
}

// Free frees a clone.
func (g Guest) Free() { C.free(unsafe.Pointer(g.ptr)) }
