package wit

import (
	"strings"

	"github.com/qyvol/qyvol/internal/wasm"
)

// resolve gathers the world of a component: first what it imports, so that what
// it exports can refer to that.
func resolve(c *wasm.Component) (*resolver, error) {
	r := &resolver{
		world: newScope(nil, "", "world"), byName: map[string]*pkg{}, defs: map[*wasm.Type]*def{},
	}
	for i := range c.Imports {
		if err := r.importItem(&c.Imports[i]); err != nil {
			return nil, err
		}
	}
	for i := range c.Exports {
		if err := r.exportItem(&c.Exports[i]); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r *resolver) importItem(e *wasm.Extern) error {
	where := `import "` + e.Name + `"`
	switch e.Sort {
	case wasm.SortInstance:
		return r.instance(e, where, &r.imports)
	case wasm.SortFunc:
		r.world.known[e.Name] = true
		r.imports = append(r.imports, worldFunc(e))
		return nil
	case wasm.SortType:
		return r.typeExport(r.world, e, where)
	default:
		return cannot(where, "WIT has no worlds that import %s", a(e.Sort.String()))
	}
}

func (r *resolver) exportItem(e *wasm.Extern) error {
	where := `export "` + e.Name + `"`
	switch e.Sort {
	case wasm.SortInstance:
		return r.instance(e, where, &r.exports)
	case wasm.SortFunc:
		r.world.known[e.Name] = true
		r.exports = append(r.exports, worldFunc(e))
		return nil
	default:
		return cannot(where, "WIT has no worlds that export %s", a(e.Sort.String()))
	}
}

func worldFunc(e *wasm.Extern) item {
	return item{name: e.Name, fn: function{e.Name, e.Type, e.ExternalID}, id: e.ExternalID}
}

// instance adds an instance to the imports or exports of the world.
func (r *resolver) instance(e *wasm.Extern, where string, list *[]item) error {
	it := item{name: e.Name, id: e.ExternalID}
	r.world.known[e.Name] = true
	switch {
	case strings.Count(e.Implements, ":") > 1 || strings.Count(e.Implements, "/") > 1:
		return cannot(where, "WIT has packages in one namespace only, and no interfaces in interfaces")
	case e.Implements != "":
		it.iface = r.path(e.Implements, "")
	case strings.ContainsAny(e.Name, "=<"):
		return cannot(where, "WIT has no way to say where a dependency is")
	case strings.Count(e.Name, ":") > 1 || strings.Count(e.Name, "/") > 1:
		return cannot(where, "WIT has packages in one namespace only, and no interfaces in interfaces")
	case strings.Contains(e.Name, ":"):
		it.name, it.iface = "", r.path(e.Name, e.VersionSuffix)
	default:
		it.iface = newScope(nil, "", where)
	}
	*list = append(*list, it)
	return r.fill(it.iface, e.Type, where)
}

// path is the interface of that name, which may be known already.
func (r *resolver) path(name, suffix string) *scope {
	name, version, _ := strings.Cut(name, "@")
	full, iface, _ := strings.Cut(name, "/")
	version += suffix
	key := full + "@" + version
	p, ok := r.byName[key]
	if !ok {
		p = &pkg{version: version, byName: map[string]*scope{}}
		p.namespace, p.name, _ = strings.Cut(full, ":")
		r.byName[key] = p
		r.pkgs = append(r.pkgs, p)
	}
	s, ok := p.byName[iface]
	if !ok {
		s = newScope(p, iface, "interface "+name)
		p.byName[iface] = s
		p.interfaces = append(p.interfaces, s)
	}
	return s
}

// fill adds what an instance exports to an interface, of which another instance
// may have shown a part before.
func (r *resolver) fill(s *scope, t *wasm.Type, where string) error {
	for i := range t.Exports {
		e := &t.Exports[i]
		switch e.Sort {
		case wasm.SortType:
			if err := r.typeExport(s, e, where); err != nil {
				return err
			}
		case wasm.SortFunc:
			if !s.known[e.Name] {
				s.known[e.Name] = true
				s.funcs = append(s.funcs, function{e.Name, e.Type, e.ExternalID})
			}
		default:
			return cannot(where, "WIT has no interfaces with %s in them, such as %q", a(e.Sort.String()), e.Name)
		}
	}
	return nil
}

// typeExport adds a type to a scope, as another name of one that is known, or as
// a new one.
func (r *resolver) typeExport(s *scope, e *wasm.Extern, where string) error {
	if k := e.Type.Kind; !k.Value() && k != wasm.KindResource {
		return cannot(where, "WIT has no names for the type of %s, such as %q", a(k.String()), e.Name)
	}
	if known, ok := s.named[e.Name]; ok {
		if _, twice := r.defs[e.Type]; !twice {
			r.defs[e.Type] = known
		}
		return nil
	}
	d := &def{name: e.Name, owner: s, node: e.Type, of: r.chain(e.Type)}
	d.root = d
	if d.of != nil {
		d.root = d.of.root
	}
	s.types = append(s.types, d)
	s.named[e.Name] = d
	if _, twice := s.roots[d.root]; !twice {
		s.roots[d.root] = d
	}
	if _, twice := r.defs[e.Type]; !twice {
		r.defs[e.Type] = d
	}
	return nil
}

// chain is the first known type among t and those that it is another name of.
func (r *resolver) chain(t *wasm.Type) *def {
	for ; t != nil; t = t.Alias {
		if d, ok := r.defs[t]; ok {
			return d
		}
	}
	return nil
}
