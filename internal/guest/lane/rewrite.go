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

	adapted  []*adapted
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
	r := &reader{in: body}
	one := map[byte]func(*reader, *writer){
		secType: w.typeDef, secImport: w.importDef, secAlias: w.alias, secCanon: w.canon,
		secCoreInstance: w.coreInstance, secInstance: w.instance, secExport: w.export,
	}[s.ID]
	switch {
	case one != nil:
		for n := r.u32(); n > 0 && !r.bad && !w.bad; n-- {
			var def writer
			if one(r, &def); def != nil {
				w.out.one(s.ID, func(w *writer) { w.bytes(def...) })
			}
		}
		w.bad = w.bad || r.bad || r.at != len(body)
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
	start := r.at
	if r.at < len(r.in) && r.in[r.at] == typeResource {
		out.bytes(r.byte(), r.byte(), r.byte())
		if (*out)[2] != 0 {
			out.u32(w.index(&w.coreFuncs, r.u32()))
		}
	} else {
		r.typeDef(0)
		*out = append(*out, r.in[start:r.at]...)
	}
	if a := w.extended[w.types]; a != nil && !r.bad {
		var ok bool
		*out, ok = a.extend(*out)
		w.bad = w.bad || !ok
	}
	w.types++
}

func (w *rewriter) importDef(r *reader, out *writer) {
	start := r.at
	_, sort := r.externDef()
	w.hosts.given(w, sort)
	w.define(sort)
	*out = append(*out, r.in[start:r.at]...)
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
	start := r.at
	if r.byte() == 0 && r.byte() != 0x11 && r.byte() == coreExport {
		*out = append(*out, r.in[start:r.at]...)
		out.u32(w.index(&w.instances, r.u32()))
		out.name(r.name())
		if r.in[start+1] == 0 {
			w.coreFuncs.add()
		}
		return
	}
	r.at = start
	sort := r.sort()
	target, of := r.byte(), r.u32()
	if target == 2 {
		r.u32()
		w.bad = w.bad || sort == wasm.SortModule || sort == 0
	} else if name := r.name(); sort == wasm.SortFunc && target == 0 {
		for _, a := range w.adapted {
			if f := a.functions[name]; f != nil && a.instance == of {
				w.lowered[uint32(len(w.funcs.to))] = &lowered{a, f} //nolint:gosec // limited by package wasm
			}
		}
	}
	w.bad = w.bad || target != 0 && target != 2
	if target == 0 && w.hosts.instances[of] {
		w.hosts.given(w, sort)
	}
	w.define(sort)
	*out = append(*out, r.in[start:r.at]...)
}

// item copies a sort and an index.
func (w *rewriter) item(r *reader, out *writer) wasm.Sort {
	sort := r.sort()
	index := r.u32()
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
	form := r.byte()
	out.bytes(form)
	if form == 0 {
		out.u32(w.index(&w.modules, r.u32()))
	}
	n := r.u32()
	out.u32(n)
	for ; n > 0 && !r.bad; n-- {
		out.name(r.name())
		sort, index := r.byte(), r.u32()
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
	form := r.byte()
	out.bytes(form)
	if form == 0 {
		out.u32(r.u32())
	}
	n := r.u32()
	out.u32(n)
	for ; n > 0 && !r.bad; n-- {
		if form != 0 {
			b := r.byte()
			w.bad = w.bad || b > 1
			out.bytes(b)
		}
		out.name(r.name())
		w.item(r, out)
	}
}

func (w *rewriter) export(r *reader, out *writer) {
	b := r.byte()
	w.bad = w.bad || b > 1
	out.bytes(b)
	out.name(r.name())
	sort := w.item(r, out)
	start := r.at
	if r.byte() != 0 {
		if r.sort() == wasm.SortType && r.byte() != 0 {
			r.bad = true // a type is exported as what it is
		}
		r.u32()
	}
	*out = append(*out, r.in[start:r.at]...)
	w.define(sort)
}
