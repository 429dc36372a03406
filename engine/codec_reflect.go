package engine

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// cases is implemented by integer types that stand for an enum: the value is
// an index into the names.
type cases interface{ Cases() []string }

// flagNames is implemented by unsigned types that stand for flags: bit n is
// the nth name.
type flagNames interface{ FlagNames() []string }

// bindKind binds the types that are made of others.
func (b *binder) bindKind(t reflect.Type) (bound, error) {
	switch t.Kind() {
	case reflect.Slice:
		return b.bindList(t)
	case reflect.Map:
		return b.bindMap(t)
	case reflect.Struct:
		if isTuple(t) {
			return b.bindTuple(t)
		}
		if t.NumField() > 0 && t.Field(0).Type == reflect.TypeFor[OneOf]() {
			return b.bindVariant(t)
		}
		return b.bindRecord(t)
	default:
		return bound{}, &TypeError{t, instead(t.Kind())}
	}
}

// instead says what to use for a type that Go has and WIT doesn't.
func instead(k reflect.Kind) string {
	switch k {
	case reflect.Int:
		return "use int32 (s32), uint32 (u32), int64 (s64), uint64 (u64) or float64 (f64), as the function wants"
	case reflect.Uint, reflect.Uintptr:
		return "use uint32 (u32) or uint64 (u64)"
	case reflect.Complex64, reflect.Complex128:
		return "use a struct or a Tuple2 of two float64 (f64)"
	case reflect.Array:
		return "use a slice (list<T>)"
	case reflect.Pointer:
		return "use the type itself, or Option (option<T>) for what may be absent"
	default:
		return "use bool, int8 to int64, uint8 to uint64, float32, float64, Char, string, slices, maps, structs, and this package's " +
			"Option, Result, Tuple2 and others, and resources"
	}
}

func isTuple(t reflect.Type) bool {
	return t.PkgPath() == reflect.TypeFor[OneOf]().PkgPath() && strings.HasPrefix(t.Name(), "Tuple")
}

func (b *binder) bindList(t reflect.Type) (bound, error) {
	elem, err := b.payload(t.Elem())
	if err != nil {
		return bound{}, err
	}
	name := "list<" + elem.name + ">"
	return bound{
		name: name, resources: elem.resources, shape: kindShape(component.NodeList, elem.shape),
		lift: func(s *Store, v *component.Value, into reflect.Value) error {
			if v.Kind() != component.List {
				return kindError(name, v)
			}
			elems := v.Elems()
			list := reflect.MakeSlice(t, len(elems), len(elems))
			for i := range elems {
				if err := elem.lift(s, &elems[i], list.Index(i)); err != nil {
					return err
				}
			}
			into.Set(list)
			return nil
		},
		lower: func(s *Store, e *component.Encoder, from reflect.Value) error {
			if err := e.Open(component.List, from.Len()); err != nil {
				return err
			}
			for i := range from.Len() {
				if err := elem.lower(s, e, from.Index(i)); err != nil {
					return err
				}
			}
			return nil
		},
	}, nil
}

func (b *binder) bindMap(t reflect.Type) (bound, error) {
	key, err := b.payload(t.Key())
	if err != nil {
		return bound{}, err
	}
	elem, err := b.payload(t.Elem())
	if err != nil {
		return bound{}, err
	}
	name := "map<" + key.name + ", " + elem.name + ">"
	return bound{
		name: name, resources: elem.resources, shape: kindShape(component.NodeMap, key.shape, elem.shape),
		lift: func(s *Store, v *component.Value, into reflect.Value) error {
			if v.Kind() != component.Map {
				return kindError(name, v)
			}
			m := reflect.MakeMapWithSize(t, v.Len())
			for i := range v.Len() {
				rk, rv := v.Entry(i)
				k, e := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
				if err := firstError(key.lift(s, rk, k), elem.lift(s, rv, e)); err != nil {
					return err
				}
				m.SetMapIndex(k, e)
			}
			into.Set(m)
			return nil
		},
		lower: func(s *Store, e *component.Encoder, from reflect.Value) error {
			if err := e.Open(component.Map, from.Len()); err != nil {
				return err
			}
			for it := from.MapRange(); it.Next(); {
				if err := firstError(key.lower(s, e, it.Key()), elem.lower(s, e, it.Value())); err != nil {
					return err
				}
			}
			return nil
		},
	}, nil
}

