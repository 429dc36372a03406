package wasm

// Targets of aliases. Component Model, Binary.md, "Alias Definitions".
const (
	aliasExport     = 0x00
	aliasCoreExport = 0x01
	aliasOuter      = 0x02
)

func (s *space) aliasDef() {
	start := s.pos
	sort, core := s.sort()
	switch target := s.byte("the target of an alias"); target {
	case aliasExport:
		s.aliasOfExport(sort, core, start)
	case aliasCoreExport:
		s.aliasOfCore(sort, core, start)
	case aliasOuter:
		s.aliasOfOuter(sort, core, start)
	default:
		s.fail(s.pos-1, "expected the target of an alias, found 0x%02x", target)
	}
}

// aliasOfExport is an alias of what an instance exports.
func (s *space) aliasOfExport(sort Sort, core coreSort, start int) {
	if sort == 0 && core == coreModule {
		sort = SortModule
	}
	if sort == 0 || s.out == nil && sort != SortType && sort != SortInstance {
		s.fail(start, "expected something that an instance exports and that has an alias here")
		return
	}
	instance, index := s.indexed(SortInstance)
	name := s.name("the name of an export")
	if !s.ok() {
		return
	}
	found := s.exportOf(instance, name)
	if found == nil || found.Sort != sort {
		s.fail(start, "the instance has no export %q of sort %s", clip(name), sort)
		return
	}
	s.add(sort, found.Type)
	s.does(step{op: stepAlias, sort: sort, index: index, name: name})
}

// aliasOfCore is an alias of what a core instance exports.
func (s *space) aliasOfCore(sort Sort, core coreSort, start int) {
	if sort != 0 || core > coreTag || s.out == nil {
		s.fail(start, "expected a function, table, memory, global or tag of a core instance")
		return
	}
	exports := pick(s.reader, s.instances, s.u32("the index of a core instance"), "core instance")
	name := s.name("the name of an export")
	if !s.ok() {
		return
	}
	found, ok := exports[name]
	if !ok || found.Kind != CoreKind(core) {
		s.fail(start, "the core instance has no export %q of sort %s", clip(name), core)
		return
	}
	s.addCore(found)
	s.weigh(name)
}

// aliasOfOuter is an alias of a definition of this scope or one around it.
func (s *space) aliasOfOuter(sort Sort, core coreSort, start int) {
	count := s.u32("the number of scopes to go out")
	scope := s.outward(count)
	if scope == nil {
		return
	}
	index := s.u32("the index of a definition")
	switch {
	case sort == SortType:
		s.outerType(scope, index, start)
	case sort == 0 && core == coreTypes:
		s.addCoreType(pick(s.reader, scope.coreTypes, index, "core type"))
	case sort == 0 && core == coreModule && s.out != nil:
		s.addOuter(scope, count, SortModule, index)
	case sort == SortComponent && s.out != nil:
		s.addOuter(scope, count, SortComponent, index)
	default:
		s.fail(start, "expected a type, component or core module for an alias of what is outside")
	}
}

func (s *space) addOuter(scope *space, count uint32, sort Sort, index uint32) {
	if t := pick(s.reader, scope.items[sort], index, sort.String()); t != nil {
		s.add(sort, t)
		s.does(step{op: stepOuter, sort: sort, index: index, outer: count})
	}
}

// outerType is an alias of a type outside. A component can't use the resources
// of the one around it: it would not be a value that stands for itself.
func (s *space) outerType(scope *space, index uint32, start int) {
	t := pick(s.reader, scope.items[SortType], index, "type")
	if t == nil {
		return
	}
	crossed := false
	for at := s; at != scope; at = at.parent {
		crossed = crossed || at.component
	}
	if crossed && t.resources && t.Kind != KindInstance && t.Kind != KindComponent {
		s.fail(start, "a component can't use the resource type %d of the component around it", index)
		return
	}
	s.add(SortType, t)
}
