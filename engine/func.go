package engine

import (
	"cmp"
	"fmt"
	"reflect"

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
	bounded  bool // the labels of its result
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
		f.typ = coreSignature(f.core.Params, f.core.Results)
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
// types are those of value.go; TypedFunc is faster. A function that gives a list whose
// values have more than 128 bytes of labels each (names of fields, cases or flags) is an
// error: the guest could fill the host's memory with them.
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
	if err := f.boundResult(t); err != nil {
		return nil, err
	}
	s := f.instance.store
	mark := len(s.pushed)
	enc := f.raw.Begin()
	for i, arg := range args {
		if err := lowerAny(s, enc, arg); err != nil {
			s.endLowering(mark, true)
			message := fmt.Sprintf("%s: parameter %q: %v", f.name, t.Params[i].Name, err)
			return nil, &Error{Op: "call", Message: cmp.Or(misfit(f.name, &t.Params[i], arg), message), Cause: err}
		}
	}
	nresults := 0
	if t.Result != nil {
		nresults = 1
	}
	value, err := f.raw.Invoke(s.owner(), len(args), nresults)
	s.endCall(mark, err)
	if err != nil {
		return nil, f.explain(t, args, s.runError("call", err))
	}
	defer f.raw.End(value)
	if nresults == 0 {
		return nil, nil //nolint:nilnil // a function without a result
	}
	return liftAny(s, value)
}

// boundResult looks at a result whose type the guest chooses, once.
func (f *Func) boundResult(t *FuncType) error {
	if f.bounded {
		return nil
	}
	err := boundLabels(f.name, t.Result)
	f.bounded = err == nil
	return err
}

// explain names the parameter to which an argument of the wrong type was given.
func (f *Func) explain(t *FuncType, args []any, err error) error {
	raw, ok := err.(*Error) //nolint:errorlint // as runError has made it
	if !ok {
		return err
	}
	for i, arg := range args {
		if message := misfit(f.name, &t.Params[i], arg); message != "" {
			return &Error{Op: raw.Op, Message: message, Cause: raw}
		}
	}
	return &Error{Op: raw.Op, Message: f.name + ": " + raw.Message, Cause: raw.Cause}
}

// misfit says which Go type a parameter takes, where it takes one alone and the argument
// is of another.
func misfit(name string, p *Param, arg any) string {
	wants, ok := scalarTypes[p.Type.Kind]
	if t := reflect.TypeOf(arg); !ok || t == nil || t == wants || t.Kind() == wants.Kind() && p.Type.Kind != TypeChar && t != scalarTypes[TypeChar] {
		return ""
	}
	return fmt.Sprintf("%s: parameter %q is of type %s, which takes a Go %s, not %T", name, p.Name, p.Type.Kind, wants, arg)
}

// scalarTypes are the Go types of which each stands for one type of WIT.
var scalarTypes = map[TypeKind]reflect.Type{
	TypeBool: reflect.TypeFor[bool](), TypeString: reflect.TypeFor[string](), TypeChar: reflect.TypeFor[Char](),
	TypeS8: reflect.TypeFor[int8](), TypeS16: reflect.TypeFor[int16](), TypeS32: reflect.TypeFor[int32](), TypeS64: reflect.TypeFor[int64](),
	TypeU8: reflect.TypeFor[uint8](), TypeU16: reflect.TypeFor[uint16](), TypeU32: reflect.TypeFor[uint32](), TypeU64: reflect.TypeFor[uint64](),
	TypeF32: reflect.TypeFor[float32](), TypeF64: reflect.TypeFor[float64](),
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
// the call, and so is a handle of another resource. Where R has values of any type, the
// function is held to what Func.Call says of lists.
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
	b := &binder{types: f.instance.linker.goTypes}
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
	if t.result.unit {
		return nil
	}
	fits, open, err := t.f.raw.ResultFits(t.result.shape)
	if err == nil && !fits {
		err = &Error{Op: "call", Message: fmt.Sprintf("%s doesn't give a %s", t.f.name, t.result.name)}
	}
	if err != nil || !open {
		return err
	}
	typ, err := t.f.Type()
	if err != nil {
		return err
	}
	return t.f.boundResult(typ)
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
