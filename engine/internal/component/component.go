package component

// #include <stdlib.h>
// #include "shim.h"
import "C"

import (
	"errors"
	"runtime"
	"slices"
	"sync"
	"unsafe"

	"github.com/bytecodealliance/wasmtime-go/v44"
)

// ErrClosed is returned where an object is used after it was closed.
var ErrClosed = errors.New("use of a closed object")

// Component is compiled code: of a component, or of a core module. It is freed
// once it is closed and no store uses it.
type Component struct {
	commonLifetime
	engine *C.wasm_engine_t // its own reference, for the walk through its type
	ptr    *C.wasmtime_component_t
	module *wasmtime.Module
	core   *C.wasmtime_module_t // the same
	images *images              // nil: not known, and there are none

	mu    sync.Mutex
	index map[string]*C.wasmtime_component_export_index_t
}

// Compile translates a component binary.
func (e *Engine) Compile(wasm []byte) (*Component, error) {
	return e.component(func(engine *C.wasm_engine_t, ptr **C.wasmtime_component_t) *C.wasmtime_error_t {
		return C.wasmtime_component_new(engine, bytesPtr(wasm), C.size_t(len(wasm)), ptr)
	})
}

// Deserialize loads what Serialize returned. The bytes are trusted like code.
func (e *Engine) Deserialize(data []byte) (*Component, error) {
	return e.component(func(engine *C.wasm_engine_t, ptr **C.wasmtime_component_t) *C.wasmtime_error_t {
		return C.wasmtime_component_deserialize(engine, bytesPtr(data), C.size_t(len(data)), ptr)
	})
}

// DeserializeFile maps a file of serialised code.
func (e *Engine) DeserializeFile(path string) (*Component, error) {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	return e.component(func(engine *C.wasm_engine_t, ptr **C.wasmtime_component_t) *C.wasmtime_error_t {
		return C.wasmtime_component_deserialize_file(engine, name, ptr)
	})
}

// CompileModule translates a core module binary.
func (e *Engine) CompileModule(wasm []byte) (*Component, error) {
	return e.module(func() (*wasmtime.Module, error) { return wasmtime.NewModule(e.engine, wasm) })
}

// DeserializeModule is Deserialize for a core module.
func (e *Engine) DeserializeModule(data []byte) (*Component, error) {
	return e.module(func() (*wasmtime.Module, error) { return wasmtime.NewModuleDeserialize(e.engine, data) })
}

// DeserializeModuleFile is DeserializeFile for a core module.
func (e *Engine) DeserializeModuleFile(path string) (*Component, error) {
	return e.module(func() (*wasmtime.Module, error) { return wasmtime.NewModuleDeserializeFile(e.engine, path) })
}

func (e *Engine) component(make func(*C.wasm_engine_t, **C.wasmtime_component_t) *C.wasmtime_error_t) (*Component, error) {
	if !e.acquire() {
		return nil, ErrClosed
	}
	defer e.done()
	c := &Component{}
	if err := takeError(make(e.ptr(), &c.ptr)); err != nil {
		return nil, err
	}
	c.engine = C.wasmtime_engine_clone(e.ptr())
	c.open()
	runtime.SetFinalizer(c, (*Component).Close)
	return c, nil
}

func (e *Engine) module(make func() (*wasmtime.Module, error)) (*Component, error) {
	if !e.acquire() {
		return nil, ErrClosed
	}
	defer e.done()
	m, err := make()
	if err != nil {
		return nil, &Error{Message: err.Error()}
	}
	c := &Component{module: m, core: (*C.wasmtime_module_t)(pointerOf(m))}
	c.open()
	return c, nil
}

// Close frees the code once no store uses it.
func (c *Component) Close() {
	runtime.SetFinalizer(c, nil)
	if c.close() {
		c.free()
	}
}

// done ends a use.
func (c *Component) done() { c.doneAt(0) }

func (c *Component) doneAt(place uintptr) {
	if c.releaseAt(place) {
		c.free()
	}
}

func (c *Component) free() {
	c.images.close()
	if c.module != nil {
		c.module.Close()
		return
	}
	for _, index := range c.index {
		C.wasmtime_component_export_index_delete(index)
	}
	C.wasmtime_component_delete(c.ptr)
	C.wasm_engine_delete(c.engine)
	c.index, c.ptr, c.engine = nil, nil, nil
}

// IsModule tells whether this is a core module.
func (c *Component) IsModule() bool { return c.module != nil }

// Serialize returns the compiled code in wasmtime's own format, with what its
// memories begin as.
func (c *Component) Serialize() ([]byte, error) {
	if !c.acquire() {
		return nil, ErrClosed
	}
	defer c.done()
	code, err := c.serialize()
	if err != nil || c.images == nil {
		return code, err
	}
	return c.images.pack(code)
}

func (c *Component) serialize() ([]byte, error) {
	if c.module != nil {
		return c.module.Serialize()
	}
	var vec C.wasm_byte_vec_t
	if err := takeError(C.wasmtime_component_serialize(c.ptr, &vec)); err != nil {
		return nil, err
	}
	defer C.wasm_byte_vec_delete(&vec)
	return copyBytes(vec, c.images.room()), nil
}

// copyBytes copies more than the 2 GiB that C.GoBytes can count, in pieces: Go
// can't stop in the middle of a copy, which would hold up all of the process. It
// leaves room for more.
func copyBytes(vec C.wasm_byte_vec_t, room int) []byte {
	b := make([]byte, 0, int(vec.size)+room)
	for piece := range slices.Chunk(unsafe.Slice((*byte)(unsafe.Pointer(vec.data)), int(vec.size)), 1<<20) {
		b = append(b, piece...)
	}
	return b
}

// HasExport tells whether a component exports a path of names, by wasmtime's
// rules: versions match by semver. A core module's path is one name.
func (c *Component) HasExport(path ...string) bool {
	if !c.acquire() {
		return false
	}
	defer c.done()
	if c.module != nil {
		return len(path) == 1 && c.moduleHasExport(path[0])
	}
	return c.exportIndex(path) != nil
}

// exportIndex looks a path up once and remembers it; nil is no such export.
func (c *Component) exportIndex(path []string) *C.wasmtime_component_export_index_t {
	var buf [128]byte
	key := buf[:0]
	for _, name := range path {
		key = append(append(key, name...), 0)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if index, ok := c.index[string(key)]; ok {
		return index
	}
	index := c.lookUp(path)
	if index == nil {
		return nil
	}
	if c.index == nil {
		c.index = map[string]*C.wasmtime_component_export_index_t{}
	}
	c.index[string(key)] = index
	return index
}

func (c *Component) lookUp(path []string) *C.wasmtime_component_export_index_t {
	var parent *C.wasmtime_component_export_index_t
	for _, name := range path {
		data, size := chars(name)
		index := C.wasmtime_component_get_export_index(c.ptr, parent, data, size)
		if parent != nil {
			C.wasmtime_component_export_index_delete(parent)
		}
		if index == nil {
			return nil
		}
		parent = index
	}
	return parent
}

// IsClosed tells whether it can't be used any more.
func (c *Component) IsClosed() bool {
	if !c.acquire() {
		return true
	}
	c.done()
	return false
}
