package engine

import (
	"errors"
	"fmt"
	"reflect"
	"sync/atomic"

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
	store *Store
	raw   *component.GuestResource
}

// Owned tells an own handle from a borrow.
func (r *Resource) Owned() bool { return r.raw != nil && r.raw.Owned() }

// SameType reports whether two resources are of one type.
func (r *Resource) SameType(other *Resource) bool {
	return r.raw != nil && other.raw != nil && r.raw.SameType(other.raw)
}

// Drop ends the handle, and runs the guest's destructor if it owns; a second
// Drop does nothing. Whoever receives an owned resource must drop it or pass it
// on, or it lives as long as its store.
func (r *Resource) Drop() error {
	if r.raw == nil {
		return component.ErrClosed
	}
	if err := r.raw.Drop(r.store.owner()); err != nil {
		return r.store.runError("drop", err)
	}
	return nil
}

// resourceType is a resource type of the host's.
type resourceType struct {
	id uint32
	// name is the first that it was defined under, nil until then.
	name atomic.Pointer[string]
	// drop is set when the type is defined, and again where a linker grows while
	// guests run; nil until then, or without one.
	drop atomic.Pointer[dropFunc]
}

// errWrongType is what lifting a handle of another type gives. wasmtime has
// checked the guest; this can only be a host that mixes linkers.
func errWrongType(want reflect.Type, got any) error {
	return fmt.Errorf("the resource is a %T, not a %s", got, want)
}

func resourceOf[T any](s *Store, rep uint32, take bool) (T, error) {
	var zero T
	value, err := s.table.Get(rep)
	if err != nil {
		return zero, err
	}
	t, ok := value.(T)
	if !ok && value != nil {
		return zero, errWrongType(reflect.TypeFor[T](), value)
	}
	if take {
		_, err = s.table.Delete(rep)
	}
	return t, err
}

var errNilResource = errors.New("nil is no resource")

// resourceType finds the type of a value that goes to the guest: nil stands
// for the type of the value itself, of an Own[any].
func (s *Store) resourceType(t *resourceType, value any) (*resourceType, error) {
	switch {
	case t != nil:
		return t, nil
	case value == nil || s.binder.types == nil:
		return nil, errNilResource
	default:
		return s.binder.types.resource(reflect.TypeOf(value)), nil
	}
}

// pushed is a value that a lowering put into the table.
type pushed struct {
	rep   uint32
	owned bool
}

// lowerHandle puts a value into the table and writes a handle to it.
func (s *Store) lowerHandle(e *component.Encoder, t *resourceType, value any, owned bool) error {
	t, err := s.resourceType(t, value)
	if err != nil {
		return err
	}
	var drop dropFunc
	if defined := t.drop.Load(); owned && defined != nil {
		drop = *defined
	}
	rep := s.table.push(value, drop)
	s.pushed = append(s.pushed, pushed{rep, owned})
	e.HostResource(owned, rep, t.id)
	return nil
}

// endLowering ends a lowering that began when there were mark pushed values: what
// was lent is taken back, and all of it if the guest never got it.
func (s *Store) endLowering(mark int, all bool) {
	for _, p := range s.pushed[mark:] {
		if all || !p.owned {
			_, _ = s.table.Delete(p.rep)
		}
	}
	s.pushed = s.pushed[:mark]
}

// endCall ends the lowering of a call's arguments.
func (s *Store) endCall(mark int, err error) {
	if errors.Is(err, component.ErrTaken) {
		s.pushed = s.pushed[:mark] // what was lent is the guest's
		return
	}
	s.endLowering(mark, false)
}

// handle reads the next resource, from a host call's arguments or a result.
func (s *Store) handle(v *component.Value) (component.HostResource, *component.GuestResource, error) {
	if v.Kind() != component.ResourceKind {
		return component.HostResource{}, nil, kindError("a resource", v)
	}
	if s.current != nil {
		host, guest := s.current.Resource()
		return host, guest, nil
	}
	host, guest := s.raw.Resource(v)
	return host, guest, nil
}

// hostHandle reads the next resource, which must be the host's.
func (s *Store) hostHandle(v *component.Value) (component.HostResource, error) {
	host, guest, err := s.handle(v)
	if guest != nil {
		_ = guest.Drop(s.owner())
		err = errors.New("the resource is the guest's own: take it as a *Resource")
	}
	return host, err
}

func (Own[T]) bind(b *binder) bound {
	typ := b.resource(reflect.TypeFor[T]())
	return bind(codec[Own[T]]{
		name:      "own<" + reflect.TypeFor[T]().String() + ">",
		shape:     handleShape(component.NodeOwn, typ),
		resources: true,
		lift: func(s *Store, v *component.Value) (Own[T], error) {
			host, err := s.hostHandle(v)
			if err != nil {
				return Own[T]{}, err
			}
			if !host.Owned {
				return Own[T]{}, errors.New("the resource is borrowed, not owned")
			}
			value, err := resourceOf[T](s, host.Rep, true)
			return Own[T]{value}, err
		},
		lower: func(s *Store, e *component.Encoder, o Own[T]) error {
			return s.lowerHandle(e, typ, o.Value, true)
		},
	})
}

func (Borrow[T]) bind(b *binder) bound {
	typ := b.resource(reflect.TypeFor[T]())
	return bind(codec[Borrow[T]]{
		name:      "borrow<" + reflect.TypeFor[T]().String() + ">",
		shape:     handleShape(component.NodeBorrow, typ),
		resources: true,
		lift: func(s *Store, v *component.Value) (Borrow[T], error) {
			host, err := s.hostHandle(v)
			if err != nil {
				return Borrow[T]{}, err
			}
			if host.Owned {
				return Borrow[T]{}, errors.New("the resource is owned, not borrowed")
			}
			value, err := resourceOf[T](s, host.Rep, false)
			return Borrow[T]{value, host.Rep}, err
		},
		lower: func(s *Store, e *component.Encoder, o Borrow[T]) error {
			return s.lowerHandle(e, typ, o.Value, false)
		},
	})
}

// resourceCodec is for a guest's resources.
var resourceCodec = codec[*Resource]{
	name:      "resource",
	shape:     shape{component.ShapeHandle},
	resources: true,
	lift: func(s *Store, v *component.Value) (*Resource, error) {
		_, guest, err := s.handle(v)
		if err != nil {
			return nil, err
		}
		if guest == nil {
			return nil, errors.New("the resource is the host's: take it as an Own or a Borrow")
		}
		return &Resource{s, guest}, nil
	},
	lower: func(_ *Store, e *component.Encoder, r *Resource) error {
		if r == nil {
			return errors.New("a nil *Resource is no handle")
		}
		return e.GuestResource(r.raw)
	},
}

// liftAnyHandle lifts a handle of which nothing is known.
func liftAnyHandle(s *Store, v *component.Value) (any, error) {
	host, guest, err := s.handle(v)
	switch {
	case err != nil:
		return nil, err
	case guest != nil:
		return &Resource{s, guest}, nil
	case host.Owned:
		value, err := resourceOf[any](s, host.Rep, true)
		return Own[any]{value}, err
	default:
		value, err := resourceOf[any](s, host.Rep, false)
		return Borrow[any]{value, host.Rep}, err
	}
}
