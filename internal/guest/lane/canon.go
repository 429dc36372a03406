package lane

// Canonical definitions and their options. Component Model, Binary.md, "Canonical
// Definitions".
const (
	canonLift  = 0
	canonLower = 1
	canonDrop  = 3
	canonRep   = 4
	optUTF16L  = 2
	optMemory  = 3
	optRealloc = 4
	optReturn  = 5
)

func (w *rewriter) canon(r *reader, out *writer) {
	code := r.Byte()
	switch {
	case code == canonLift && r.Byte() == 0:
		out.bytes(code, 0)
		out.u32(w.index(&w.coreFuncs, r.U32()))
		w.options(r, out)
		out.u32(r.U32())
		w.funcs.add()
	case code == canonLower && r.Byte() == 0:
		w.lower(r, out)
	case code > canonLower && code <= canonRep: // of a resource
		typ := r.U32()
		w.leaves = w.leaves || code != canonDrop || !w.hosts.types[typ]
		out.bytes(code)
		out.u32(typ)
		w.coreFuncs.add()
	default:
		w.bad = true
	}
}

// lower leaves a function that is adapted for later: what takes its place is
// written where it is used first, when there may be others beside it.
func (w *rewriter) lower(r *reader, out *writer) {
	fn := r.U32()
	w.leaves = w.leaves || !w.hosts.funcs[fn]
	to := w.index(&w.funcs, fn)
	at := *r
	l, ok := w.lowering(&at, fn)
	if ok {
		*r = at
		w.coreFuncs.to = append(w.coreFuncs.to, waiting)
		w.pending = append(w.pending, l)
		*out = nil
		return
	}
	out.bytes(canonLower, 0)
	out.u32(to)
	w.options(r, out)
	w.coreFuncs.add()
}

// lowering reads the options of a function to adapt.
func (w *rewriter) lowering(r *reader, fn uint32) (*lowering, bool) {
	of := w.lowered[fn]
	if of == nil {
		return nil, false
	}
	l := &lowering{lowered: *of, core: uint32(len(w.coreFuncs.to)), memory: waiting, realloc: waiting} //nolint:gosec // limited
	known := true
	r.List(func() {
		switch o := r.Byte(); o {
		case optMemory:
			l.memory = r.U32()
		case optRealloc:
			l.realloc = r.U32()
		default:
			known = known && o <= optUTF16L
		}
	})
	return l, known && !r.Bad && l.memory != waiting && (l.shape == inParam || l.realloc != waiting)
}

func (w *rewriter) options(r *reader, out *writer) {
	n := r.U32()
	out.u32(n)
	for ; n > 0 && !r.Bad; n-- {
		o := r.Byte()
		out.bytes(o)
		switch {
		case o == optMemory:
			out.u32(r.U32())
		case o == optRealloc || o == optReturn:
			out.u32(w.index(&w.coreFuncs, r.U32()))
		case o > optUTF16L: // of what is asynchronous
			w.bad = true
		}
	}
}

// flush writes the adapters that are waiting: one for each memory.
func (w *rewriter) flush() {
	for len(w.pending) > 0 {
		var some, rest []*lowering
		for _, l := range w.pending {
			if l.memory == w.pending[0].memory {
				some = append(some, l)
			} else {
				rest = append(rest, l)
			}
		}
		w.pending = nil // a realloc can't be waiting, but a file can say so
		w.adapter(some)
		w.pending = append(rest, w.pending...)
	}
}

// part is something that an adapter's module imports.
type part struct {
	name  string
	kind  byte // 0 function, 2 memory
	index uint32
}

func (w *rewriter) adapter(some []*lowering) {
	memory, first := some[0].memory, some[0].adapted
	parts := []part{
		{"memory", 2, memory},
		{"probe", 0, w.hostFunc(first, probeName, waiting)},
		{"take", 0, w.hostFunc(first, takeName, waiting)},
	}
	fns := make([]*function, len(some))
	for i, l := range some {
		fns[i] = l.function
		parts = append(parts, part{number("host", i), 0, w.hostFunc(l.adapted, l.lane, memory)})
		if l.shape != inParam {
			parts = append(parts, part{number("realloc", i), 0, w.index(&w.coreFuncs, l.realloc)})
		}
	}
	w.out.raw(secCoreModule, adapterModule(fns))
	bag := w.instances.made()
	w.out.one(secCoreInstance, func(w *writer) {
		w.bytes(1)
		w.size(len(parts))
		for _, p := range parts {
			w.name(p.name)
			w.bytes(p.kind)
			w.u32(p.index)
		}
	})
	module := w.modules.made()
	instance := w.instances.made()
	w.out.one(secCoreInstance, func(w *writer) {
		w.bytes(0)
		w.u32(module)
		w.u32(1)
		w.name("")
		w.bytes(0x12)
		w.u32(bag)
	})
	for i, l := range some {
		w.out.one(secAlias, func(w *writer) {
			w.bytes(0, 0, coreExport)
			w.u32(instance)
			w.name(number("fn", i))
		})
		w.coreFuncs.to[l.core] = w.coreFuncs.made()
	}
}

// hostFunc lowers a function that the host has in an adapted interface.
func (w *rewriter) hostFunc(a *adapted, name string, memory uint32) uint32 {
	w.out.one(secAlias, func(w *writer) {
		w.bytes(1, 0)
		w.u32(a.instance)
		w.name(name)
	})
	fn := w.funcs.made()
	w.out.one(secCanon, func(w *writer) {
		w.bytes(canonLower, 0)
		w.u32(fn)
		if memory == waiting {
			w.u32(0)
			return
		}
		w.bytes(1, optMemory)
		w.u32(memory)
	})
	return w.coreFuncs.made()
}