// member is a bound field of a struct.
type member struct {
	bound
	field int
	name  string
}

func (b *binder) members(t reflect.Type, first int, bindField func(reflect.StructField) (bound, error)) ([]member, bool, error) {
	var list []member
	resources := false
	for i := first; i < t.NumField(); i++ {
		f := t.Field(i)
		if !f.IsExported() {
			return nil, false, &TypeError{t, "field " + f.Name + " is not exported"}
		}
		bnd, err := bindField(f)
		if err != nil {
			return nil, false, err
		}
		list = append(list, member{bnd, i, witName(f)})
		resources = resources || bnd.resources
	}
	return list, resources, nil
}

func (b *binder) field(f reflect.StructField) (bound, error) { return b.payload(f.Type) }

// witName is a field's name in WIT: its tag, or its Go name in kebab-case.
func witName(f reflect.StructField) string {
	if tag := f.Tag.Get("wit"); tag != "" {
		return tag
	}
	var b strings.Builder
	runes := []rune(f.Name)
	for i, r := range runes {
		boundary := i > 0 && unicode.IsUpper(r) &&
			(!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if boundary {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func (b *binder) bindRecord(t reflect.Type) (bound, error) {
	fields, resources, err := b.members(t, 0, b.field)
	if err != nil {
		return bound{}, err
	}
	if len(fields) == 0 {
		return bound{}, &TypeError{t, "it has no field"}
	}
	return bound{
		name: "record", resources: resources, shape: membersShape(component.NodeRecord, fields),
		lift: func(s *Store, v *component.Value, into reflect.Value) error {
			if v.Kind() != component.Record || v.Len() != len(fields) {
				return kindError(fmt.Sprintf("a record of %d fields", len(fields)), v)
			}
			for i := range fields {
				name, value := v.Field(i)
				if name != fields[i].name {
					return fmt.Errorf("the component's record has field %q where the host has %q", name, fields[i].name)
				}
				if err := fields[i].lift(s, value, into.Field(fields[i].field)); err != nil {
					return err
				}
			}
			return nil
		},
		lower: func(s *Store, e *component.Encoder, from reflect.Value) error {
			if err := e.Open(component.Record, len(fields)); err != nil {
				return err
			}
			for i := range fields {
				if err := firstError(e.Name(fields[i].name), fields[i].lower(s, e, from.Field(fields[i].field))); err != nil {
					return err
				}
			}
			return nil
		},
	}, nil
}

func (b *binder) bindTuple(t reflect.Type) (bound, error) {
	fields, resources, err := b.members(t, 0, b.field)
	if err != nil {
		return bound{}, err
	}
	return bound{
		name: "tuple", resources: resources, shape: membersShape(component.NodeTuple, fields),
		lift: func(s *Store, v *component.Value, into reflect.Value) error {
			if v.Kind() != component.Tuple || v.Len() != len(fields) {
				return kindError(fmt.Sprintf("a tuple of %d", len(fields)), v)
			}
			elems := v.Elems()
			for i := range fields {
				if err := fields[i].lift(s, &elems[i], into.Field(i)); err != nil {
					return err
				}
			}
			return nil
		},
		lower: func(s *Store, e *component.Encoder, from reflect.Value) error {
			if err := e.Open(component.Tuple, len(fields)); err != nil {
				return err
			}
			for i := range fields {
				if err := fields[i].lower(s, e, from.Field(i)); err != nil {
					return err
				}
			}
			return nil
		},
	}, nil
}
