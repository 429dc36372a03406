package engine

import (
	"fmt"
	"math/bits"
	"reflect"

	"github.com/qyvol/qyvol/engine/internal/component"
)

func (b *binder) bindVariant(t reflect.Type) (bound, error) {
	list, resources, err := b.members(t, 1, func(f reflect.StructField) (bound, error) {
		if f.Type.Kind() != reflect.Pointer {
			return bound{}, &TypeError{t, "case " + f.Name + " is not a pointer"}
		}
		return b.bind(f.Type.Elem())
	})
	if err != nil {
		return bound{}, err
	}
	if len(list) == 0 {
		return bound{}, &TypeError{t, "it has no case"}
	}
	v := variant{t, list}
	return bound{
		name: "variant", resources: resources, shape: membersShape(component.NodeVariant, list), lift: v.lift, lower: v.lower,
	}, nil
}

type variant struct {
	t     reflect.Type
	cases []member
}

func (t variant) lift(s *Store, v *component.Value, into reflect.Value) error {
	if v.Kind() != component.Variant {
		return kindError("a variant", v)
	}
	name, payload := v.Case()
	for i := range t.cases {
		c := &t.cases[i]
		if c.name != name {
			continue
		}
		if (payload == nil) != c.unit {
			return fmt.Errorf("case %q of the component and of the host's %s differ in whether there is a payload", name, t.t)
		}
		value := reflect.New(t.t.Field(c.field).Type.Elem())
		if payload != nil {
			if err := c.lift(s, payload, value.Elem()); err != nil {
				return err
			}
		}
		into.SetZero()
		into.Field(c.field).Set(value)
		return nil
	}
	return fmt.Errorf("the component passes case %q, which the host's %s does not have", name, t.t)
}

func (t variant) lower(s *Store, e *component.Encoder, from reflect.Value) error {
	var set *member
	for i := range t.cases {
		if from.Field(t.cases[i].field).IsNil() {
			continue
		}
		if set != nil {
			return fmt.Errorf("%s has two cases set", t.t)
		}
		set = &t.cases[i]
	}
	if set == nil {
		return fmt.Errorf("%s has no case set", t.t)
	}
	if err := e.Variant(set.name, !set.unit); err != nil || set.unit {
		return err
	}
	return set.lower(s, e, from.Field(set.field).Elem())
}

// namedCases binds the integer types that name their cases, an enum, or their
// bits, flags.
func (b *binder) namedCases(t reflect.Type) (bound, bool, error) {
	var names []string
	isEnum := t.Implements(reflect.TypeFor[cases]())
	switch {
	case isEnum:
		zero, _ := reflect.Zero(t).Interface().(cases)
		names = zero.Cases()
	case t.Implements(reflect.TypeFor[flagNames]()):
		zero, _ := reflect.Zero(t).Interface().(flagNames)
		names = zero.FlagNames()
	default:
		return bound{}, false, nil
	}
	if err := fits(t, len(names), isEnum); err != nil {
		return bound{}, true, err
	}
	if isEnum {
		return enumBound(b.types.nEnums.Add(1), names), true, nil
	}
	return flagsBound(names), true, nil
}

// fits reports whether a type has room for n cases or bits.
func fits(t reflect.Type, n int, isEnum bool) error {
	zero := reflect.Zero(t)
	switch {
	case n == 0:
		return &TypeError{t, "it names nothing"}
	case !zero.CanInt() && !zero.CanUint(), !zero.CanUint() && !isEnum:
		return &TypeError{t, "its kind is not an integer, unsigned for flags"}
	case isEnum && zero.CanUint() && zero.OverflowUint(uint64(n-1)), //nolint:gosec // n is not 0 here
		isEnum && zero.CanInt() && zero.OverflowInt(int64(n-1)),
		!isEnum && n > t.Bits():
		return &TypeError{t, "it is too small for what it names"}
	}
	return nil
}

func enumBound(id uint32, names []string) bound {
	return bound{
		name: "enum", shape: enumShape(id, names),
		lift: func(_ *Store, v *component.Value, into reflect.Value) error {
			if v.Kind() != component.Enum {
				return kindError("an enum", v)
			}
			n, ok := indexOf(names, v.Str())
			if !ok {
				return fmt.Errorf("the component passes case %q, which the host's %s does not have", v.Str(), into.Type())
			}
			setInt(into, uint64(n)) //nolint:gosec // an index
			return nil
		},
		lower: func(_ *Store, e *component.Encoder, from reflect.Value) error {
			n := getInt(from)
			if n >= uint64(len(names)) {
				return fmt.Errorf("%s has no case %d", from.Type(), from.Interface())
			}
			return e.Enum(names[n])
		},
	}
}

func flagsBound(names []string) bound {
	return bound{
		name: "flags", shape: flagsShape(names),
		lift: func(_ *Store, v *component.Value, into reflect.Value) error {
			if v.Kind() != component.Flags {
				return kindError("flags", v)
			}
			var set uint64
			for i := range v.Len() {
				bit, ok := indexOf(names, v.Flag(i))
				if !ok {
					return fmt.Errorf("the component sets flag %q, which the host's %s does not have", v.Flag(i), into.Type())
				}
				set |= 1 << bit
			}
			into.SetUint(set)
			return nil
		},
		lower: func(_ *Store, e *component.Encoder, from reflect.Value) error {
			set := from.Uint()
			if set>>len(names) != 0 {
				return fmt.Errorf("%s has only %d flags, not %#b", from.Type(), len(names), set)
			}
			if err := e.Open(component.Flags, bits.OnesCount64(set)); err != nil {
				return err
			}
			for i, name := range names {
				if set>>i&1 == 0 {
					continue
				}
				if err := e.Name(name); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func indexOf(names []string, name string) (int, bool) {
	for i := range names {
		if names[i] == name {
			return i, true
		}
	}
	return 0, false
}

func setInt(into reflect.Value, n uint64) {
	if into.CanUint() {
		into.SetUint(n)
		return
	}
	into.SetInt(int64(n)) //nolint:gosec // an index or flags
}

func getInt(from reflect.Value) uint64 {
	if from.CanUint() {
		return from.Uint()
	}
	return uint64(from.Int()) //nolint:gosec // a negative one is out of range
}
