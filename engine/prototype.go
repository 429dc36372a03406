package engine

import (
	varint "encoding/binary"
	"hash/fnv"
	"reflect"
	"slices"
	"sync"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// Prototype is the type of a host function, known before anything of the function is
// looked at: see PrototypeOf and LinkerInstance.FuncOf. It is made once, and written down.
type Prototype struct {
	// Shape is the type, in a form of this package that may change with it. It has no
	// resource types.
	Shape string
	// Handles are the resource types that it has, where in Shape they belong, by the
	// names of the instance that the function is defined in.
	Handles []PrototypeHandle
	// Resources tells that a parameter may hold a resource.
	Resources bool
}

// PrototypeHandle is a handle's type in a Prototype.
type PrototypeHandle struct {
	At       int    // offset of its number in Shape, in bytes
	Resource string // "output-stream"
}

// PrototypeOf finds out a function's type, for an instance in which the resource types
// that it uses are defined.
func PrototypeOf(i *LinkerInstance, fn HostFunc) (Prototype, error) {
	if fn.bind == nil {
		return Prototype{}, &TypeError{reflect.TypeFor[HostFunc](), "it has no function"}
	}
	bound, err := fn.bind(&binder{linker: i.home()})
	if err != nil {
		return Prototype{}, err
	}
	p := Prototype{Resources: bound.resources}
	all, missing := slices.Clone(bound.shape), false
	r := shapeReader{shape: all}
	r.handle = func(number int) {
		at := len(all) - len(r.shape) - numberSize
		found := number == 0 // any
		for n := range i.names {
			if !found && i.names[n].resource == uint32(number) { //nolint:gosec // it was one
				p.Handles = append(p.Handles, PrototypeHandle{at, i.names[n].name})
				found = true
			}
		}
		missing = missing || !found
		copy(all[at:], shape(nil).number(0))
	}
	// The number of an enum tells it from others of the host's: here by its names.
	r.enum = func() {
		at := len(all) - len(r.shape)
		size := int(varint.NativeEndian.Uint32(r.shape[numberSize:]))
		h := fnv.New32a()
		_, _ = h.Write(r.shape[2*numberSize:][:size])
		copy(all[at:], shape(nil).number(int(h.Sum32()|1<<31)))
	}
	r.function()
	if missing {
		return Prototype{}, &Error{Op: "link", Message: "a resource type of the function isn't defined in its instance"}
	}
	p.Shape = string(all)
	return p, nil
}

// FuncOf is Func for a function whose type is known, as PrototypeOf finds it. Nothing of
// the function is looked at before it is called: a component imports many functions that
// it never calls, and to make them ready takes longer than anything else of a linker.
func (i *LinkerInstance) FuncOf(name string, p *Prototype, fn HostFunc) error {
	if i.skips(name) {
		return nil
	}
	s, ok := i.shapeOf(p)
	if !ok || fn.bind == nil {
		return i.Func(name, fn)
	}
	direct, err := fn.direct.raw()
	if err != nil {
		return err
	}
	late := &lateFunc{bind: fn.bind, linker: i.home()}
	return i.add(definition{name: name, shape: s, define: func(s *component.Scope) error {
		return s.Func(name, component.HostFunction{Call: late.call, Resources: p.Resources, Direct: direct})
	}})
}

// shapeOf completes a type with the numbers of the resource types. False: one isn't
// there, or others may define things meanwhile.
func (i *LinkerInstance) shapeOf(p *Prototype) (shape, bool) {
	if !i.own || p == nil {
		return nil, false
	}
	s := shape(p.Shape)
	for _, h := range p.Handles {
		at := i.index(h.Resource)
		if at < 0 || i.names[at].resource == 0 {
			return nil, false
		}
		copy(s[h.At:], shape(nil).number(int(i.names[at].resource)))
	}
	return s, true
}

// lateFunc is a host function that is bound to its linker when it is first called.
type lateFunc struct {
	bind   func(*binder) (hostBinding, error)
	linker *Linker

	once  sync.Once
	bound component.HostFunc
	err   error
}

func (f *lateFunc) call(c *component.Call) error {
	f.once.Do(func() {
		b, err := f.bind(&binder{linker: f.linker})
		f.bound, f.err = b.call, err
	})
	if f.err != nil {
		return f.err
	}
	return f.bound(c)
}
