package engine

import (
	"reflect"

	"github.com/qyvol/qyvol/engine/internal/component"
)

func (Option[T]) tryBind(b *binder) (bound, error) {
	inner, err := payloadOf[T](b)
	if err != nil {
		return bound{}, err
	}
	return bind(codec[Option[T]]{
		name: "option<" + inner.name + ">", resources: inner.resources, shape: kindShape(component.NodeOption, inner.shape),
		lift: func(s *Store, v *component.Value) (Option[T], error) {
			if v.Kind() != component.Option {
				return Option[T]{}, kindError("option<"+inner.name+">", v)
			}
			some := v.Some()
			if some == nil {
				return Option[T]{}, nil
			}
			value, err := inner.lift(s, some)
			return Some(value), err
		},
		lower: func(s *Store, e *component.Encoder, o Option[T]) error {
			e.Option(o.Some)
			if !o.Some {
				return nil
			}
			return inner.lower(s, e, o.Value)
		},
	}), nil
}

func (Result[T, E]) tryBind(b *binder) (bound, error) {
	ok, err := codecOf[T](b)
	if err != nil {
		return bound{}, err
	}
	bad, err := codecOf[E](b)
	if err != nil {
		return bound{}, err
	}
	name := "result<" + ok.name + ", " + bad.name + ">"
	return bind(codec[Result[T, E]]{
		name: name, resources: ok.resources || bad.resources, shape: resultShape(&ok, &bad),
		lift: func(s *Store, v *component.Value) (r Result[T, E], err error) {
			if v.Kind() != component.Result {
				return r, kindError(name, v)
			}
			isOK, payload := v.OK()
			r.OK = isOK
			switch {
			case payload == nil:
			case isOK:
				r.Value, err = ok.lift(s, payload)
			default:
				r.Err, err = bad.lift(s, payload)
			}
			return r, err
		},
		lower: func(s *Store, e *component.Encoder, r Result[T, E]) error {
			if r.OK {
				return lowerSide(s, e, true, ok, r.Value)
			}
			return lowerSide(s, e, false, bad, r.Err)
		},
	}), nil
}

// lowerSide lowers one side of a result.
func lowerSide[T any](s *Store, e *component.Encoder, isOK bool, c codec[T], value T) error { //nolint:revive // what a codec takes, and the side
	if c.empty != nil && c.empty(value) {
		e.Result(isOK, false)
		return nil
	}
	e.Result(isOK, true)
	return c.lower(s, e, value)
}

// params moves the members of a tuple as the parameters of a function.
type params[T any] struct {
	count     int
	resources bool
	lower     func(*Store, *component.Encoder, T) error
}

// paramsOf builds them, once for each linker: a TupleN has N, Unit none,
// anything else is one.
func paramsOf[T any](b *binder) (params[T], error) {
	key := reflect.TypeFor[params[T]]()
	if known, ok := b.types.codecs.Load(key); ok {
		return known.(params[T]), nil //nolint:forcetypeassert // nothing else is stored under it
	}
	p, err := newParams[T](b)
	if err == nil {
		b.types.codecs.Store(key, p)
	}
	return p, err
}

func newParams[T any](b *binder) (params[T], error) {
	var zero T
	if t, ok := any(zero).(interface {
		params(b *binder) (any, error)
	}); ok {
		p, err := t.params(b)
		if err != nil {
			return params[T]{}, err
		}
		return p.(params[T]), nil //nolint:forcetypeassert // each type returns its own
	}
	c, err := codecOf[T](b)
	if err != nil {
		return params[T]{}, err
	}
	count := 1
	if c.unit {
		count = 0
	}
	return params[T]{count: count, resources: c.resources, lower: c.lower}, nil
}
