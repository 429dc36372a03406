package lane

import (
	"github.com/qyvol/qyvol/internal/guest/origin"
	"github.com/qyvol/qyvol/internal/wasm"
)

// rewriter writes a guest again with adapters in it. What it puts in between
// moves the entries of four index spaces; all else stays where it was.
type rewriter struct {
	guest []byte
	in    *wasm.Component
	out   writer
	from  *origin.Map // where in the guest what has code was
	bad   bool

	declared   *imports
	hosts      leaving
	paramsOnly bool // adapt only functions that take bytes
	roomMade   bool // functions that give some were adapted
	leaves     bool // the guest has ways to leave its instance that the host does not see

	adapted  map[uint32]*adapted // by the index of the import
	extended map[uint32]*adapted // by the types of their imports
	types    uint32

	modules, instances, coreFuncs, funcs space

	lowered map[uint32]*lowered // by the guest's indices of functions
	pending []*lowering
}

func newRewriter(guest []byte, in *wasm.Component, declared *imports) *rewriter {
	return &rewriter{
		guest: guest, in: in, declared: declared, from: &origin.Map{}, hosts: newLeaving(in, declared),
		lowered: map[uint32]*lowered{}, extended: map[uint32]*adapted{},
	}
}

// rewrite tells whether there is something to adapt, and the guest is of a form
// that is known.
func (w *rewriter) rewrite(adapt Interfaces) bool {
	if !w.find(adapt) {
		return false
	}
	w.out = append(make(writer, 0, len(w.guest)+len(w.guest)/16+1<<13), componentPreamble...)
	for _, s := range w.in.Sections {
		w.section(s)
	}
	return !w.bad
}

// space maps the guest's indices of a space to new ones.
type space struct {
	to   []uint32
	next uint32
}

// waiting is an entry that is not written yet.
const waiting = ^uint32(0)

func (s *space) add() {
	s.to = append(s.to, s.next)
	s.next++
}

// made is for an entry that the guest doesn't have.
func (s *space) made() uint32 {
	s.next++
	return s.next - 1
}

func (w *rewriter) index(s *space, old uint32) uint32 {
	if uint64(old) >= uint64(len(s.to)) {
		w.bad = true
		return 0
	}
	if s.to[old] == waiting {
		w.flush()
	}
	return s.to[old]
}

// lowered is a function of an adapted interface, as the guest's alias has it.
type lowered struct {
	*adapted
	*function
}

// lowering is where the guest lowers one.
type lowering struct {
	lowered
	core            uint32 // the guest's index of the core function
	memory, realloc uint32 // the guest's indices
}

func (w *rewriter) section(s wasm.Section) {
	body := w.guest[s.Offset : s.Offset+s.Size]
	r := &reader{wasm.Scanner{In: body}}
	one := map[byte]func(*reader, *writer){
		secType: w.typeDef, secImport: w.importDef, secAlias: w.alias, secCanon: w.canon,
		secCoreInstance: w.coreInstance, secInstance: w.instance, secExport: w.export,
	}[s.ID]
	switch {
	case one != nil:
		for n := r.U32(); n > 0 && !r.Bad && !w.bad; n-- {
			var def writer
			if one(r, &def); def != nil {
				w.out.one(s.ID, func(w *writer) { w.bytes(def...) })
			}
		}
		w.bad = w.bad || r.Bad || r.At != len(body)
	case s.ID == secCoreModule:
		w.modules.add()
		w.copy(s)
	case s.ID == secComponent:
		w.copy(s)
	case s.ID == secCustom && !r.componentName():
		w.out.raw(s.ID, body)
	case s.ID != secCustom:
		w.bad = true
	}
}

// copy copies a section with code, and notes where it was.
func (w *rewriter) copy(s wasm.Section) {
	w.out.raw(s.ID, w.guest[s.Offset:s.Offset+s.Size])
	w.from.Add(uint64(len(w.out))-uint64(s.Size), uint64(s.Offset), uint64(s.Size)) //nolint:gosec // none is negative
}

// componentName tells the section that names definitions by their indices.
func (r *reader) componentName() bool { return r.name() == "component-name" }

