package engine

import (
	"fmt"
	"math"
	"reflect"
	"strings"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// anyCodec moves values whose type only the component knows.
func anyCodec() codec[any] {
	return codec[any]{
		name: "any", resources: true,
		lift:  liftAny,
		lower: lowerAny,
		empty: func(v any) bool { return v == nil },
	}
}

func liftAny(s *Store, v *component.Value) (any, error) {
	if value, ok := liftScalar(v); ok {
		return value, nil
	}
	switch v.Kind() {
	case component.String:
		return strings.Clone(v.Str()), nil
	case component.Enum:
		return Enum(strings.Clone(v.Str())), nil
	case component.List:
		return liftElems(s, v)
	case component.Tuple:
		elems, err := liftElems(s, v)
		return Tuple(elems), err
	case component.Record:
		return liftFields(s, v)
	case component.Variant:
		name, payload := v.Case()
		value, err := liftPayload(s, payload)
		return Variant{strings.Clone(name), value}, err
	case component.Option:
		value, err := liftPayload(s, v.Some())
		return Option[any]{v.Some() != nil, value}, err
	case component.Result:
		return liftResult(s, v)
	case component.Flags:
		flags := make(Flags, v.Len())
		for i := range flags {
			flags[i] = strings.Clone(v.Flag(i))
		}
		return flags, nil
	case component.Map:
		return liftEntries(s, v)
	case component.ResourceKind:
		return liftHandle(s, v)
	default:
		return nil, fmt.Errorf("values of kind %d are not known", v.Kind())
	}
}

func liftScalar(v *component.Value) (any, bool) {
	n := v.Uint()
	switch v.Kind() { //nolint:exhaustive // the others are no scalars
	case component.Bool:
		return n != 0, true
	case component.S8:
		return int8(n), true //nolint:gosec // the low bits
	case component.U8:
		return uint8(n), true //nolint:gosec // the low bits
	case component.S16:
		return int16(n), true //nolint:gosec // the low bits
	case component.U16:
		return uint16(n), true //nolint:gosec // the low bits
	case component.S32:
		return int32(n), true //nolint:gosec // the low bits
	case component.U32:
		return uint32(n), true //nolint:gosec // the low bits
	case component.S64:
		return int64(n), true //nolint:gosec // the same bits
	case component.U64:
		return n, true
	case component.F32:
		return math.Float32frombits(uint32(n)), true //nolint:gosec // the low bits
	case component.F64:
		return math.Float64frombits(n), true
	case component.Char:
		return Char(n), true //nolint:gosec // a scalar value
	default:
		return nil, false
	}
}

func liftPayload(s *Store, v *component.Value) (any, error) {
	if v == nil {
		return nil, nil //nolint:nilnil // no payload, no error
	}
	return liftAny(s, v)
}

func liftElems(s *Store, v *component.Value) ([]any, error) {
	elems := v.Elems()
	list := make([]any, len(elems))
	for i := range elems {
		value, err := liftAny(s, &elems[i])
		if err != nil {
			return nil, err
		}
		list[i] = value
	}
	return list, nil
}

func liftFields(s *Store, v *component.Value) (any, error) {
	record := make(Record, v.Len())
	for i := range record {
		name, field := v.Field(i)
		value, err := liftAny(s, field)
		if err != nil {
			return nil, err
		}
		record[i] = Field{strings.Clone(name), value}
	}
	return record, nil
}

func liftResult(s *Store, v *component.Value) (any, error) {
	ok, payload := v.OK()
	value, err := liftPayload(s, payload)
	if ok {
		return Result[any, any]{OK: true, Value: value}, err
	}
	return Result[any, any]{Err: value}, err
}

func liftEntries(s *Store, v *component.Value) (any, error) {
	m := make(Map, v.Len())
	for i := range m {
		k, e := v.Entry(i)
		key, err := liftAny(s, k)
		if err != nil {
			return nil, err
		}
		value, err := liftAny(s, e)
		if err != nil {
			return nil, err
		}
		m[i] = Entry{key, value}
	}
	return m, nil
}

// liftHandle can't tell an own of a host resource from a borrow: it lends, and
// leaves the value in the table.
func liftHandle(s *Store, v *component.Value) (any, error) {
	rep, guest, err := s.handle(v)
	if err != nil {
		return nil, err
	}
	if guest != nil {
		return &Resource{guest}, nil
	}
	value, err := resourceOf[any](s, rep, false)
	return Borrow[any]{value, rep}, err
}

func lowerAny(s *Store, e *component.Encoder, value any) error {
	switch v := value.(type) {
	case nil:
		return fmt.Errorf("nil is no value")
	case Enum:
		return e.Enum(string(v))
	case Tuple:
		return lowerElems(s, e, component.Tuple, v)
	case []any:
		return lowerElems(s, e, component.List, v)
	case Record:
		e.Open(component.Record, len(v))
		for _, f := range v {
			if err := firstError(e.Name(f.Name), lowerAny(s, e, f.Value)); err != nil {
				return err
			}
		}
		return nil
	case Variant:
		if err := e.Variant(v.Case, v.Value != nil); err != nil || v.Value == nil {
			return err
		}
		return lowerAny(s, e, v.Value)
	case Flags:
		e.Open(component.Flags, len(v))
		for _, name := range v {
			if err := e.Name(name); err != nil {
				return err
			}
		}
		return nil
	case Map:
		e.Open(component.Map, len(v))
		for _, entry := range v {
			if err := firstError(lowerAny(s, e, entry.Key), lowerAny(s, e, entry.Value)); err != nil {
				return err
			}
		}
		return nil
	default:
		return lowerGo(s, e, value)
	}
}

func lowerElems(s *Store, e *component.Encoder, kind component.Kind, list []any) error {
	e.Open(kind, len(list))
	for _, value := range list {
		if err := lowerAny(s, e, value); err != nil {
			return err
		}
	}
	return nil
}

// lowerGo lowers a value of a Go type that stands for a WIT type by itself.
func lowerGo(s *Store, e *component.Encoder, value any) error {
	v := reflect.ValueOf(value)
	if s.binder == nil {
		return &TypeError{v.Type(), "the store has no instance"}
	}
	bnd, err := s.binder.bind(v.Type())
	if err != nil {
		return err
	}
	return bnd.lower(s, e, v)
}
