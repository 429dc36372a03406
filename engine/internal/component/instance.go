package component

// #include "shim.h"
import "C"

// Instance is an instance of a component or of a core module in a store.
type Instance struct {
	store     *Store
	component *Component
	ptr       C.wasmtime_component_instance_t
	core      C.wasmtime_instance_t
}

// Func finds an exported function of a component by a path of names.
func (i *Instance) Func(path ...string) (*Func, bool) {
	if i.store.ptr == nil {
		return nil, false
	}
	index, err := i.component.exportIndex(path)
	if err != nil {
		return nil, false
	}
	f := &Func{store: i.store}
	if !C.wasmtime_component_instance_get_func(&i.ptr, i.store.ptr.context, index, &f.ptr) {
		return nil, false
	}
	return f, true
}

// Func is an exported function of a component.
type Func struct {
	store *Store
	ptr   C.wasmtime_component_func_t
}

// Type describes the function as a node of kind NodeFunc.
func (f *Func) Type() (Node, error) {
	if f.store.ptr == nil {
		return Node{}, ErrClosed
	}
	t := C.wasmtime_component_func_type(&f.ptr, f.store.ptr.context)
	defer C.wasmtime_component_func_type_delete(t)
	w := typeWalk{engine: f.store.engine.ptr()}
	defer w.close()
	return w.function(t), nil
}

// Begin starts a call: its arguments are to be written to the encoder.
func (f *Func) Begin() *Encoder {
	f.store.encoder.buf = f.store.encoder.buf[:0]
	return &f.store.encoder
}

// Invoke lowers the nargs values that were written since Begin, calls, and
// views the results until End.
func (f *Func) Invoke(nargs, nresults int) ([]Value, error) {
	s := f.store
	if s.ptr == nil {
		return nil, ErrClosed
	}
	buf := s.encoder.buf
	var scalar C.bool
	if err := takeError(C.qv_call(s.ptr, &f.ptr, bytesPtr(buf), C.size_t(len(buf)),
		C.size_t(nargs), C.size_t(nresults), &scalar)); err != nil {
		return nil, err
	}
	return valuesAt(&s.ptr.results[0], C.size_t(nresults)), nil
}

// End frees the results of a call that succeeded.
func (f *Func) End(results []Value) {
	if len(results) > 0 && results[0].kind > Char {
		C.qv_results_free(f.store.ptr, C.size_t(len(results)))
	}
}
