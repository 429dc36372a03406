package engine

import (
	"fmt"
	"reflect"

	"github.com/qyvol/qyvol/engine/internal/component"
)

func (b *binder) bindVariant(t reflect.Type) (bound, error) {
	list, resources, err := b.members(t, 1, func(f reflect.StructField) (reflect.Type, error) {
		if f.Type.Kind() != reflect.Pointer {
			return nil, &TypeError{t, "case " + f.Name + " is not a pointer"}
		}
		return f.Type.Elem(), nil
	})
	if err != nil {
		return bound{}, err
	}
	v := variant{t, list}
	return bound{name: "variant", resources: resources, lift: v.lift, lower: v.lower}, nil
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

func enumBound(names []string) bound {
	return bound{
		name: "enum",
		lift: func(_ *Store, v *component.Value, into reflect.Value) error {
			if v.Kind() != component.Enum {
				return kindError("an enum", v)
			}
			name := v.Str()
			for i := range names {
				if names[i] == name {
					setInt(into, uint64(i)) //nolint:gosec // an index
					return nil
				}
			}
			return fmt.Errorf("the component passes case %q, which the host's %s does not have", name, into.Type())
		},
		lower: func(_ *Store, e *component.Encoder, from reflect.Value) error {
			n := getInt(from)
			if n >= uint64(len(names)) {
				return fmt.Errorf("%s has no case %d", from.Type(), n)
			}
			return e.Enum(names[n])
		},
	}
}

func flagsBound(names []string) bound {
	return bound{
		name: "flags",
		lift: func(_ *Store, v *component.Value, into reflect.Value) error {
			if v.Kind() != component.Flags {
				return kindError("flags", v)
			}
			var bits uint64
			for i := range v.Len() {
				bit, ok := indexOf(names, v.Flag(i))
				if !ok {
					return fmt.Errorf("the component sets flag %q, which the host's %s does not have", v.Flag(i), into.Type())
				}
				bits |= 1 << bit
			}
			setInt(into, bits)
			return nil
		},
		lower: func(_ *Store, e *component.Encoder, from reflect.Value) error {
			bits := getInt(from)
			if bits>>len(names) != 0 {
				return fmt.Errorf("%s has only %d flags, not %#b", from.Type(), len(names), bits)
			}
			e.Open(component.Flags, countBits(bits))
			for i, name := range names {
				if bits>>i&1 == 0 {
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

func countBits(bits uint64) (n int) {
	for ; bits != 0; bits &= bits - 1 {
		n++
	}
	return n
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
