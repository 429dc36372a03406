package wasm

// coreSort is the sort of a core definition. Component Model, Binary.md,
// "Instance Definitions", `core:sort`.
type coreSort byte

const (
	coreFunc     coreSort = 0x00
	coreTable    coreSort = 0x01
	coreMemory   coreSort = 0x02
	coreGlobal   coreSort = 0x03
	coreTag      coreSort = 0x04
	coreTypes    coreSort = 0x10
	coreModule   coreSort = 0x11
	coreInstance coreSort = 0x12
)

// String is the sort in the words of the text format.
func (s coreSort) String() string {
	switch s {
	case coreTypes:
		return "core type"
	case coreModule:
		return "core module"
	case coreInstance:
		return "core instance"
	default:
		return "core " + CoreKind(s).String()
	}
}

// coreDef is an entry of the space of core types: a function or a module; both
// are nil for other core types.
type coreDef struct {
	fn     *CoreFunc
	module *ModuleType
}

// space is the index spaces of a component or of the declaration of a type, and
// the names that it has imported and exported.
type space struct {
	*reader
	parent    *space
	component bool
	depth     int
	out       *Component // nil in declarations
	plan      *plan      // nil in declarations, too

	inner            *Scope
	imports, exports []Extern
	imported         map[string]bool
	exported         map[string]bool
	resourcesIn      map[string]*Type // imported resources by their names
	resourcesOut     map[string]*Type // exported ones
	first            uint64

	items     [SortInstance + 1][]*Type
	core      [coreTag + 1][]CoreType
	coreTypes []coreDef
	instances []map[string]CoreType
}

// enter begins a component or a declaration.
func (d *decoder) enter(r *reader, parent *space, kind ScopeKind) *space {
	s := &space{
		reader: r, parent: parent, component: kind == ScopeComponent, inner: &Scope{Kind: kind},
		imported: map[string]bool{}, exported: map[string]bool{},
		resourcesIn: map[string]*Type{}, resourcesOut: map[string]*Type{}, first: d.lastID + 1,
	}
	d.spend(4 * typeCost)
	if parent != nil {
		s.depth = parent.depth + 1
	}
	if s.depth > maxNesting {
		r.failf("components and types are nested more than %d deep", maxNesting)
	}
	return s
}

// add appends to an index space.
func (s *space) add(sort Sort, t *Type) {
	if sort == SortType && t == nil {
		t = broken
	}
	limit := maxSpace
	if sort == SortInstance || sort == SortComponent || sort == SortModule {
		limit = maxComponents
	}
	if len(s.items[sort]) >= limit {
		s.failf("more than %d entries of sort %s", limit, sort)
		return
	}
	s.items[sort] = append(s.items[sort], t)
	s.spend(16)
}

// broken stands for a type that could not be read, until the error is returned.
var broken = &Type{Kind: KindBool, size: 1}

// item reads an index, and gives what it stands for.
func (s *space) item(sort Sort) *Type {
	t, _ := s.indexed(sort)
	return t
}

// indexed is item with the index that was read.
func (s *space) indexed(sort Sort) (*Type, uint32) {
	index := s.u32("the index of a " + sort.String())
	t := pick(s.reader, s.items[sort], index, sort.String())
	if t == nil {
		return broken, index
	}
	return t, index
}

// addCore appends to an index space of core definitions.
func (s *space) addCore(t CoreType) {
	if len(s.core[t.Kind]) >= maxSpace {
		s.failf("more than %d entries of sort core %s", maxSpace, t.Kind)
		return
	}
	s.core[t.Kind] = append(s.core[t.Kind], t)
	s.spend(entryCost)
}

// coreItem reads the index of a core function, table, memory, global or tag.
func (s *space) coreItem(kind CoreKind) CoreType {
	return pick(s.reader, s.core[kind], s.u32("the index of a core "+kind.String()), "core "+kind.String())
}

// sort reads the sort of a definition: one of the component's, or a core one.
func (r *reader) sort() (Sort, coreSort) {
	switch b := r.byte("a sort"); b {
	case 0:
		return 0, r.coreSort()
	case 1:
		return SortFunc, 0
	case 2:
		return SortValue, 0
	case 3:
		return SortType, 0
	case 4:
		return SortComponent, 0
	case 5:
		return SortInstance, 0
	default:
		r.fail(r.pos-1, "expected a sort, found 0x%02x", b)
		return SortFunc, 0
	}
}

func (r *reader) coreSort() coreSort {
	b := r.byte("a core sort")
	if b > byte(coreTag) && (b < byte(coreTypes) || b > byte(coreInstance)) {
		r.fail(r.pos-1, "expected a core sort, found 0x%02x", b)
		return coreFunc
	}
	return coreSort(b)
}

// externSort reads the sort of something that can be imported and exported.
func (s *space) externSort() Sort {
	sort, core := s.sort()
	if sort != 0 {
		return sort
	}
	if core != coreModule {
		s.fail(s.pos-1, "expected something that can be imported and exported, found a %s", core)
	}
	return SortModule
}

// counts is the size of each index space that has entries.
func (s *space) counts() map[string]int {
	counts := map[string]int{}
	note := func(name string, n int) {
		if n > 0 {
			counts[name] = n
		}
	}
	for sort, items := range s.items {
		note(Sort(sort).String(), len(items))
	}
	for kind, items := range s.core {
		note("core "+coreKindNames[kind], len(items))
	}
	note("core type", len(s.coreTypes))
	note("core instance", len(s.instances))
	return counts
}
