package engine

import (
	"fmt"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// Func is an exported function. Calls are made from one goroutine at a time,
// as all use of its store.
type Func struct {
	instance *Instance
	name     string
	raw      rawFunc
	core     *coreFunc
	typ      *FuncType
}

// Type describes the signature.
func (f *Func) Type() (*FuncType, error) {
	if f.instance == nil {
		return nil, component.ErrClosed
	}
	if f.typ != nil {
		return f.typ, nil
	}
	if f.core != nil {
		f.typ = coreSignature(f.core)
		return f.typ, nil
	}
	node, err := f.raw.Type()
	if err != nil {
		return nil, err
	}
	f.typ = funcType(&node)
	return f.typ, nil
}

// Call calls the function with values of any type and returns its result, or
// nil without one; a core function with several results returns a Tuple. The
// types are those of value.go; TypedFunc is faster.
func (f *Func) Call(args ...any) (any, error) {
	t, err := f.Type()
	if err != nil {
		return nil, err
	}
	if len(args) != len(t.Params) {
		return nil, &Error{Op: "call", Message: fmt.Sprintf("%s takes %d arguments, not %d", f.name, len(t.Params), len(args))}
	}
	if f.core != nil {
		return f.callCore(args)
	}
	s := f.instance.store
	mark := len(s.pushed)
	enc := f.raw.Begin()
	for i, arg := range args {
		if err := lowerAny(s, enc, arg); err != nil {
			s.endLowering(mark, true)
			return nil, &Error{Op: "call", Message: fmt.Sprintf("%s: argument %d: %v", f.name, i+1, err), Cause: err}
		}
	}
	nresults := 0
	if t.Result != nil {
		nresults = 1
	}
	value, err := f.raw.Invoke(s.owner(), len(args), nresults)
	s.endCall(mark, err)
	if err != nil {
		return nil, s.runError("call", err)
	}
	defer f.raw.End(value)
	if nresults == 0 {
		return nil, nil //nolint:nilnil // a function without a result
	}
	return liftAny(s, value)
}

// TypedFunc is a Func whose parameters and result are of Go types, as
// wasmtime's TypedFunc. P is Unit, a type, or one of Tuple1 to Tuple8; R is
// Unit or a type. Calls with scalars don't allocate.
type TypedFunc[P, R any] struct {
	f      *Func
	params params[P]
	result codec[R]
}

// NewTypedFunc prepares a typed call. A count of parameters that differs from the
// function's is an error here, and so is a result of another type, of which the guest
// could make values that the host's memory doesn't hold; that of a parameter is one at
// the call, and so is that of a result which may have resources.
func NewTypedFunc[P, R any](f *Func) (TypedFunc[P, R], error) {
	var typed TypedFunc[P, R]
	if f.instance == nil {
		return typed, component.ErrClosed
	}
	if f.core != nil {
		return typed, &Error{Op: "call", Message: "typed calls are for components: use Call for core modules"}
	}
	nparams, nresults, err := f.raw.Arity()
	if err != nil {
		return typed, err
	}
	b := &binder{linker: f.instance.linker}
	typed.f = f
	if typed.params, err = paramsOf[P](b); err != nil {
		return typed, err
	}
	if typed.result, err = codecOf[R](b); err != nil {
		return typed, err
	}
	if typed.params.count != nparams || typed.result.unit != (nresults == 0) {
		return typed, &Error{Op: "call", Message: fmt.Sprintf("%s has %d parameters and result %t, the Go types have %d and %t",
			f.name, nparams, nresults > 0, typed.params.count, !typed.result.unit)}
	}
	return typed, typed.resultFits()
}

// resultFits compares the result's type with the host's. Resource types aren't known
// here.
func (t *TypedFunc[P, R]) resultFits() error {
	if t.result.unit || t.result.resources {
		return nil
	}
	fits, err := t.f.raw.ResultFits(t.result.shape)
	if err == nil && !fits {
		err = &Error{Op: "call", Message: fmt.Sprintf("%s doesn't give a %s", t.f.name, t.result.name)}
	}
	return err
}

// Call calls the function.
func (t *TypedFunc[P, R]) Call(p P) (R, error) {
	var zero R
	if t.f == nil {
		return zero, component.ErrClosed
	}
	s := t.f.instance.store
	mark := len(s.pushed)
	if err := t.params.lower(s, t.f.raw.Begin(), p); err != nil {
		s.endLowering(mark, true)
		return zero, &Error{Op: "call", Message: t.f.name + ": " + err.Error(), Cause: err}
	}
	nresults := 1
	if t.result.unit {
		nresults = 0
	}
	value, err := t.f.raw.Invoke(s.owner(), t.params.count, nresults)
	s.endCall(mark, err)
	if err != nil {
		return zero, s.runError("call", err)
	}
	r, err := t.result.lift(s, value)
	t.f.raw.End(value)
	if err != nil {
		return zero, &Error{Op: "call", Message: t.f.name + ": the result: " + err.Error(), Cause: err}
	}
	return r, nil
}
