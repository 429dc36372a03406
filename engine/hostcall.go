package engine

import (
	"fmt"
	"reflect"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// enter begins a host call: it finds the store and checks the signature that
// the component imported against that of the Go function.
func enter(c *component.Call, params int, unit bool) (*Store, error) {
	s := storeOf(c.Store)
	if err := s.mayLeave(); err != nil {
		return nil, err
	}
	if len(c.Args) != params {
		return nil, fmt.Errorf("the component passes %d arguments where the host takes %d", len(c.Args), params)
	}
	if results := c.NResults; (results == 0) != unit {
		return nil, fmt.Errorf("the component expects %d results where the host gives %d", results, 1-results)
	}
	s.current = c
	return s, nil
}

// lowerResult ends a host call.
func lowerResult[R any](s *Store, c *component.Call, result *codec[R], r R) error {
	if !result.resources {
		return result.lower(s, &c.Encoder, r)
	}
	mark := len(s.pushed)
	err := result.lower(s, &c.Encoder, r)
	s.endLowering(mark, err != nil)
	return err
}

// argError ends the lifting of arguments.
func argError(s *Store, n int, err error) error {
	s.current = nil
	return fmt.Errorf("parameter %d: %w", n+1, err)
}

// reflected makes a host function of any Go function. It is slower than F0 to
// F6 and allocates; it suits tests and functions that are rarely called. The
// function may take a *Store first and return an error last.
func reflected(fn any) (HostFunc, error) {
	v := reflect.ValueOf(fn)
	if v.Kind() != reflect.Func {
		return HostFunc{}, &TypeError{reflect.TypeOf(fn), "it is not a function"}
	}
	t := v.Type()
	r := reflection{fn: v, takesStore: t.NumIn() > 0 && t.In(0) == reflect.TypeFor[*Store]()}
	outs := t.NumOut()
	r.givesError = outs > 0 && t.Out(outs-1) == reflect.TypeFor[error]()
	if r.givesError {
		outs--
	}
	if outs > 1 || t.IsVariadic() {
		return HostFunc{}, &TypeError{t, "it has several results, or is variadic"}
	}
	return HostFunc{bind: r.bind}, nil
}

type reflection struct {
	fn                     reflect.Value
	takesStore, givesError bool
	args                   []bound
	types                  []reflect.Type
	result                 *bound
}

func (r reflection) bind(b *binder) (hostBinding, error) {
	t := r.fn.Type()
	resources := false
	for i := range t.NumIn() {
		if i == 0 && r.takesStore {
			continue
		}
		arg, err := b.payload(t.In(i))
		if err != nil {
			return hostBinding{}, err
		}
		r.args, r.types = append(r.args, arg), append(r.types, t.In(i))
		resources = resources || arg.resources
	}
	if t.NumOut() > 0 && t.Out(0) != reflect.TypeFor[error]() && t.Out(0) != reflect.TypeFor[Unit]() {
		result, err := b.bind(t.Out(0))
		if err != nil {
			return hostBinding{}, err
		}
		r.result = &result
	}
	return hostBinding{call: r.call, resources: resources, shape: r.shape()}, nil
}

func (r reflection) shape() shape {
	result := codec[any]{unit: r.result == nil}
	if r.result != nil {
		result.shape = r.result.shape
	}
	params := make([]shape, len(r.args))
	for i := range r.args {
		params[i] = r.args[i].shape
	}
	return funcShape(&result, params...)
}

func (r reflection) call(c *component.Call) error {
	s, err := enter(c, len(r.args), r.result == nil)
	if err != nil {
		return err
	}
	in := make([]reflect.Value, 0, len(r.args)+1)
	if r.takesStore {
		in = append(in, reflect.ValueOf(s))
	}
	for i := range r.args {
		arg := reflect.New(r.types[i]).Elem()
		if err := r.args[i].lift(s, &c.Args[i], arg); err != nil {
			return argError(s, i, err)
		}
		in = append(in, arg)
	}
	s.current = nil
	out := r.fn.Call(in)
	if r.givesError {
		if err, _ := out[len(out)-1].Interface().(error); err != nil {
			return err
		}
	}
	if r.result == nil {
		return nil
	}
	mark := len(s.pushed)
	err = r.result.lower(s, &c.Encoder, out[0])
	s.endLowering(mark, err != nil)
	return err
}
