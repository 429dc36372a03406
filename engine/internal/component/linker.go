package component

// #include "shim.h"
import "C"

import (
	"runtime"
	"unsafe"
)

// Linker holds wasmtime's two linkers: for components and for core modules.
// Whoever defines must see to it that nobody instantiates meanwhile.
type Linker struct {
	commonLifetime
	ptr  *C.wasmtime_component_linker_t
	core *C.wasmtime_linker_t

	provided []*Component // the core modules that it has for components, in use
}

// NewLinker creates an empty linker. That of a closed engine is closed.
func NewLinker(e *Engine) *Linker {
	l := &Linker{}
	if !e.acquire() {
		return l
	}
	defer e.done()
	l.ptr = C.wasmtime_component_linker_new(e.ptr())
	l.core = C.wasmtime_linker_new(e.ptr())
	l.open()
	runtime.SetFinalizer(l, (*Linker).Close)
	return l
}

// Close frees the linker; instances keep its host functions alive.
func (l *Linker) Close() {
	runtime.SetFinalizer(l, nil)
	if l.close() {
		l.free()
	}
}

func (l *Linker) free() {
	C.wasmtime_component_linker_delete(l.ptr)
	C.wasmtime_linker_delete(l.core)
	l.ptr, l.core = nil, nil
	for _, m := range l.provided {
		m.done()
	}
}

// Hold keeps the linker from being freed until Release is called, for a store; false
// means that it is closed.
func (l *Linker) Hold(s *Store) bool { return l.acquireAt(s.place) }

// Release ends what Hold began.
func (l *Linker) Release(s *Store) { l.doneAt(s.place) }

func (l *Linker) done() { l.doneAt(0) }

func (l *Linker) doneAt(place uintptr) {
	if l.releaseAt(place) {
		l.free()
	}
}

// use calls fn unless the linker is closed.
func (l *Linker) use(fn func() error) error {
	if !l.acquire() {
		return ErrClosed
	}
	defer l.done()
	return fn()
}

// AllowShadowing lets later definitions replace earlier ones.
func (l *Linker) AllowShadowing(allow bool) error {
	return l.use(func() error {
		C.wasmtime_component_linker_allow_shadowing(l.ptr, C.bool(allow))
		C.wasmtime_linker_allow_shadowing(l.core, C.bool(allow))
		return nil
	})
}

// AddWASI defines wasmtime's own WASI 0.2 for components.
func (l *Linker) AddWASI() error {
	return l.use(func() error { return takeError(C.wasmtime_component_linker_add_wasip2(l.ptr)) })
}

// AddCoreWASI defines wasmtime's own WASI preview 1 for core modules.
func (l *Linker) AddCoreWASI() error {
	return l.use(func() error { return takeError(C.wasmtime_linker_define_wasi(l.core)) })
}

// DefineUnknownImportsAsTraps defines what a component still misses.
func (l *Linker) DefineUnknownImportsAsTraps(c *Component) error {
	return l.use(func() error {
		if !c.acquire() {
			return ErrClosed
		}
		defer c.done()
		if c.module != nil {
			return takeError(C.wasmtime_linker_define_unknown_imports_as_traps(l.core, c.core))
		}
		return takeError(C.wasmtime_component_linker_define_unknown_imports_as_traps(l.ptr, c.ptr))
	})
}

// Scope is one level of names in a linker, open for definitions. wasmtime
// allows one open scope on each level: close it before opening the next.
type Scope struct {
	ptr    *C.wasmtime_component_linker_instance_t
	linker *Linker
}

// Define calls fn with the outermost scope.
func (l *Linker) Define(fn func(*Scope) error) error {
	return l.use(func() error {
		s := &Scope{C.wasmtime_component_linker_root(l.ptr), l}
		defer s.close()
		return fn(s)
	})
}

func (s *Scope) close() { C.wasmtime_component_linker_instance_delete(s.ptr) }

// Instance calls fn with a nested scope, an instance as the component sees it.
func (s *Scope) Instance(name string, fn func(*Scope) error) error {
	data, size := chars(name)
	nested := &Scope{linker: s.linker}
	err := C.wasmtime_component_linker_instance_add_instance(s.ptr, data, size, &nested.ptr)
	if err != nil {
		return takeError(err)
	}
	defer nested.close()
	return fn(nested)
}

// HostFunction is a host function for components.
type HostFunction struct {
	Call      HostFunc
	Resources bool // an argument may hold one
	Direct    Direct
}

// Func defines a host function.
func (s *Scope) Func(name string, fn HostFunction) error {
	data, size := chars(name)
	h := callees.add(&callee{host: fn.Call})
	return takeError(C.qv_add_func(s.ptr, data, size, C.uintptr_t(h), C.bool(fn.Resources), fn.Direct.c()))
}

// Resource defines a host resource type with its destructor.
func (s *Scope) Resource(name string, typ uint32, drop DropFunc) error {
	data, size := chars(name)
	h := callees.add(&callee{drop: drop})
	return takeError(C.qv_add_resource(s.ptr, data, size, C.uint32_t(typ), C.uintptr_t(h)))
}

// Module provides a core module for a component to instantiate.
func (s *Scope) Module(name string, m *Component) error {
	if !m.acquire() {
		return ErrClosed
	}
	s.linker.provided = append(s.linker.provided, m) // what its memories begin as is needed at each instantiation
	data, size := chars(name)
	return takeError(C.wasmtime_component_linker_instance_add_module(s.ptr, data, size, m.core))
}

// CoreFunc defines a host function for core modules. kinds are those of the
// parameters, then of the results, as in wasm.h.
func (l *Linker) CoreFunc(module, name string, fn CoreFunc) error {
	return l.use(func() error {
		md, ms := chars(module)
		nd, ns := chars(name)
		h := callees.add(&callee{core: fn.Call})
		kinds := append(append([]byte{}, fn.Params...), fn.Results...)
		return takeError(C.qv_add_core_func(l.core, md, ms, nd, ns, bytesPtr(kinds),
			C.size_t(len(fn.Params)), C.size_t(len(fn.Results)), C.uintptr_t(h), C.bool(fn.Memory), fn.Direct.c()))
	})
}

// Instantiate creates an instance in a store, which keeps the component in use
// until it is closed. The caller holds the linker, which may have been closed since.
func (l *Linker) Instantiate(owner Owner, s *Store, c *Component) (*Instance, error) {
	if !c.acquireAt(s.place) {
		return nil, ErrClosed
	}
	if !s.enter(owner) {
		c.doneAt(s.place)
		return nil, ErrClosed
	}
	defer s.leave()
	// Also after a failure, what was made stays in the store.
	inst := &Instance{store: s, component: c, next: s.instances}
	s.instances = inst
	if err := inst.create(l); err != nil {
		return nil, err
	}
	return inst, s.limitError()
}

func (i *Instance) create(l *Linker) error {
	c := i.component
	if c.module == nil {
		linked, complete, err := imagesOf(c, l.provided)
		if err != nil {
			return err
		}
		return takeError(C.qv_instantiate(l.ptr, i.store.ptr, c.ptr, unsafe.SliceData(linked), C.size_t(len(linked)), C.bool(complete), &i.ptr))
	}
	var trap *C.wasm_trap_t
	err := C.qv_core_instantiate(l.core, i.store.ptr, c.core, c.images.pointer(), C.bool(c.images.complete()), &i.core, &trap)
	return takeTrap(err, trap)
}
