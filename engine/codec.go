package engine

import (
	"fmt"
	"math"
	"reflect"
	"strings"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// codec moves values of one Go type between Go and a component. It is built
// once, when a function is defined or looked up.
type codec[T any] struct {
	name      string // the WIT type, for messages
	unit      bool   // no value at all
	resources bool   // a value may hold a resource
	shape     shape  // what a component's type is compared with; of a unit none
	lift      func(*Store, *component.Value) (T, error)
	lower     func(*Store, *component.Encoder, T) error
	empty     func(T) bool // tells a payload that is absent; nil: never
}

// bound is a codec whose type is known at run time only: typed is the
// codec[T], the rest works on reflect.Values.
type bound struct {
	typed     any
	name      string
	unit      bool
	resources bool
	shape     shape
	lift      func(*Store, *component.Value, reflect.Value) error
	lower     func(*Store, *component.Encoder, reflect.Value) error
	empty     func(reflect.Value) bool
}

// bind makes a typed codec usable through reflection.
func bind[T any](c codec[T]) bound {
	return bound{
		typed: c, name: c.name, unit: c.unit, resources: c.resources, shape: c.shape,
		lift: func(s *Store, v *component.Value, into reflect.Value) error {
			value, err := c.lift(s, v)
			if err == nil {
				into.Set(reflect.ValueOf(&value).Elem().Convert(into.Type()))
			}
			return err
		},
		lower: func(s *Store, e *component.Encoder, from reflect.Value) error {
			value, _ := from.Convert(reflect.TypeFor[T]()).Interface().(T)
			return c.lower(s, e, value)
		},
		empty: func(from reflect.Value) bool {
			value, _ := from.Interface().(T)
			return c.empty != nil && c.empty(value)
		},
	}
}

// binder builds codecs for one linker, which numbers host resource types.
type binder struct {
	types *goTypes
	depth int
}

// resource is the host's resource type that stands for a Go type, or nil for
// any, which stands for that of the value.
func (b *binder) resource(t reflect.Type) *resourceType {
	if t == reflect.TypeFor[any]() {
		return nil
	}
	return b.types.resource(t)
}

// binding is implemented by the generic types of this package.
type binding interface{ bind(b *binder) bound }

// codecOf builds the codec of T, once for each linker.
func codecOf[T any](b *binder) (codec[T], error) {
	t := reflect.TypeFor[T]()
	if known, ok := b.types.codecs.Load(t); ok {
		return known.(codec[T]), nil //nolint:forcetypeassert // nothing else is stored under T
	}
	bnd, err := b.bind(t)
	if err != nil {
		return codec[T]{}, err
	}
	c := codecFrom[T](&bnd)
	b.types.codecs.Store(t, c)
	return c, nil
}

// payloadOf is codecOf for what can't be absent.
func payloadOf[T any](b *binder) (codec[T], error) {
	c, err := codecOf[T](b)
	if err == nil && c.unit {
		err = errUnit(reflect.TypeFor[T]())
	}
	return c, err
}

func errUnit(t reflect.Type) error {
	return &TypeError{t, "an absent type is for results and the payloads of variants only"}
}

func codecFrom[T any](bnd *bound) codec[T] {
	if c, ok := bnd.typed.(codec[T]); ok {
		return c
	}
	lift, lower := bnd.lift, bnd.lower
	return codec[T]{
		name: bnd.name, unit: bnd.unit, resources: bnd.resources, shape: bnd.shape,
		lift: func(s *Store, v *component.Value) (T, error) {
			var value T
			err := lift(s, v, reflect.ValueOf(&value).Elem())
			return value, err
		},
		lower: func(s *Store, e *component.Encoder, value T) error {
			return lower(s, e, reflect.ValueOf(&value).Elem())
		},
	}
}

// TypeError is a Go type that no WIT type corresponds to.
type TypeError struct {
	Type   reflect.Type
	Reason string
}

func (e *TypeError) Error() string {
	return fmt.Sprintf("the Go type %s stands for no WIT type: %s", e.Type, e.Reason)
}

// maxTypeDepth is more than wasmtime accepts in a component.
const maxTypeDepth = 128

func (b *binder) bind(t reflect.Type) (bound, error) {
	if b.depth > maxTypeDepth {
		return bound{}, &TypeError{t, "it contains itself"}
	}
	b.depth++
	defer func() { b.depth-- }()
	if t.Kind() == reflect.Struct && t.Implements(reflect.TypeFor[fallible]()) {
		zero, _ := reflect.Zero(t).Interface().(fallible)
		return zero.tryBind(b)
	}
	if t.Implements(reflect.TypeFor[binding]()) && t.Kind() == reflect.Struct {
		zero, _ := reflect.Zero(t).Interface().(binding)
		return zero.bind(b), nil
	}
	if bnd, ok, err := b.namedCases(t); ok {
		return bnd, err
	}
	if bnd, ok := special(t); ok {
		return bnd, nil
	}
	if bnd, ok := scalarOf(t.Kind()); ok {
		return bnd, nil
	}
	return b.bindKind(t)
}

// payload is bind for what can't be absent.
func (b *binder) payload(t reflect.Type) (bound, error) {
	bnd, err := b.bind(t)
	if err == nil && bnd.unit {
		err = errUnit(t)
	}
	return bnd, err
}

// fallible is binding for types with parameters that may not correspond.
type fallible interface {
	tryBind(b *binder) (bound, error)
}

// special are the types that are not told by their kind.
func special(t reflect.Type) (bound, bool) {
	switch t {
	case reflect.TypeFor[Unit]():
		return bind(unitCodec), true
	case reflect.TypeFor[Char]():
		return bind(charCodec), true
	case reflect.TypeFor[[]byte]():
		return bind(bytesCodec), true
	case reflect.TypeFor[LaneBytes]():
		return bind(codec[LaneBytes]{name: "list<u8>", shape: shape{component.ShapeLane}, lift: liftLane, lower: lowerLane}), true
	case reflect.TypeFor[*Resource]():
		return bind(resourceCodec), true
	case reflect.TypeFor[any]():
		return bind(anyCodec()), true
	case reflect.TypeFor[Record]():
		return bind(dynamic[Record](component.Record)), true
	case reflect.TypeFor[Tuple]():
		return bind(dynamic[Tuple](component.Tuple)), true
	case reflect.TypeFor[Variant]():
		return bind(dynamic[Variant](component.Variant)), true
	case reflect.TypeFor[Enum]():
		return bind(dynamic[Enum](component.Enum)), true
	case reflect.TypeFor[Flags]():
		return bind(dynamic[Flags](component.Flags)), true
	case reflect.TypeFor[Map]():
		return bind(dynamic[Map](component.Map)), true
	}
	return bound{}, false
}

func scalarOf(kind reflect.Kind) (bound, bool) {
	switch kind {
	case reflect.Bool:
		return bind(boolCodec), true
	case reflect.Int8:
		return bind(scalar[int8](component.S8)), true
	case reflect.Uint8:
		return bind(scalar[uint8](component.U8)), true
	case reflect.Int16:
		return bind(scalar[int16](component.S16)), true
	case reflect.Uint16:
		return bind(scalar[uint16](component.U16)), true
	case reflect.Int32:
		return bind(scalar[int32](component.S32)), true
	case reflect.Uint32:
		return bind(scalar[uint32](component.U32)), true
	case reflect.Int64:
		return bind(scalar[int64](component.S64)), true
	case reflect.Uint64:
		return bind(scalar[uint64](component.U64)), true
	case reflect.Float32:
		return bind(f32Codec), true
	case reflect.Float64:
		return bind(f64Codec), true
	case reflect.String:
		return bind(stringCodec), true
	default:
		return bound{}, false
	}
}

func kindError(want string, v *component.Value) error {
	return fmt.Errorf("the component passes %s where the host takes %s", v.Kind(), want)
}

var unitCodec = codec[Unit]{
	name: "nothing", unit: true,
	lift:  func(*Store, *component.Value) (Unit, error) { return Unit{}, nil },
	lower: func(*Store, *component.Encoder, Unit) error { return nil },
	empty: func(Unit) bool { return true },
}

type integer interface {
	int8 | uint8 | int16 | uint16 | int32 | uint32 | int64 | uint64
}

func scalar[T integer](kind component.Kind) codec[T] {
	return codec[T]{
		name: kind.String(), shape: kindShape(kind.Node()),
		lift: func(_ *Store, v *component.Value) (T, error) {
			if v.Kind() != kind {
				return 0, kindError(kind.String(), v)
			}
			return T(v.Uint()), nil
		},
		lower: func(_ *Store, e *component.Encoder, value T) error {
			return e.Scalar(kind, uint64(value))
		},
	}
}

var boolCodec = codec[bool]{
	name: "bool", shape: shape{byte(component.NodeBool)},
	lift: func(_ *Store, v *component.Value) (bool, error) {
		if v.Kind() != component.Bool {
			return false, kindError("bool", v)
		}
		return v.Uint() != 0, nil
	},
	lower: func(_ *Store, e *component.Encoder, value bool) error {
		if value {
			return e.Scalar(component.Bool, 1)
		}
		return e.Scalar(component.Bool, 0)
	},
}

var f32Codec = codec[float32]{
	name: "f32", shape: shape{byte(component.NodeF32)},
	lift: func(_ *Store, v *component.Value) (float32, error) {
		if v.Kind() != component.F32 {
			return 0, kindError("f32", v)
		}
		return math.Float32frombits(uint32(v.Uint())), nil
	},
	lower: func(_ *Store, e *component.Encoder, value float32) error {
		return e.Scalar(component.F32, uint64(math.Float32bits(value)))
	},
}

var f64Codec = codec[float64]{
	name: "f64", shape: shape{byte(component.NodeF64)},
	lift: func(_ *Store, v *component.Value) (float64, error) {
		if v.Kind() != component.F64 {
			return 0, kindError("f64", v)
		}
		return math.Float64frombits(v.Uint()), nil
	},
	lower: func(_ *Store, e *component.Encoder, value float64) error {
		return e.Scalar(component.F64, math.Float64bits(value))
	},
}

var charCodec = codec[Char]{
	name: "char", shape: shape{byte(component.NodeChar)},
	lift: func(_ *Store, v *component.Value) (Char, error) {
		if v.Kind() != component.Char {
			return 0, kindError("char", v)
		}
		return Char(v.Uint()), nil
	},
	lower: func(_ *Store, e *component.Encoder, value Char) error {
		return e.Scalar(component.Char, uint64(uint32(value)))
	},
}

var stringCodec = codec[string]{
	name: "string", shape: shape{byte(component.NodeString)},
	lift: func(_ *Store, v *component.Value) (string, error) {
		if v.Kind() != component.String {
			return "", kindError("string", v)
		}
		return strings.Clone(v.Str()), nil
	},
	lower: func(_ *Store, e *component.Encoder, value string) error { return e.String(value) },
}

var bytesCodec = codec[[]byte]{
	name: "list<u8>", shape: shape{byte(component.NodeList), byte(component.NodeU8)},
	lift: func(_ *Store, v *component.Value) ([]byte, error) {
		if v.Kind() != component.List || v.Len() > 0 && v.Elems()[0].Kind() != component.U8 {
			return nil, kindError("list<u8>", v)
		}
		return v.Bytes(), nil
	},
	lower: func(_ *Store, e *component.Encoder, value []byte) error { return e.Bytes(value) },
}
