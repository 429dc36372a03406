package lane

import (
	"slices"
	"strings"

	"github.com/qyvol/qyvol/internal/guest/origin"
	"github.com/qyvol/qyvol/internal/wasm"
)

// Version changes whenever Adapt gives something else for the same guest.
const Version = 5

// The functions that engine.DefineLane defines.
const (
	probeName = "qyvol-lane-probe"
	takeName  = "qyvol-lane-take"
)

// Interfaces are the functions to adapt, by the names of their interfaces
// without versions: "wasi:io/streams" and "[method]output-stream.write".
type Interfaces map[string][]string

// FuncName is what the host's variant of a function is called, in the same
// interface: "qyvol-lane-output-stream-write" for "[method]output-stream.write".
func FuncName(name string) string { return laneName(name) }

// Adapt puts an adapter into a guest for the functions to adapt that it imports,
// and tells where in the guest each byte of the result was. False means that there
// are none, or that the guest is of a form that this package doesn't know: then it
// runs as it is. The same guest gives the same bytes.
//
// The result exports and imports what the guest does; only the interfaces with
// adapted functions have more of them.
func Adapt(guest []byte, adapt Interfaces) ([]byte, *origin.Map, bool) {
	file, err := wasm.Decode(guest)
	if err != nil || file.Component == nil || reserved(guest, file.Component) || !nestedKnown(guest, file.Component.Components) {
		return nil, nil, false
	}
	declared, ok := readImports(guest, file.Component)
	if !ok {
		return nil, nil, false
	}
	w := newRewriter(guest, file.Component, &declared)
	if !w.rewrite(adapt) {
		return nil, nil, false
	}
	if w.roomMade && w.leaves {
		w = newRewriter(guest, file.Component, &declared)
		w.paramsOnly = true
		if !w.rewrite(adapt) {
			return nil, nil, false
		}
	}
	return w.out, w.from, true
}

// adapted is an interface of which some functions are adapted.
type adapted struct {
	typ       *wasm.Type
	instance  uint32 // the index of the import
	functions map[string]*function
	order     []*function
}

// find finds what is to be adapted.
func (w *rewriter) find(adapt Interfaces) bool {
	declared := w.declared
	instances := map[uint32]int{} // how many imports are of a type
	for i := range w.in.Imports {
		if w.in.Imports[i].Sort == wasm.SortInstance {
			instances[declared.types[i]]++
		}
	}
	w.adapted = map[uint32]*adapted{}
	for i := range w.in.Imports {
		e := &w.in.Imports[i]
		name, _, _ := strings.Cut(e.Name, "@")
		if e.Sort != wasm.SortInstance || adapt[name] == nil {
			continue
		}
		a := w.adaptedOf(e.Type, adapt[name])
		if a == nil {
			continue
		}
		a.instance = declared.places[i]
		w.adapted[a.instance] = a
		typ := declared.types[i]
		if instances[typ] > 1 { // another import would have to have the same functions
			return false
		}
		w.extended[typ] = a
	}
	return len(w.adapted) > 0
}

// adaptedOf is nil if nothing in the interface can be adapted.
func (w *rewriter) adaptedOf(t *wasm.Type, names []string) *adapted {
	a := &adapted{typ: t, functions: map[string]*function{}}
	for i := range t.Exports {
		x := &t.Exports[i]
		if x.Sort != wasm.SortFunc || !slices.Contains(names, x.Name) {
			continue
		}
		if f, ok := adaptable(x.Name, x.Type); ok && (f.shape == inParam || !w.paramsOnly) {
			w.roomMade = w.roomMade || f.shape != inParam
			a.functions[x.Name] = f
			a.order = append(a.order, f)
		}
	}
	if len(a.order) == 0 {
		return nil
	}
	return a
}

// nestedKnown tells whether nested components leave the index spaces that change
// alone: those of core modules, which they can have aliases of.
func nestedKnown(guest []byte, nested []*wasm.Component) bool {
	for _, c := range nested {
		for _, s := range c.Sections {
			if s.ID != secAlias {
				continue
			}
			r := &reader{wasm.Scanner{In: guest[s.Offset : s.Offset+s.Size]}}
			ok := true
			r.List(func() { ok = ok && !r.outerModule() })
			if r.Bad || !ok {
				return false
			}
		}
		if !nestedKnown(guest, c.Components) {
			return false
		}
	}
	return true
}

// outerModule skips an alias, and tells whether it is one of a module outside.
func (r *reader) outerModule() bool {
	sort := r.sort()
	target := r.Byte()
	r.U32()
	if target == 2 {
		r.U32()
	} else {
		r.Vector()
	}
	return sort == wasm.SortModule && target == 2
}

// extend adds the host's variants to the declaration of an interface.
func (a *adapted) extend(def []byte) (writer, bool) {
	r := &reader{wasm.Scanner{In: def}}
	if r.Byte() != typeInstance {
		return nil, false
	}
	declarations := r.U32()
	body, types, named := r.At, uint32(0), map[string]uint32{}
	for range declarations {
		name, typ := r.declaration(0)
		if name != "" && typ {
			named[name] = types
		}
		if typ {
			types++
		}
	}
	if r.Bad || r.At != len(def) {
		return nil, false
	}
	out := append(writer{}, def[body:]...)
	declare := func(b writer) { out.bytes(b...); declarations++ }
	s := &scope{iface: a.typ}
	s.define = func(t writer) uint32 {
		declare(append(writer{1}, t...))
		types++
		return types - 1
	}
	s.named = func(name string) (uint32, bool) { i, ok := named[name]; return i, ok }
	fn := func(name string, typ writer) {
		w := writer{4}
		w.extern(name)
		w.bytes(1)
		w.u32(s.define(typ))
		declare(w)
	}
	for _, f := range a.order {
		fn(f.lane, f.hostType(s))
	}
	fn(probeName, s.function([]wasm.Member{{Name: "find", Type: typeU32}}, typeU32))
	fn(takeName, s.function([]wasm.Member{{Name: "into", Type: typePlace}}, nil))
	w := writer{typeInstance}
	w.u32(declarations)
	return append(w, out...), !s.bad
}