func (w *rewriter) typeDef(r *reader, out *writer) {
	start := r.At
	if r.At < len(r.In) && r.In[r.At] == typeResource {
		out.bytes(r.Byte(), r.Byte(), r.Byte())
		if (*out)[2] != 0 {
			out.u32(w.index(&w.coreFuncs, r.U32()))
		}
	} else {
		r.typeDef(0)
		*out = append(*out, r.In[start:r.At]...)
	}
	if a := w.extended[w.types]; a != nil && !r.Bad {
		var ok bool
		*out, ok = a.extend(*out)
		w.bad = w.bad || !ok
	}
	w.types++
}

func (w *rewriter) importDef(r *reader, out *writer) {
	start := r.At
	_, sort := r.externDef()
	w.hosts.given(w, sort)
	w.define(sort)
	*out = append(*out, r.In[start:r.At]...)
}

// define notes an entry of a component's index spaces.
func (w *rewriter) define(sort wasm.Sort) {
	switch sort {
	case wasm.SortFunc:
		w.funcs.add()
	case wasm.SortModule:
		w.modules.add()
	case wasm.SortType:
		w.types++
	case wasm.SortValue, wasm.SortComponent, wasm.SortInstance:
	}
}

const coreExport = 1

func (w *rewriter) alias(r *reader, out *writer) {
	start := r.At
	if r.Byte() == 0 && r.Byte() != 0x11 && r.Byte() == coreExport {
		*out = append(*out, r.In[start:r.At]...)
		out.u32(w.index(&w.instances, r.U32()))
		out.name(r.name())
		if r.In[start+1] == 0 {
			w.coreFuncs.add()
		}
		return
	}
	r.At = start
	sort := r.sort()
	target, of := r.Byte(), r.U32()
	if target == 2 {
		r.U32()
		w.bad = w.bad || sort == wasm.SortModule || sort == 0
	} else if name := r.name(); sort == wasm.SortFunc && target == 0 {
		if a := w.adapted[of]; a != nil && a.functions[name] != nil {
			w.lowered[uint32(len(w.funcs.to))] = &lowered{a, a.functions[name]} //nolint:gosec // limited by package wasm
		}
	}
	w.bad = w.bad || target != 0 && target != 2
	if target == 0 && w.hosts.instances[of] {
		w.hosts.given(w, sort)
	}
	w.define(sort)
	*out = append(*out, r.In[start:r.At]...)
}

// item copies a sort and an index.
func (w *rewriter) item(r *reader, out *writer) wasm.Sort {
	sort := r.sort()
	index := r.U32()
	switch sort {
	case wasm.SortFunc:
		index = w.index(&w.funcs, index)
	case wasm.SortModule:
		index = w.index(&w.modules, index)
	case 0:
		w.bad = true
		return 0
	case wasm.SortType, wasm.SortInstance, wasm.SortComponent, wasm.SortValue:
	}
	*out = append(*out, sortBytes[sort]...)
	out.u32(index)
	return sort
}

func (w *rewriter) coreInstance(r *reader, out *writer) {
	form := r.Byte()
	out.bytes(form)
	if form == 0 {
		out.u32(w.index(&w.modules, r.U32()))
	}
	n := r.U32()
	out.u32(n)
	for ; n > 0 && !r.Bad; n-- {
		out.name(r.name())
		sort, index := r.Byte(), r.U32()
		switch {
		case form == 0:
			index = w.index(&w.instances, index)
		case sort == 0:
			index = w.index(&w.coreFuncs, index)
		}
		out.bytes(sort)
		out.u32(index)
	}
	w.instances.add()
}

func (w *rewriter) instance(r *reader, out *writer) {
	form := r.Byte()
	out.bytes(form)
	if form == 0 {
		out.u32(r.U32())
	}
	n := r.U32()
	out.u32(n)
	for ; n > 0 && !r.Bad; n-- {
		if form != 0 {
			b := r.Byte()
			w.bad = w.bad || b > 1
			out.bytes(b)
		}
		out.name(r.name())
		w.item(r, out)
	}
}

func (w *rewriter) export(r *reader, out *writer) {
	b := r.Byte()
	w.bad = w.bad || b > 1
	out.bytes(b)
	out.name(r.name())
	sort := w.item(r, out)
	start := r.At
	if r.Byte() != 0 {
		if r.sort() == wasm.SortType && r.Byte() != 0 {
			r.Bad = true // a type is exported as what it is
		}
		r.U32()
	}
	*out = append(*out, r.In[start:r.At]...)
	w.define(sort)
}
