package component

// #include "shim.h"
import "C"

import "errors"

// Instance is an instance of a component or of a core module in a store.
type Instance struct {
	store     *Store
	component *Component
	next      *Instance // of the same store
	ptr       C.wasmtime_component_instance_t
	core      C.wasmtime_instance_t
}

// Func finds an exported function of a component by a path of names.
func (i *Instance) Func(path ...string) (Func, bool) {
	f := Func{store: i.store}
	if !i.store.acquire() { // and with the store the component may be gone
		return f, false
	}
	defer i.store.done()
	index := i.component.exportIndex(path)
	ok := index != nil && bool(C.wasmtime_component_instance_get_func(&i.ptr, i.store.ptr.context, index, &f.ptr))
	return f, ok
}

// Func is an exported function of a component.
type Func struct {
	store *Store
	ptr   C.wasmtime_component_func_t
}

// Type describes the function as a node of kind NodeFunc.
func (f *Func) Type() (Node, error) {
	if !f.store.acquire() {
		return Node{}, ErrClosed
	}
	defer f.store.done()
	t := C.wasmtime_component_func_type(&f.ptr, f.store.ptr.context)
	defer C.wasmtime_component_func_type_delete(t)
	w := typeWalk{engine: f.store.ptr.engine}
	defer w.close()
	return w.function(t), w.err()
}

// Arity tells how many parameters and results the function has.
func (f *Func) Arity() (params, results int, err error) {
	if !f.store.acquire() {
		return 0, 0, ErrClosed
	}
	defer f.store.done()
	t := C.wasmtime_component_func_type(&f.ptr, f.store.ptr.context)
	defer C.wasmtime_component_func_type_delete(t)
	params = int(C.wasmtime_component_func_type_param_count(t))
	var result C.wasmtime_component_valtype_t
	if C.wasmtime_component_func_type_result(t, &result) {
		C.wasmtime_component_valtype_delete(&result)
		results = 1
	}
	return params, results, nil
}

// ResultFits tells whether the function's result has a type of the host's, which is in
// the form of fit.c, empty for none, and whether the guest chooses some part of it. No
// resource types are known to it.
func (f *Func) ResultFits(shape []byte) (fits, open bool, err error) {
	if !f.store.acquire() {
		return false, false, ErrClosed
	}
	defer f.store.done()
	t := C.wasmtime_component_func_type(&f.ptr, f.store.ptr.context)
	defer C.wasmtime_component_func_type_delete(t)
	var chosen C.bool
	fits = bool(C.qv_fit_result(t, bytesPtr(shape), C.size_t(len(shape)), &chosen))
	return fits, bool(chosen), nil
}

// ErrTaken is the misuse of a borrow as an own: the guest has the resource now.
var ErrTaken = errors.New("the function owns a resource that was passed as a borrow")

// Begin starts a call: its arguments are to be written to the encoder.
func (f *Func) Begin() *Encoder {
	f.store.encoder.reset()
	return &f.store.encoder
}

// Invoke lowers the nargs values that were written since Begin, calls, and
// views the result, if there is one. End must follow if there is no error.
func (f *Func) Invoke(owner Owner, nargs, nresults int) (*Value, error) {
	s := f.store
	if !s.enter(owner) {
		return nil, ErrClosed
	}
	buf := s.encoder.buf
	err := C.qv_call(s.ptr, &f.ptr, bytesPtr(buf), C.size_t(len(buf)), C.size_t(nargs), C.size_t(nresults))
	if err != nil {
		s.leave()
		return nil, takeError(err)
	}
	failed := s.limitError()
	if s.ptr.taken {
		failed = ErrTaken
	}
	if failed != nil {
		C.qv_result_free(s.ptr)
		s.leave()
		return nil, failed
	}
	return valueAt(&s.ptr.result), nil
}

// End frees the result of a call.
func (f *Func) End(result *Value) {
	if result.kind > Char {
		C.qv_result_free(f.store.ptr)
	}
	f.store.leave()
}
