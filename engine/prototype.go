package engine

import (
	varint "encoding/binary"
	"hash/fnv"
	"reflect"
	"slices"
	"sync"

	"github.com/qyvol/qyvol/engine/internal/component"
	"github.com/qyvol/qyvol/internal/prototype"
)

// PrototypeOf determines a function's type, for an instance in which the resource types
// that it uses are defined. It is for this module, which writes the types of its functions
// down: see LinkerInstance.FuncOf.
func PrototypeOf(i *LinkerInstance, fn HostFunc) (prototype.Func, error) {
	if fn.bind == nil {
		return prototype.Func{}, errNoFunction()
	}
	bound, err := fn.bind(i.binder())
	if err != nil {
		return prototype.Func{}, err
	}
	i.linker.mu.Lock()
	defer i.linker.mu.Unlock()
	p := prototype.Func{Resources: bound.resources}
	all, missing := slices.Clone(bound.shape), false
	r := shapeReader{shape: all}
	r.handle = func(number int) {
		if number == 0 { // any
			return
		}
		at := slices.IndexFunc(i.names, func(d definition) bool { return int(d.resource) == number })
		if at < 0 {
			missing = true
			return
		}
		h := prototype.Handle{At: len(all) - len(r.shape) - numberSize, Resource: i.names[at].name}
		p.Handles = append(p.Handles, h)
		copy(all[h.At:], shape(nil).number(0))
	}
	// The number of an enum tells it from others of the host's: here by its names.
	r.enum = func() {
		size := int(varint.NativeEndian.Uint32(r.shape[numberSize:]))
		h := fnv.New32a()
		_, _ = h.Write(r.shape[2*numberSize:][:size])
		copy(all[len(all)-len(r.shape):], shape(nil).number(int(h.Sum32()|1<<31)))
	}
	r.function()
	if missing {
		return prototype.Func{}, &Error{Op: "link", Message: "a resource type of the function isn't defined in its instance"}
	}
	p.Shape = string(all)
	return p, nil
}

// FuncOf is Func for a function of which PrototypeOf has told the type. In an instance that
// Provide fills, nothing of the function is looked at until it is called: a component
// imports many functions that it never calls, and preparing them is most of the cost of a
// linker. Elsewhere, FuncOf is Func. It is for this module.
func (i *LinkerInstance) FuncOf(name string, p *prototype.Func, fn HostFunc) error {
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
	late := &lateFunc{bind: fn.bind, types: i.linker.goTypes}
	return i.add(definition{name: name, shape: s, define: func(s *component.Scope) error {
		return s.Func(name, component.HostFunction{Call: late.call, Resources: p.Resources, Direct: direct})
	}})
}

// shapeOf completes a type with the numbers of the resource types. False: one isn't
// there, or may be of another Go type, or others may define things meanwhile.
func (i *LinkerInstance) shapeOf(p *prototype.Func) (shape, bool) {
	if !i.own || p == nil || p.Shape == "" {
		return nil, false
	}
	s := shape(p.Shape)
	for _, h := range p.Handles {
		at := i.index(h.Resource)
		if at < i.kept || i.names[at].resource == 0 {
			return nil, false
		}
		copy(s[h.At:], shape(nil).number(int(i.names[at].resource)))
	}
	return s, true
}

func errNoFunction() error { return &TypeError{reflect.TypeFor[HostFunc](), "it has no function"} }

// lateFunc is a host function that is bound to its linker's types when it is first called.
// It must not hold the linker: functions live as long as somebody may call them.
type lateFunc struct {
	bind  func(*binder) (hostBinding, error)
	types *goTypes

	once  sync.Once
	bound component.HostFunc
	err   error
}

func (f *lateFunc) call(c *component.Call) error {
	f.once.Do(func() {
		f.err = errUnbound // if it panics
		b, err := f.bind(&binder{types: f.types})
		f.bound, f.err = b.call, err
	})
	if f.err != nil {
		return f.err
	}
	return f.bound(c)
}

var errUnbound = &Error{Op: "link", Message: "the function's type can't be bound"}
