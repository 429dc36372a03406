package component

// #include <stdlib.h>
// #include "shim.h"
import "C"

import (
	"errors"
	"runtime"
	"strings"
	"sync"
	"unsafe"

	"github.com/bytecodealliance/wasmtime-go/v44"
)

// ErrClosed is returned where an object is used after it was closed.
var ErrClosed = errors.New("use of a closed object")

// Component is compiled code: of a component, or of a core module.
type Component struct {
	engine *Engine
	mu     sync.RWMutex
	ptr    *C.wasmtime_component_t
	module *wasmtime.Module
	index  map[string]*C.wasmtime_component_export_index_t
}

// Compile translates a component binary.
func (e *Engine) Compile(wasm []byte) (*Component, error) {
	var ptr *C.wasmtime_component_t
	err := C.wasmtime_component_new(e.ptr(), bytesPtr(wasm), C.size_t(len(wasm)), &ptr)
	runtime.KeepAlive(e.engine)
	return e.component(ptr, takeError(err))
}

// CompileModule translates a core module binary.
func (e *Engine) CompileModule(wasm []byte) (*Component, error) {
	return e.module(wasmtime.NewModule(e.engine, wasm))
}

// Deserialize loads what Serialize returned. The bytes are trusted like code.
func (e *Engine) Deserialize(data []byte) (*Component, error) {
	var ptr *C.wasmtime_component_t
	err := C.wasmtime_component_deserialize(e.ptr(), bytesPtr(data), C.size_t(len(data)), &ptr)
	runtime.KeepAlive(e.engine)
	return e.component(ptr, takeError(err))
}

// DeserializeModule is Deserialize for a core module.
func (e *Engine) DeserializeModule(data []byte) (*Component, error) {
	return e.module(wasmtime.NewModuleDeserialize(e.engine, data))
}

// DeserializeFile maps a file of serialised code.
func (e *Engine) DeserializeFile(path string) (*Component, error) {
	var ptr *C.wasmtime_component_t
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	err := C.wasmtime_component_deserialize_file(e.ptr(), name, &ptr)
	runtime.KeepAlive(e.engine)
	return e.component(ptr, takeError(err))
}

// DeserializeModuleFile is DeserializeFile for a core module.
func (e *Engine) DeserializeModuleFile(path string) (*Component, error) {
	return e.module(wasmtime.NewModuleDeserializeFile(e.engine, path))
}

func (e *Engine) component(ptr *C.wasmtime_component_t, err error) (*Component, error) {
	if err != nil {
		return nil, err
	}
	c := &Component{engine: e, ptr: ptr}
	runtime.SetFinalizer(c, (*Component).Close)
	return c, nil
}

func (e *Engine) module(m *wasmtime.Module, err error) (*Component, error) {
	if err != nil {
		return nil, &Error{Message: err.Error()}
	}
	return &Component{engine: e, module: m}, nil
}

// IsModule tells whether this is a core module.
func (c *Component) IsModule() bool { return c.module != nil }

// Module is the core module, or nil for a component.
func (c *Component) Module() *wasmtime.Module { return c.module }

// Serialize returns the compiled code in wasmtime's own format.
func (c *Component) Serialize() ([]byte, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.module != nil {
		return c.module.Serialize()
	}
	if c.ptr == nil {
		return nil, ErrClosed
	}
	var vec C.wasm_byte_vec_t
	if err := takeError(C.wasmtime_component_serialize(c.ptr, &vec)); err != nil {
		return nil, err
	}
	defer C.wasm_byte_vec_delete(&vec)
	return copyBytes(vec), nil
}

// copyBytes copies more than the 2 GiB that C.GoBytes can count.
func copyBytes(vec C.wasm_byte_vec_t) []byte {
	return append([]byte(nil), unsafe.Slice((*byte)(unsafe.Pointer(vec.data)), int(vec.size))...)
}

// Close frees the code. Running instances keep it alive.
func (c *Component) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.module != nil {
		c.module.Close()
	}
	if c.ptr == nil {
		return
	}
	runtime.SetFinalizer(c, nil)
	for _, index := range c.index {
		C.wasmtime_component_export_index_delete(index)
	}
	C.wasmtime_component_delete(c.ptr)
	c.index, c.ptr = nil, nil
}

// HasExport tells whether a component exports a path of names, by wasmtime's
// rules: versions match by semver.
func (c *Component) HasExport(path ...string) bool {
	_, err := c.exportIndex(path)
	return err == nil
}

var errNoExport = errors.New("no such export")

// exportIndex looks a path up once and remembers it.
func (c *Component) exportIndex(path []string) (*C.wasmtime_component_export_index_t, error) {
	key := strings.Join(path, "\x00")
	c.mu.RLock()
	index, ptr := c.index[key], c.ptr
	c.mu.RUnlock()
	switch {
	case ptr == nil:
		return nil, ErrClosed
	case index != nil:
		return index, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if index = c.index[key]; index != nil {
		return index, nil
	}
	if index = c.lookUp(path); index == nil {
		return nil, errNoExport
	}
	if c.index == nil {
		c.index = map[string]*C.wasmtime_component_export_index_t{}
	}
	c.index[key] = index
	return index, nil
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
