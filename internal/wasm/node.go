package wasm

// node finishes a type that was put together, numbers it, and checks how large
// it has become.
func (d *decoder) node(t Type) *Type {
	d.lastID++
	t.id = d.lastID
	return d.measure(&t)
}

// measure works out the size and the depth of a type from those of its parts.
func (d *decoder) measure(t *Type) *Type {
	d.spend(typeCost + memberCost*len(t.Members) + externCost*(len(t.Imports)+len(t.Exports)))
	size, depth := 1+len(t.Name)/16, uint16(0)
	t.resources = t.Kind == KindResource
	t.Parts(func(part *Type) {
		size = min(size+int(part.size), maxTypeSize+1)
		depth = max(depth, part.depth)
		t.resources = t.resources || part.resources
	})
	for i := range t.Members {
		size += len(t.Members[i].Name)/16 + 1
	}
	for _, list := range [][]Extern{t.Imports, t.Exports} {
		for i := range list {
			size += len(list[i].Name)/16 + 1
		}
	}
	if t.Alias != nil {
		depth = max(depth, t.Alias.depth)
	}
	if t.size, t.depth = uint32(size), depth+1; size > maxTypeSize { //nolint:gosec // capped above
		d.fail(d.at, "a type of more than %d parts", maxTypeSize)
	}
	if t.depth > maxTypeDepth {
		d.fail(d.at, "types are nested more than %d deep", maxTypeDepth)
	}
	return t
}

// Parts calls f with every type that t is made of, which may be one more than
// once: of a function its parameters and its result, of an instance the types
// of its exports.
func (t *Type) Parts(f func(*Type)) {
	for _, part := range [...]*Type{t.Key, t.Elem, t.Err} {
		if part != nil {
			f(part)
		}
	}
	for i := range t.Members {
		if t.Members[i].Type != nil {
			f(t.Members[i].Type)
		}
	}
	for i := range t.Imports {
		f(t.Imports[i].Type)
	}
	for i := range t.Exports {
		f(t.Exports[i].Type)
	}
}

// alias is a type under a name that scope gave it.
func (d *decoder) alias(t *Type, name string, scope *Scope) *Type {
	node := *t
	node.Name, node.Scope, node.Alias, node.index = name, scope, t, nil
	return d.node(node)
}

// abstract is a resource that nothing else is equal to.
func (d *decoder) abstract(name string, scope *Scope) *Type {
	return d.node(Type{Kind: KindResource, Name: name, Scope: scope, Resource: &Resource{}})
}

// primitives are the types without parts, which are the same everywhere.
var primitives = [...]Type{
	KindBool:         {Kind: KindBool, size: 1, depth: 1},
	KindS8:           {Kind: KindS8, size: 1, depth: 1},
	KindU8:           {Kind: KindU8, size: 1, depth: 1},
	KindS16:          {Kind: KindS16, size: 1, depth: 1},
	KindU16:          {Kind: KindU16, size: 1, depth: 1},
	KindS32:          {Kind: KindS32, size: 1, depth: 1},
	KindU32:          {Kind: KindU32, size: 1, depth: 1},
	KindS64:          {Kind: KindS64, size: 1, depth: 1},
	KindU64:          {Kind: KindU64, size: 1, depth: 1},
	KindF32:          {Kind: KindF32, size: 1, depth: 1},
	KindF64:          {Kind: KindF64, size: 1, depth: 1},
	KindChar:         {Kind: KindChar, size: 1, depth: 1},
	KindString:       {Kind: KindString, size: 1, depth: 1},
	KindErrorContext: {Kind: KindErrorContext, size: 1, depth: 1},
}

// exportOf is the export of an instance with that name, or nil.
func (d *decoder) exportOf(t *Type, name string) *Extern {
	if t.index == nil {
		d.spend(entryCost * len(t.Exports))
		t.index = make(map[string]int, len(t.Exports))
		for i := range t.Exports {
			t.index[t.Exports[i].Name] = i
		}
	}
	if i, ok := t.index[name]; ok {
		return &t.Exports[i]
	}
	return nil
}
