package wasm

// Sections of components. Component Model, Binary.md, "Component Definitions".
const (
	compCustom = iota
	compCoreModule
	compCoreInstance
	compCoreType
	compComponent
	compInstance
	compAlias
	compType
	compCanon
	compStart
	compImport
	compExport
	compValue
)

var componentSections = [...]string{
	"custom", "core module", "core instance", "core type", "component", "instance", "alias", "type", "canon", "start",
	"import", "export", "value",
}

// component reads a component whose preamble was read, and gives its type too.
func (d *decoder) component(r *reader, parent *space) (*Component, *Type) {
	s := d.enter(r, parent, ScopeComponent)
	s.out, s.plan = &Component{Offset: r.pos - 8, Size: r.end - r.pos + 8}, &plan{}
	s.out.plan = s.plan
	for r.ok() && r.pos < r.end {
		body, section := r.section(componentSections[:], &s.out.Sections)
		s.reader = body
		s.section(section.ID)
		s.finish()
		s.reader = r
	}
	s.part = "component"
	t := s.close(KindComponent)
	s.out.Imports, s.out.Exports, s.out.Counts = t.Imports, t.Exports, s.counts()
	return s.out, t
}

// close ends a component or a declaration.
func (s *space) close(kind Kind) *Type {
	return s.node(Type{Kind: kind, Imports: s.imports, Exports: s.exports, Inner: s.inner, first: s.first})
}

func (s *space) section(id byte) {
	switch id {
	case compCustom:
		if c := s.custom(&s.out.Customs); c.Name == "component-name" {
			s.out.Name = ownName(c.Data)
		}
	case compCoreModule:
		s.nestedModule()
	case compComponent:
		s.nestedComponent()
	case compStart:
		s.start()
	default:
		s.definitions(id)
	}
}

// definitions reads a section that is a list of definitions.
func (s *space) definitions(id byte) {
	one := map[byte]func(){
		compCoreInstance: s.coreInstanceDef, compCoreType: s.coreTypeDef, compInstance: s.instanceDef,
		compAlias: s.aliasDef, compType: s.typeDef, compCanon: s.canonDef, compImport: s.importDef,
		compExport: s.exportDef, compValue: s.valueDef,
	}[id]
	n := s.count(maxCoreTypes, "definitions")
	for i := 0; i < n && s.ok(); i++ {
		one()
	}
}

// onePart counts modules and components that are to be compiled: wasmtime keeps much
// for each, whether or not it is instantiated.
func (s *space) onePart() {
	s.parts++
	if most := maxParts + len(s.data)/partOfBytes; s.effort != nil && s.parts > most {
		s.failf("%d modules and components are more than the limit of %d for %d bytes", s.parts, most, len(s.data))
	}
}

func (s *space) nestedModule() {
	s.nested(layerModule, "core module")
	s.onePart()
	part := s.part
	m := s.coreModule(s.reader)
	s.part = part
	s.out.Modules = append(s.out.Modules, m)
	s.add(SortModule, s.node(Type{Kind: KindModule, Module: &m.ModuleType}))
	s.does(step{op: stepModule, module: m})
}

func (s *space) nestedComponent() {
	s.nested(layerComponent, "component")
	s.onePart()
	if s.depth+1 > maxNesting {
		s.failf("components are nested more than %d deep", maxNesting)
		return
	}
	part := s.part
	c, t := s.decoder.component(s.reader, s)
	s.part = part
	s.out.Components = append(s.out.Components, c)
	s.add(SortComponent, t)
	s.does(step{op: stepComponent, plan: c.plan})
}
