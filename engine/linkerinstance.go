package engine

import (
	"errors"
	"reflect"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// LinkerInstance is one instance of a linker: a set of names.
type LinkerInstance struct {
	linker *Linker
	names  []definition
}

type definition struct {
	name     string
	instance *LinkerInstance
	define   func(*component.Scope) error
}

// ErrSealed is returned for a definition that comes after instantiation.
var ErrSealed = errors.New("the linker has instantiated already: define everything first")

// add replaces an earlier definition if the linker allows it.
func (i *LinkerInstance) add(d definition) error {
	if i.linker.sealed {
		return ErrSealed
	}
	for n := range i.names {
		if i.names[n].name == d.name {
			if !i.linker.shadow {
				return &DuplicateError{d.name}
			}
			i.names[n] = d
			return nil
		}
	}
	i.names = append(i.names, d)
	return nil
}

// Instance returns the nested instance of a name, creating it if needed.
func (i *LinkerInstance) Instance(name string) *LinkerInstance {
	for _, d := range i.names {
		if d.name == name && d.instance != nil {
			return d.instance
		}
	}
	nested := &LinkerInstance{linker: i.linker}
	i.names = append(i.names, definition{name: name, instance: nested})
	return nested
}

// Func defines a host function: a HostFunc (F0 to F6), or any Go function,
// which is called through reflection. An error or a panic traps the guest.
func (i *LinkerInstance) Func(name string, fn any) error {
	host, ok := fn.(HostFunc)
	if !ok {
		var err error
		if host, err = reflected(fn); err != nil {
			return err
		}
	}
	binding, err := host.bind(&binder{linker: i.linker})
	if err != nil {
		return err
	}
	return i.add(definition{name: name, define: func(s *component.Scope) error {
		return s.Func(name, binding.call, binding.resources)
	}})
}

// Module provides a core module that components can instantiate.
func (i *LinkerInstance) Module(name string, m *Component) error {
	if m.Kind() != KindModule {
		return &Error{Op: "link", Message: name + " is not a core module"}
	}
	return i.add(definition{name: name, define: func(s *component.Scope) error {
		return s.Module(name, m.raw)
	}})
}

// DefineResource defines a resource type whose values are of the Go type T.
// drop, if not nil, is called when a guest drops its last owned handle.
func DefineResource[T any](i *LinkerInstance, name string, drop func(*Store, T) error) error {
	id := i.linker.resourceID(reflect.TypeFor[T]())
	return i.add(definition{name: name, define: func(s *component.Scope) error {
		return s.Resource(name, id, func(raw *component.Store, rep uint32) error {
			store := raw.Owner.(*Store) //nolint:forcetypeassert // NewStore sets it
			value, err := resourceOf[T](store, rep, true)
			if err != nil || drop == nil {
				return err
			}
			return drop(store, value)
		})
	}})
}

// define hands the names to wasmtime.
func (i *LinkerInstance) define(scope *component.Scope) error {
	for _, d := range i.names {
		err := i.defineOne(scope, d)
		if err != nil {
			return err
		}
	}
	return nil
}

func (i *LinkerInstance) defineOne(scope *component.Scope, d definition) error {
	if d.instance == nil {
		return d.define(scope)
	}
	nested, err := scope.Instance(d.name)
	if err != nil {
		return err
	}
	defer nested.Close()
	return d.instance.define(nested)
}
