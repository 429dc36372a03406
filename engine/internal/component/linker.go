package component

// #include "shim.h"
import "C"

import (
	"runtime"
	"runtime/cgo"
)

// Linker holds wasmtime's two linkers: for components and for core modules.
type Linker struct {
	engine *Engine
	ptr    *C.wasmtime_component_linker_t
	core   *C.wasmtime_linker_t
}

// NewLinker creates an empty linker.
func NewLinker(e *Engine) *Linker {
	l := &Linker{engine: e, ptr: C.wasmtime_component_linker_new(e.ptr()), core: C.wasmtime_linker_new(e.ptr())}
	runtime.SetFinalizer(l, (*Linker).Close)
	return l
}

// Close frees the linker and its host functions.
func (l *Linker) Close() {
	if l.ptr == nil {
		return
	}
	runtime.SetFinalizer(l, nil)
	C.wasmtime_component_linker_delete(l.ptr)
	C.wasmtime_linker_delete(l.core)
	l.ptr, l.core = nil, nil
}

// AllowShadowing lets later definitions replace earlier ones.
func (l *Linker) AllowShadowing(allow bool) {
	C.wasmtime_component_linker_allow_shadowing(l.ptr, C.bool(allow))
	C.wasmtime_linker_allow_shadowing(l.core, C.bool(allow))
}

// AddWASI defines wasmtime's own WASI 0.2 for components.
func (l *Linker) AddWASI() error {
	return takeError(C.wasmtime_component_linker_add_wasip2(l.ptr))
}

// AddCoreWASI defines wasmtime's own WASI preview 1 for core modules.
func (l *Linker) AddCoreWASI() error {
	return takeError(C.wasmtime_linker_define_wasi(l.core))
}

// DefineUnknownImportsAsTraps defines what a component still misses.
func (l *Linker) DefineUnknownImportsAsTraps(c *Component) error {
	if c.module != nil {
		err := C.wasmtime_linker_define_unknown_imports_as_traps(l.core, (*C.wasmtime_module_t)(pointerOf(c.module)))
		runtime.KeepAlive(c.module)
		return takeError(err)
	}
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.ptr == nil {
		return ErrClosed
	}
	return takeError(C.wasmtime_component_linker_define_unknown_imports_as_traps(l.ptr, c.ptr))
}

// Scope is one level of names in a linker, open for definitions. wasmtime
// allows one open scope on each level: close it before opening the next.
type Scope struct {
	ptr *C.wasmtime_component_linker_instance_t
}

// Root opens the outermost scope.
func (l *Linker) Root() *Scope { return &Scope{C.wasmtime_component_linker_root(l.ptr)} }

// Close ends the definitions of the scope.
func (s *Scope) Close() { C.wasmtime_component_linker_instance_delete(s.ptr) }

// Instance opens a nested scope, an instance as the component sees it.
func (s *Scope) Instance(name string) (*Scope, error) {
	data, size := chars(name)
	var ptr *C.wasmtime_component_linker_instance_t
	err := C.wasmtime_component_linker_instance_add_instance(s.ptr, data, size, &ptr)
	if err != nil {
		return nil, takeError(err)
	}
	return &Scope{ptr}, nil
}

// Func defines a host function. resources tells whether an argument may hold
// a resource.
func (s *Scope) Func(name string, fn HostFunc, resources bool) error {
	data, size := chars(name)
	h := cgo.NewHandle(fn)
	return takeError(C.qv_add_func(s.ptr, data, size, C.uintptr_t(h), C.bool(resources)))
}

// Resource defines a host resource type with its destructor.
func (s *Scope) Resource(name string, typ uint32, drop DropFunc) error {
	data, size := chars(name)
	h := cgo.NewHandle(drop)
	return takeError(C.qv_add_resource(s.ptr, data, size, C.uint32_t(typ), C.uintptr_t(h)))
}

// Module provides a core module for a component to instantiate.
func (s *Scope) Module(name string, m *Component) error {
	data, size := chars(name)
	err := C.wasmtime_component_linker_instance_add_module(s.ptr, data, size,
		(*C.wasmtime_module_t)(pointerOf(m.module)))
	runtime.KeepAlive(m.module)
	return takeError(err)
}

// CoreFunc defines a host function for core modules. kinds are those of the
// parameters, then of the results, as in wasm.h.
func (l *Linker) CoreFunc(module, name string, fn CoreFunc) error {
	md, ms := chars(module)
	nd, ns := chars(name)
	h := cgo.NewHandle(fn.Call)
	kinds := append(append([]byte{}, fn.Params...), fn.Results...)
	return takeError(C.qv_add_core_func(l.core, md, ms, nd, ns, bytesPtr(kinds),
		C.size_t(len(fn.Params)), C.size_t(len(fn.Results)), C.uintptr_t(h)))
}

// Instantiate creates an instance in a store.
func (l *Linker) Instantiate(s *Store, c *Component) (*Instance, error) {
	inst := &Instance{store: s, component: c}
	var err error
	if c.module != nil {
		var trap *C.wasm_trap_t
		cerr := C.qv_core_instantiate(l.core, s.ptr, (*C.wasmtime_module_t)(pointerOf(c.module)), &inst.core, &trap)
		runtime.KeepAlive(c.module)
		err = takeTrap(cerr, trap)
	} else {
		c.mu.RLock()
		defer c.mu.RUnlock()
		if c.ptr == nil {
			return nil, ErrClosed
		}
		err = takeError(C.qv_instantiate(l.ptr, s.ptr, c.ptr, &inst.ptr))
	}
	runtime.KeepAlive(l)
	if err != nil {
		return nil, err
	}
	return inst, nil
}
