package engine

import (
	"maps"
	"slices"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// Provide provides an instance from which only what components import is defined,
// when the first one that imports it is instantiated: a linker for much costs
// little. fill defines all of the instance, in any goroutine and any number of
// times; what nobody asked for is left out. What is defined by its name takes
// precedence.
func (l *Linker) Provide(name string, fill func(*LinkerInstance) error) error {
	return l.define(func() error {
		l.provided = append(l.provided, provider{name: name, fill: fill})
		return nil
	})
}

// CoreFunction is a host function for core modules, as of RawCoreFunc.
type CoreFunction struct {
	Signature CoreSignature
	Call      func(*Caller) error
	// Memory tells that Call begins by asking for Caller.Memory("memory"), which is
	// then cheaper.
	Memory bool
	// Direct is what C answers in place of Call where it can; it has to have the
	// signature. Memory is then said, too.
	Direct Direct
}

// ProvideCore provides functions of a module's name to core modules, of which only
// those that are imported are defined. find is asked for them by their names, in
// any goroutine.
func (l *Linker) ProvideCore(module string, find func(name string) (CoreFunction, bool)) error {
	return l.define(func() error {
		l.providedCore = append(l.providedCore, coreProvider{module, find})
		return nil
	})
}

type provider struct {
	name string
	fill func(*LinkerInstance) error
}

type coreProvider struct {
	module string
	find   func(name string) (CoreFunction, bool)
}

// wants are what components import of instances that are provided: the provided
// instance's name, then those of its parts. nil parts are all.
type wants map[string]map[string]bool

// grown is a linker of wasmtime's with all that was defined by name, and with a
// part of what is provided.
type grown struct {
	raw   *component.Linker
	root  *LinkerInstance
	wants wants
}

// covers reports whether everything is there that a component wants.
func (g *grown) covers(w wants) bool {
	if g == nil {
		return false
	}
	for name, parts := range w {
		have, ok := g.wants[name]
		if !ok || parts == nil && have != nil {
			return false
		}
		for part := range parts {
			if have != nil && !have[part] {
				return false
			}
		}
	}
	return true
}

// wantsOf finds what a component imports of what is provided.
func (l *Linker) wantsOf(c *Component) (wants, error) {
	imports, complete := c.imports()
	if !complete {
		return nil, ErrTypeSize
	}
	w := wants{}
	want := func(name string, parts []component.Import) {
		if w[name] == nil {
			w[name] = map[string]bool{}
		}
		for _, part := range parts {
			w[name][part.Name] = true
		}
	}
	for _, i := range imports {
		for _, p := range l.provided {
			if c.Kind() == KindComponent && (p.name == i.Name || compatible(p.name, i.Name)) {
				want(p.name, i.Parts)
			}
		}
		for _, p := range l.providedCore {
			if c.Kind() == KindModule && p.module == i.Name {
				want(p.module, i.Parts)
			}
		}
	}
	return w, nil
}

// linkerFor returns a linker that has what a component imports, held for a store.
func (l *Linker) linkerFor(s *component.Store, c *Component) (raw *component.Linker, err error) {
	if len(l.provided)+len(l.providedCore) == 0 {
		raw = l.raw
		if !raw.Hold(s) {
			return nil, component.ErrClosed
		}
		if err := l.fits(c, l.root); err != nil {
			raw.Release(s)
			return nil, err
		}
		return raw, nil
	}
	l.growing.Lock()
	defer l.growing.Unlock()
	if l.closed {
		return nil, component.ErrClosed
	}
	if l.grown == nil || c.servedBy.Load() != l.grown {
		w, err := l.wantsOf(c)
		if err == nil && !l.grown.covers(w) {
			err = l.grow(w)
		}
		if err != nil {
			return nil, err
		}
		if err := l.fits(c, l.grown.root); err != nil {
			return nil, err
		}
		c.servedBy.Store(l.grown)
	}
	raw = l.grown.raw
	if !raw.Hold(s) {
		return nil, component.ErrClosed
	}
	return raw, nil
}

// grow makes a linker that has more. The one before is freed when nobody uses it.
func (l *Linker) grow(w wants) error {
	all := wants{}
	if l.grown != nil {
		maps.Copy(all, l.grown.wants)
	}
	for name, parts := range w {
		have, known := all[name]
		switch {
		case !known:
			all[name] = parts
		case have != nil && parts == nil:
			all[name] = nil
		case have != nil:
			have = maps.Clone(have)
			maps.Copy(have, parts)
			all[name] = have
		}
	}
	raw, root, err := l.defined(all)
	if err != nil {
		return err
	}
	if l.grown != nil {
		l.grown.raw.Close()
	}
	l.grown = &grown{raw, root, all}
	return nil
}

// known leaves out what nothing provides: names are a guest's, and a linker outlives
// many guests.
func (l *Linker) known(w wants, root *LinkerInstance) {
	for _, p := range l.provided {
		parts := w[p.name]
		at := root.index(p.name)
		if len(parts) == 0 || at < 0 || root.names[at].instance == nil {
			continue
		}
		maps.DeleteFunc(parts, func(part string, _ bool) bool { return root.names[at].instance.index(part) < 0 })
	}
	for _, p := range l.providedCore {
		maps.DeleteFunc(w[p.module], func(part string, _ bool) bool {
			_, ok := p.find(part)
			return !ok
		})
	}
}

// defined makes a linker with everything that was defined by name, and with what is
// wanted of what is provided.
func (l *Linker) defined(w wants) (*component.Linker, *LinkerInstance, error) {
	root, err := l.filled(w)
	if err != nil {
		return nil, nil, err
	}
	l.known(w, root)
	raw := component.NewLinker(orClosed(l.engine.raw))
	err = raw.AllowShadowing(true) // who may replace what is settled already
	l.mu.Lock()
	replay := slices.Clone(l.replay)
	l.mu.Unlock()
	for _, again := range replay {
		err = firstError(err, again(raw))
	}
	err = firstError(err, raw.Define(root.define), l.fillCore(raw, w))
	if err != nil {
		raw.Close()
		return nil, nil, linkError(err)
	}
	return raw, root, nil
}

// filled copies what was defined by name, and adds what is wanted.
func (l *Linker) filled(w wants) (*LinkerInstance, error) {
	root := &LinkerInstance{linker: l, names: slices.Clone(l.root.names), own: true}
	for _, p := range l.provided {
		parts, wanted := w[p.name]
		if !wanted {
			continue
		}
		into := &LinkerInstance{linker: l, own: true, only: parts}
		if at := root.index(p.name); at >= 0 {
			if root.names[at].instance == nil {
				continue // something else has the name: instantiation says so
			}
			into.names = slices.Clone(root.names[at].instance.names)
			root.names[at].instance = into
		} else {
			root.names = append(root.names, definition{name: p.name, instance: into})
		}
		into.kept = len(into.names)
		if err := p.fill(into); err != nil {
			return nil, err
		}
	}
	return root, nil
}

func (l *Linker) fillCore(raw *component.Linker, w wants) error {
	for _, p := range l.providedCore {
		for name := range w[p.module] {
			f, ok := p.find(name)
			if !ok || l.coreNames[[2]string{p.module, name}] {
				continue
			}
			core, err := rawCore(f)
			if err != nil {
				return err
			}
			if err := raw.CoreFunc(p.module, name, core); err != nil {
				return err
			}
		}
	}
	return nil
}

// fillFor defines by name what a component imports of what is provided.
func (l *Linker) fillFor(c *Component) error {
	w, err := l.wantsOf(c)
	if err != nil {
		return err
	}
	root, err := l.filled(w)
	if err != nil {
		return err
	}
	return l.define(func() error {
		l.root.names = root.names
		for _, d := range l.root.names {
			if d.instance != nil {
				d.instance.own, d.instance.only = false, nil
			}
		}
		return nil
	})
}

// imports lists a component's imports; false means that there are too many.
func (c *Component) imports() ([]component.Import, bool) {
	c.importsOnce.Do(func() { c.importList, c.importsAll = orClosed(c.raw).Imports() })
	return c.importList, c.importsAll
}
