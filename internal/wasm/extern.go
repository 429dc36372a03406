package wasm

// importDef reads an import. Component Model, Binary.md, "Import and Export
// Definitions".
func (s *space) importDef() {
	start := s.pos
	e := s.externName()
	s.unique(s.imported, e.Name, start, "import")
	e.Sort, e.Type = s.externDesc(&e, ScopeImport)
	s.checkImplements(&e, start)
	s.checkFunction(&e, s.resourcesIn, start)
	s.imports = append(s.imports, e)
	s.spend(2 * externCost)
	s.add(e.Sort, e.Type)
	one := step{op: stepImport, sort: e.Sort, name: e.Name}
	if e.Sort == SortInstance && e.Type != nil {
		one.others = uint64(len(e.Type.Exports))
	}
	s.does(one)
}

// exportDecl reads an export of a declaration.
func (s *space) exportDecl() {
	start := s.pos
	e := s.externName()
	s.unique(s.exported, e.Name, start, "export")
	e.Sort, e.Type = s.externDesc(&e, ScopeType)
	s.checkImplements(&e, start)
	s.checkFunction(&e, s.resourcesOut, start)
	s.exports = append(s.exports, e)
	s.spend(2 * externCost)
	s.add(e.Sort, e.Type)
}

// externDesc reads the sort and the type of e, which is named in this scope; kind
// is that of the scope of an instance.
func (s *space) externDesc(e *Extern, kind ScopeKind) (Sort, *Type) {
	start := s.pos
	sort := s.externSort()
	switch sort {
	case SortModule:
		return sort, s.moduleUse()
	case SortValue:
		// Binary.md has a bound here; the tools have only ever written the type.
		return sort, s.valueType()
	case SortType:
		return sort, s.typeBound(e.Name)
	case SortFunc, SortComponent, SortInstance:
	}
	t := s.item(SortType)
	if want := sort.kind(); s.ok() && t.Kind != want {
		s.fail(start, "expected the type of a %s, found a %s", sort, t.Kind)
	}
	if sort == SortInstance && s.ok() {
		t = s.instanceOf(t, e.Name, kind)
	}
	return sort, t
}

// kind is the kind of the type of what has one by its index.
func (s Sort) kind() Kind {
	switch s {
	case SortComponent:
		return KindComponent
	case SortInstance:
		return KindInstance
	default:
		return KindFunc
	}
}

// moduleUse reads the index of the type of a core module.
func (s *space) moduleUse() *Type {
	start := s.pos
	def := pick(s.reader, s.coreTypes, s.u32("a core type index"), "core type")
	if def.module == nil {
		s.fail(start, "expected the type of a core module")
	}
	return s.node(Type{Kind: KindModule, Module: def.module})
}

// typeBound reads what is known about a type: the type that it equals, or that it
// is a resource.
func (s *space) typeBound(name string) *Type {
	if s.flag("the bound of a type") {
		return s.abstract(name, s.inner)
	}
	return s.alias(s.item(SortType), name, s.inner)
}
