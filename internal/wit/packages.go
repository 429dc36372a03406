package wit

// path is the name of a package: "wasi:io@0.2.0".
func (p *pkg) path() string {
	name := escape(p.namespace) + ":" + escape(p.name)
	if p.version != "" {
		name += "@" + p.version
	}
	return name
}

// path is the name of an interface: "wasi:io/streams@0.2.0".
func (s *scope) path() string {
	name := escape(s.pkg.namespace) + ":" + escape(s.pkg.name) + "/" + escape(s.name)
	if s.pkg.version != "" {
		name += "@" + s.pkg.version
	}
	return name
}

// sorted is the packages, each after those that its interfaces use.
func (r *resolver) sorted() []*pkg {
	var list []*pkg
	done := map[*pkg]bool{}
	var visit func(*pkg)
	visit = func(p *pkg) {
		if p == nil || done[p] {
			return
		}
		done[p] = true
		for _, s := range p.interfaces {
			for _, d := range s.types {
				if d.of != nil {
					visit(d.of.owner.pkg)
				}
			}
		}
		list = append(list, p)
	}
	for _, p := range r.pkgs {
		visit(p)
	}
	return list
}
