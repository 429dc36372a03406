package wasm

// exportDef reads an export of a component: what it is, and perhaps a type that
// it is to be seen with. Component Model, Binary.md, "Import and Export
// Definitions".
func (s *space) exportDef() {
	start := s.pos
	e := s.externName()
	s.unique(s.exported, e.Name, start, "export")
	e.Sort = s.externSort()
	var index uint32
	e.Type, index = s.indexed(e.Sort)
	if s.flag("whether an export has a type") {
		s.ascribe(&e)
	} else if e.Sort == SortType && s.ok() {
		e.Type = s.alias(e.Type, e.Name, s.inner)
	}
	s.checkImplements(&e, start)
	s.checkFunction(&e, s.resourcesOut, start)
	s.nameScope(&e)
	s.exports = append(s.exports, e)
	s.spend(2 * externCost)
	s.add(e.Sort, e.Type)
	s.does(step{op: stepExport, sort: e.Sort, index: index, name: e.Name})
}

// ascribe reads the type that an export is to be seen with.
func (s *space) ascribe(e *Extern) {
	start := s.pos
	sort, t := s.externDesc(e, ScopeInstance)
	switch {
	case !s.ok():
	case sort != e.Sort:
		s.fail(start, "expected the type of a %s, found that of a %s", e.Sort, sort)
	case sort == SortInstance:
		e.Type = s.restrict(e, t)
	case sort == SortType && t.Kind != e.Type.Kind:
		s.fail(start, "expected a %s, found a %s", e.Type.Kind, t.Kind)
	case (sort == SortFunc || sort == SortType && t.Alias != nil) && !s.equal(t, e.Type):
		s.fail(start, "the type of the export %q is not that of what is exported", clip(e.Name))
	default:
		e.Type = t
	}
}

// restrict is the instance e seen with the type t, which was renewed for it: the
// resources of t are those of e.
func (s *space) restrict(e *Extern, t *Type) *Type {
	again := s.renew(t.first, t.id)
	again.keep(&Extern{Name: e.Name, Sort: SortInstance, Type: t}, e.Type)
	return again.instance(t)
}

// keep is like match, but notes resources only: other types keep their names
// in wanted.
func (s *subst) keep(wanted *Extern, given *Type) {
	for i := range wanted.Type.Exports {
		part := &wanted.Type.Exports[i]
		found := s.exportOf(given, part.Name)
		switch {
		case s.err != nil:
			return
		case found == nil:
			s.fail(s.at, "the instance %q lacks the export %q of its type", clip(wanted.Name), clip(part.Name))
			return
		case part.Sort == SortInstance && found.Sort == SortInstance:
			s.work(1)
			s.keep(part, found.Type)
		case part.Sort == SortType && found.Sort == SortType && part.Type.Kind != KindResource:
			if !s.equal(s.typ(part.Type), found.Type) {
				s.fail(s.at, "expected another type for %q", clip(part.Name))
			}
		default:
			s.match(part, found.Sort, found.Type)
		}
	}
}

// nameScope names the scope of an instance that was made here, when it is
// exported for the first time.
func (s *space) nameScope(e *Extern) {
	if e.Sort != SortInstance || e.Type.Inner == nil || e.Type.id < s.first {
		return
	}
	if inner := e.Type.Inner; inner.Kind == ScopeInstance && inner.Name == "" {
		inner.Name = e.Name
	}
}
