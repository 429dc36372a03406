package engine

import (
	"fmt"
	"reflect"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// Own is a handle that owns a resource of the host's type T, as WIT's own<T>.
// As an argument, it gives the value to the host, which has it out of the
// store's table; as a result, it gives the value to the guest.
type Own[T any] struct{ Value T }

// Borrow is a handle that lends a resource, as WIT's borrow<T>.
type Borrow[T any] struct {
	Value T
	rep   uint32
}

// Rep is the representation in the store's Table of an argument's resource.
func (b Borrow[T]) Rep() uint32 { return b.rep }

// Resource is a handle to a resource that a guest defined.
type Resource struct {
	raw *component.GuestResource
}

// Owned tells an own handle from a borrow.
func (r *Resource) Owned() bool { return r.raw.Owned() }

// SameType tells whether two resources are of one type.
func (r *Resource) SameType(other *Resource) bool { return r.raw.SameType(other.raw) }

// Drop ends the handle, and runs the guest's destructor if it owns. Whoever
// receives an owned resource must drop it or pass it on.
func (r *Resource) Drop() error {
	if err := r.raw.Drop(); err != nil {
		return compileError(err)
	}
	return nil
}

// errWrongType is what lifting a handle of another type gives. wasmtime has
// checked the guest; this can only be a host that mixes linkers.
func errWrongType(want reflect.Type, got any) error {
	return fmt.Errorf("the resource is a %T, not a %s", got, want)
}

func resourceOf[T any](s *Store, rep uint32, take bool) (T, error) {
	get := s.table.Get
	if take {
		get = s.table.Delete
	}
	var zero T
	value, err := get(rep)
	if err != nil {
		return zero, err
	}
	t, ok := value.(T)
	if !ok {
		return zero, errWrongType(reflect.TypeFor[T](), value)
	}
	return t, nil
}

// anyResource stands for the type of the value itself, of an Own[any].
const anyResource = 0

func (s *Store) resourceType(typ uint32, value any) uint32 {
	if typ == anyResource && s.binder != nil {
		return s.binder.resource(reflect.TypeOf(value))
	}
	return typ
}

// handle reads the next resource, from a host call's arguments or a result.
func (s *Store) handle(v *component.Value) (rep uint32, guest *component.GuestResource, err error) {
	if v.Kind() != component.ResourceKind {
		return 0, nil, kindError("a resource", v)
	}
	if s.current != nil {
		rep, _, guest = s.current.HostResource()
		return rep, guest, nil
	}
	rep, _, guest, err = s.raw.Resource(v)
	return rep, guest, err
}

func (Own[T]) bind(b *binder) bound {
	typ := b.resource(reflect.TypeFor[T]())
	return bind(codec[Own[T]]{
		name:      "own<" + reflect.TypeFor[T]().String() + ">",
		resources: true,
		lift: func(s *Store, v *component.Value) (Own[T], error) {
			rep, guest, err := s.handle(v)
			if err != nil || guest != nil {
				return Own[T]{}, hostOnly(guest, err)
			}
			value, err := resourceOf[T](s, rep, true)
			return Own[T]{value}, err
		},
		lower: func(s *Store, e *component.Encoder, o Own[T]) error {
			e.HostResource(true, s.table.Push(o.Value), s.resourceType(typ, o.Value))
			return nil
		},
	})
}

func (Borrow[T]) bind(b *binder) bound {
	typ := b.resource(reflect.TypeFor[T]())
	return bind(codec[Borrow[T]]{
		name:      "borrow<" + reflect.TypeFor[T]().String() + ">",
		resources: true,
		lift: func(s *Store, v *component.Value) (Borrow[T], error) {
			rep, guest, err := s.handle(v)
			if err != nil || guest != nil {
				return Borrow[T]{}, hostOnly(guest, err)
			}
			value, err := resourceOf[T](s, rep, false)
			return Borrow[T]{value, rep}, err
		},
		lower: func(s *Store, e *component.Encoder, o Borrow[T]) error {
			rep := s.table.Push(o.Value)
			s.borrows = append(s.borrows, rep)
			e.HostResource(false, rep, s.resourceType(typ, o.Value))
			return nil
		},
	})
}

func hostOnly(guest *component.GuestResource, err error) error {
	if err != nil {
		return err
	}
	guest.Forget()
	return fmt.Errorf("the resource is the guest's own: take it as a *Resource")
}

// resourceCodec is for a guest's resources.
var resourceCodec = codec[*Resource]{
	name:      "resource",
	resources: true,
	lift: func(s *Store, v *component.Value) (*Resource, error) {
		_, guest, err := s.handle(v)
		if err == nil && guest == nil {
			err = fmt.Errorf("the resource is the host's: take it as an Own or a Borrow")
		}
		return &Resource{guest}, err
	},
	lower: func(_ *Store, e *component.Encoder, r *Resource) error {
		if r == nil {
			return fmt.Errorf("a nil *Resource is no handle")
		}
		return e.GuestResource(r.raw)
	},
}

// endBorrows takes back what was lent since mark.
func (s *Store) endBorrows(mark int) {
	for _, rep := range s.borrows[mark:] {
		_, _ = s.table.Delete(rep) //nolint:errcheck // pushed by lower
	}
	s.borrows = s.borrows[:mark]
}
