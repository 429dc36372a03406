package component

// #include "shim.h"
import "C"

import (
	"runtime"
	"unsafe"
)

// CoreFunc is a host function for core modules.
type CoreFunc struct {
	// Params and Results are the kinds of its values: wasm_valkind_t.
	Params, Results []byte
	Call            func(*CoreCall) error
	// Memory has the function told the memory that its caller exports under that
	// name, which is cheaper than to ask for it.
	Memory bool
	Direct Direct // it has the memory told, too
}

// CoreCall is one call of a CoreFunc, valid until it returns.
type CoreCall struct {
	Store  *Store
	caller *C.wasmtime_caller_t
	raw    [][2]uint64
	memory []byte // as it was when the call began; nil once it was asked for
}

func (c *CoreCall) run(fn func(*CoreCall) error) (err error) {
	defer recovered(&err)
	return fn(c)
}

// Arg returns the bits of the nth parameter.
func (c *CoreCall) Arg(n int) uint64 { return c.raw[n][0] }

// SetResult sets the bits of the nth result.
func (c *CoreCall) SetResult(n int, bits uint64) { c.raw[n] = [2]uint64{bits, 0} }

// Memory views the caller's exported memory, valid until it grows or the call
// returns; nil if there is none of that name.
func (c *CoreCall) Memory(name string) []byte {
	if m := c.memory; m != nil && name == "memory" {
		c.memory = nil // by the next time the guest may have run
		return m
	}
	data, size := chars(name)
	m := C.qv_caller_memory(c.caller, data, size)
	return unsafe.Slice((*byte)(unsafe.Pointer(m.data)), int(m.size))
}

func memoryOf(ctx *C.wasmtime_context_t, ext *C.wasmtime_extern_t) []byte {
	m := (*C.wasmtime_memory_t)(unsafe.Pointer(&ext.of))
	data := C.wasmtime_memory_data(ctx, m)
	return unsafe.Slice((*byte)(unsafe.Pointer(data)), int(C.wasmtime_memory_data_size(ctx, m)))
}

// Memory views an exported memory of a core module, valid until it grows.
func (i *Instance) Memory(name string) ([]byte, bool) {
	if !i.store.acquire() {
		return nil, false
	}
	defer i.store.done()
	ext, ok := i.export(name)
	if !ok {
		return nil, false
	}
	defer C.wasmtime_extern_delete(&ext)
	if ext.kind != C.QV_EXTERN_MEMORY {
		return nil, false
	}
	return memoryOf(i.store.ptr.context, &ext), true
}

// export finds an item, to be deleted by the caller.
func (i *Instance) export(name string) (C.wasmtime_extern_t, bool) {
	var ext C.wasmtime_extern_t
	data, size := chars(name)
	ok := C.wasmtime_instance_export_get(i.store.ptr.context, &i.core, data, size, &ext)
	return ext, bool(ok)
}

// CoreExport is an exported function of a core module.
type CoreExport struct {
	// Params and Results are the kinds of its values: wasm_valkind_t. Who calls it knows
	// them, and must set them before.
	Params, Results []byte
	store           *Store
	ptr             C.wasmtime_func_t
}

// CoreFunc finds an exported function of a core module.
func (i *Instance) CoreFunc(name string) (*CoreExport, bool) {
	if !i.store.acquire() {
		return nil, false
	}
	defer i.store.done()
	ext, ok := i.export(name)
	if !ok {
		return nil, false
	}
	defer C.wasmtime_extern_delete(&ext)
	if ext.kind != C.QV_EXTERN_FUNC {
		return nil, false
	}
	f := &CoreExport{store: i.store, ptr: *(*C.wasmtime_func_t)(unsafe.Pointer(&ext.of))}
	return f, true
}

// maxCoreValues is how many parameters or results a store keeps room for.
const maxCoreValues = 16

// Call calls the function with the bits of its parameters in vals, which must
// have room for the results, and leaves those there.
func (f *CoreExport) Call(owner Owner, vals []uint64) error {
	s := f.store
	if !s.enter(owner) {
		return ErrClosed
	}
	defer s.leave()
	raw := unsafe.Slice((*[2]uint64)(unsafe.Pointer(&s.ptr.raw[0])), maxCoreValues)
	if n := max(len(f.Params), len(f.Results)); n > maxCoreValues {
		raw = make([][2]uint64, n)
	}
	for n := range f.Params {
		raw[n] = [2]uint64{vals[n], 0}
	}
	// A host function that the module exports again is called by no module.
	s.ptr.own_known = false
	var trap *C.wasm_trap_t
	err := C.wasmtime_func_call_unchecked(s.ptr.context, &f.ptr,
		(*C.wasmtime_val_raw_t)(unsafe.Pointer(&raw[0])), C.size_t(len(raw)), &trap)
	runtime.KeepAlive(raw)
	if e := takeTrap(err, trap); e != nil {
		return e
	}
	for n := range f.Results {
		vals[n] = raw[n][0]
	}
	return s.limitError()
}
