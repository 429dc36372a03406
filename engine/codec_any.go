package engine

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// anyCodec moves values whose type only the component knows.
func anyCodec() codec[any] {
	return codec[any]{
		name: "any", resources: true, shape: anyShape(),
		lift:  liftAny,
		lower: lowerAny,
		empty: func(v any) bool { return v == nil || v == Unit{} },
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
		return s.labelled(v.Str()), nil
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
		return Variant{s.label(name), value}, err
	case component.Option:
		value, err := liftPayload(s, v.Some())
		return Option[any]{v.Some() != nil, value}, err
	case component.Result:
		return liftResult(s, v)
	case component.Flags:
		flags := make(Flags, v.Len())
		for i := range flags {
			flags[i] = s.label(v.Flag(i))
		}
		return flags, nil
	case component.Map:
		return liftEntries(s, v)
	case component.ResourceKind:
		return liftAnyHandle(s, v)
	default:
		return nil, fmt.Errorf("values of kind %d are not known", v.Kind())
	}
}

func liftScalar(v *component.Value) (any, bool) {
	n := v.Uint()
	switch v.Kind() {
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
		record[i] = Field{s.label(name), value}
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

// errDepth refuses values that contain themselves, or are nested more deeply
// than any type that wasmtime accepts: lowering one could exhaust the stack.
var errDepth = errors.New("the value is nested too deeply")

func lowerAny(s *Store, e *component.Encoder, value any) error {
	if lowered, err := lowerScalar(e, value); lowered {
		return err
	}
	if e.Depth++; e.Depth > maxTypeDepth {
		return errDepth
	}
	err := lowerCompound(s, e, value)
	e.Depth--
	return err
}

// lowerScalar lowers what needs no other value.
func lowerScalar(e *component.Encoder, value any) (bool, error) {
	switch v := value.(type) {
	case bool:
		return true, boolCodec.lower(nil, e, v)
	case int8:
		return true, e.Scalar(component.S8, uint64(v)) //nolint:gosec // the same bits
	case uint8:
		return true, e.Scalar(component.U8, uint64(v))
	case int16:
		return true, e.Scalar(component.S16, uint64(v)) //nolint:gosec // the same bits
	case uint16:
		return true, e.Scalar(component.U16, uint64(v))
	case int32:
		return true, e.Scalar(component.S32, uint64(v)) //nolint:gosec // the same bits
	case uint32:
		return true, e.Scalar(component.U32, uint64(v))
	case int64:
		return true, e.Scalar(component.S64, uint64(v)) //nolint:gosec // the same bits
	case uint64:
		return true, e.Scalar(component.U64, v)
	case float32:
		return true, f32Codec.lower(nil, e, v)
	case float64:
		return true, f64Codec.lower(nil, e, v)
	case Char:
		return true, charCodec.lower(nil, e, v)
	case string:
		return true, e.String(v)
	case []byte:
		return true, e.Bytes(v)
	case Enum:
		return true, e.Enum(string(v))
	default:
		return false, nil
	}
}

func lowerCompound(s *Store, e *component.Encoder, value any) error {
	switch v := value.(type) {
	case nil:
		return errors.New("nil is no value")
	case Unit:
		return errUnit(reflect.TypeFor[Unit]())
	case Tuple:
		return lowerElems(s, e, component.Tuple, v)
	case []any:
		return lowerElems(s, e, component.List, v)
	case Record:
		return lowerFields(s, e, v)
	case Variant:
		if err := e.Variant(v.Case, v.Value != nil); err != nil || v.Value == nil {
			return err
		}
		return lowerAny(s, e, v.Value)
	case Flags:
		return lowerFlags(e, v)
	case Map:
		return lowerEntries(s, e, v)
	default:
		return lowerGo(s, e, value)
	}
}

func lowerElems(s *Store, e *component.Encoder, kind component.Kind, list []any) error {
	if err := e.Open(kind, len(list)); err != nil {
		return err
	}
	for _, value := range list {
		if err := lowerAny(s, e, value); err != nil {
			return err
		}
	}
	return nil
}

func lowerFields(s *Store, e *component.Encoder, r Record) error {
	if err := e.Open(component.Record, len(r)); err != nil {
		return err
	}
	for _, f := range r {
		if err := firstError(e.Name(f.Name), lowerAny(s, e, f.Value)); err != nil {
			return fmt.Errorf("field %q: %w", f.Name, err)
		}
	}
	return nil
}

func lowerFlags(e *component.Encoder, flags Flags) error {
	if err := e.Open(component.Flags, len(flags)); err != nil {
		return err
	}
	for _, name := range flags {
		if err := e.Name(name); err != nil {
			return err
		}
	}
	return nil
}

func lowerEntries(s *Store, e *component.Encoder, m Map) error {
	if err := e.Open(component.Map, len(m)); err != nil {
		return err
	}
	for _, entry := range m {
		if err := firstError(lowerAny(s, e, entry.Key), lowerAny(s, e, entry.Value)); err != nil {
			return err
		}
	}
	return nil
}

// lowerGo lowers a value of a Go type that stands for a WIT type by itself.
func lowerGo(s *Store, e *component.Encoder, value any) error {
	v := reflect.ValueOf(value)
	bnd, err := s.binder.known(v.Type())
	if err != nil {
		return err
	}
	return bnd.lower(s, e, v)
}

// known is payload, once for each type and linker.
func (b *binder) known(t reflect.Type) (*bound, error) {
	if known, ok := b.types.bounds.Load(t); ok {
		return known.(*bound), nil //nolint:forcetypeassert // nothing else is stored
	}
	bnd, err := b.payload(t)
	if err != nil {
		return nil, err
	}
	b.types.bounds.Store(t, &bnd)
	return &bnd, nil
}

// dynamic is the codec of one of the types of value.go.
func dynamic[T any](kind component.Kind) codec[T] {
	return codec[T]{
		name: kind.String(), resources: true, shape: valueShape(kind),
		lift: func(s *Store, v *component.Value) (T, error) {
			var zero T
			value, err := liftAny(s, v)
			if err != nil {
				return zero, err
			}
			t, ok := value.(T)
			if !ok {
				return zero, kindError(kind.String(), v)
			}
			return t, nil
		},
		lower: func(s *Store, e *component.Encoder, value T) error { return lowerAny(s, e, value) },
	}
}
