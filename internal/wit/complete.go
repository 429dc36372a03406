package wit

import (
	"strconv"

	"github.com/qyvol/qyvol/internal/wasm"
)

// complete gives every scope names for the types that it takes from others. A
// component need not do that itself: a function may use a type of an interface
// directly, which WIT has no way to say but by `use`.
func (r *resolver) complete() {
	for _, p := range r.pkgs {
		for _, s := range p.interfaces {
			r.completeScope(s, s.funcs)
		}
	}
	var funcs []function
	for _, list := range [][]item{r.imports, r.exports} {
		for _, it := range list {
			switch {
			case it.iface == nil:
				funcs = append(funcs, it.fn)
			case it.iface.pkg == nil:
				r.completeScope(it.iface, it.iface.funcs)
			}
		}
	}
	r.completeScope(r.world, funcs)
}

func (r *resolver) completeScope(s *scope, funcs []function) {
	for _, d := range s.types {
		if d.of == nil {
			d.node.Parts(func(t *wasm.Type) { r.borrowName(s, t) })
		}
	}
	for _, f := range funcs {
		f.node.Parts(func(t *wasm.Type) { r.borrowName(s, t) })
	}
}

// borrowName sees to it that s has names for t, or for what it is made of.
func (r *resolver) borrowName(s *scope, t *wasm.Type) {
	d := r.defs[t]
	if d == nil && needsName(t.Kind) {
		d = r.chain(t)
	}
	switch {
	case d == nil:
		t.Parts(func(t *wasm.Type) { r.borrowName(s, t) })
	case d.owner != s && s.roots[d.root] == nil && d.owner.pkg != nil:
		s.use(d)
	}
}

// use adds a name for a type of another interface: its own, or with a number if s
// has that for something else.
func (s *scope) use(d *def) {
	name := d.name
	for n := 2; s.named[name] != nil || s.known[name]; n++ {
		name = d.name + strconv.Itoa(n)
	}
	local := &def{name: name, owner: s, node: d.node, of: d, root: d.root}
	s.types = append(s.types, local)
	s.named[name], s.roots[d.root] = local, local
}
