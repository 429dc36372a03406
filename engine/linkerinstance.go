package engine

import (
	"reflect"
	"slices"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// LinkerInstance is one instance of a linker: a set of names.
type LinkerInstance struct {
	linker *Linker
	names  []definition

	own  bool            // nobody else has it: no lock, and it is never sealed
	kept int             // so many names came first, and stay
	only map[string]bool // if not nil, nothing else is defined
}

// skips reports whether a name is left out: nobody wants it, or it is there.
func (i *LinkerInstance) skips(name string) bool {
	if !i.own {
		return false
	}
	if i.only != nil && !i.only[name] {
		return true
	}
	at := i.index(name)
	return at >= 0 && at < i.kept
}

func (i *LinkerInstance) index(name string) int {
	return slices.IndexFunc(i.names, func(d definition) bool { return d.name == name })
}

// home is the linker; that of a zero value takes no definitions.
func (i *LinkerInstance) home() *Linker {
	if i.linker == nil {
		i.linker = &Linker{sealed: true, goTypes: new(goTypes)}
	}
	return i.linker
}

// binder is for what is defined in the instance.
func (i *LinkerInstance) binder() *binder {
	types := i.home().goTypes
	if types == nil { // of the zero Linker, which takes no definitions
		types = new(goTypes)
	}
	return &binder{types: types}
}

type definition struct {
	name     string
	instance *LinkerInstance
	define   func(*component.Scope) error
	shape    shape  // of a function of the host's; nil is any
	resource uint32 // the number of a resource type of the host's
	module   bool
}

// add replaces an earlier definition if the linker allows it.
func (i *LinkerInstance) add(d definition) error {
	if i.own {
		if !i.skips(d.name) {
			i.names = append(i.names, d)
		}
		return nil
	}
	i.home().mu.Lock()
	defer i.linker.mu.Unlock()
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
	i.home().mu.Lock()
	defer i.linker.mu.Unlock()
	for _, d := range i.names {
		if d.name == name && d.instance != nil {
			return d.instance
		}
	}
	nested := &LinkerInstance{linker: i.linker, own: i.own}
	if i.own || !i.linker.sealed { // or nothing can be defined in it
		i.names = append(i.names, definition{name: name, instance: nested})
	}
	return nested
}

// Func defines a host function: a HostFunc (F0 to F6), or any Go function,
// which is called through reflection. An error or a panic traps the guest.
func (i *LinkerInstance) Func(name string, fn any) error {
	if i.skips(name) {
		return nil
	}
	host, ok := fn.(HostFunc)
	if !ok {
		var err error
		if host, err = reflected(fn); err != nil {
			return err
		}
	}
	if host.bind == nil {
		return errNoFunction()
	}
	binding, err := host.bind(i.binder())
	if err != nil {
		return err
	}
	direct, err := host.direct.raw()
	if err != nil {
		return err
	}
	return i.add(definition{name: name, shape: binding.shape, define: func(s *component.Scope) error {
		return s.Func(name, component.HostFunction{Call: binding.call, Resources: binding.resources, Direct: direct})
	}})
}

// Module provides a core module that components can instantiate.
func (i *LinkerInstance) Module(name string, m *Component) error {
	if m.Kind() != KindModule {
		return &Error{Op: "link", Message: name + " is not a core module"}
	}
	if m.engine != i.home().engine {
		return errEngines("link")
	}
	return i.add(definition{name: name, module: true, define: func(s *component.Scope) error {
		return s.Module(name, orClosed(m.raw))
	}})
}

// DefineResource defines a resource type whose values are of the Go type T. An
// interface that only uses the type of another one defines it again, with the
// same T. drop, if not nil, is called when a guest drops its last owned handle,
// and for what guests still have when the store is closed.
func DefineResource[T any](i *LinkerInstance, name string, drop func(*Store, T) error) error {
	t := i.binder().types.resource(reflect.TypeFor[T]())
	t.name.CompareAndSwap(nil, &name)
	err := i.add(definition{name: name, resource: t.id, define: func(s *component.Scope) error {
		return s.Resource(name, t.id, func(raw *component.Store, rep uint32) error {
			store := storeOf(raw)
			if err := store.mayLeave(); err != nil {
				return err
			}
			value, err := resourceOf[T](store, rep, true)
			if err != nil || drop == nil {
				return err
			}
			return drop(store, value)
		})
	}})
	if err == nil && drop != nil {
		typed := dropFunc(func(s *Store, value any) error {
			v, _ := value.(T)
			return drop(s, v)
		})
		t.drop.Store(&typed)
	}
	return err
}

// define hands the names to wasmtime.
func (i *LinkerInstance) define(scope *component.Scope) error {
	for _, d := range i.names {
		if err := d.defineIn(scope); err != nil {
			return err
		}
	}
	return nil
}

func (d *definition) defineIn(scope *component.Scope) error {
	if d.instance == nil {
		return d.define(scope)
	}
	return scope.Instance(d.name, d.instance.define)
}
