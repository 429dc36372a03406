package wasm

// definitions reads a section that is a list of definitions.
func (m *moduleReader) definitions(id byte) {
	one := map[byte]func(){
		secType: m.typeDef, secImport: m.importDef, secFunction: m.functionDef, secTable: m.tableDef,
		secMemory: m.memoryDef, secGlobal: m.globalDef, secExport: m.exportDef, secTag: m.tagDef,
	}[id]
	limit := maxCoreTypes
	if id == secTable || id == secMemory {
		limit = maxCoreTables
	}
	m.seen = map[string]bool{}
	n := m.count(limit, "definitions")
	if id == secType || id == secImport || id == secExport {
		m.bounded(n, maxTypes, map[byte]string{secType: "types", secImport: "imports", secExport: "exports"}[id])
	}
	for i := 0; i < n && m.ok(); i++ {
		one()
	}
	m.seen = nil
}

func (m *moduleReader) typeDef() {
	m.recType(func(fn *CoreFunc) {
		m.types = append(m.types, fn)
		m.fieldsOf = append(m.fieldsOf, m.fields)
		m.spend(16)
	})
	if len(m.types) > maxCoreTypes {
		m.failf("more than %d types", maxCoreTypes)
	}
}

// typeUse reads the index of a function type.
func (m *moduleReader) typeUse() *CoreFunc {
	start := m.pos
	f := pick(m.reader, m.types, m.u32("a type index"), "type")
	if f == nil {
		m.fail(start, "expected the index of a function type")
	}
	return f
}

func (m *moduleReader) functionDef() {
	m.funcs = append(m.funcs, m.typeUse())
	m.spend(8)
	m.funcTypes++
	m.out.Functions++
}

func (m *moduleReader) tableDef() {
	expr := m.peek() == 0x40 // a table with an initial value
	if expr {
		m.byte("a table")
		if m.byte("a table") != 0 {
			m.fail(m.pos-1, "expected 0 in a table with an initial value")
		}
	}
	t := m.table()
	if expr {
		if m.peek() == opRefFunc {
			m.whole(t)
		}
		m.constExpr()
	}
	m.tables = append(m.tables, t)
	m.out.Tables = append(m.out.Tables, t)
}

func (m *moduleReader) memoryDef() {
	t := m.memory()
	m.memories = append(m.memories, t)
	m.out.Memories = append(m.out.Memories, t)
}

func (m *moduleReader) globalDef() {
	g := m.global()
	m.constExpr()
	m.globals = append(m.globals, g)
	m.out.Globals = append(m.out.Globals, g)
	m.spend(2 * entryCost)
}

func (m *moduleReader) tagDef() {
	m.tags = append(m.tags, m.tagType())
	m.out.Tags++
}

func (m *moduleReader) tagType() *CoreFunc {
	if kind := m.byte("the kind of a tag"); kind != 0 {
		m.fail(m.pos-1, "expected the kind of a tag, 0, found %d", kind)
	}
	return m.typeUse()
}

// importDef reads an import, which may repeat another's names.
func (m *moduleReader) importDef() {
	e := CoreExtern{Module: m.name("the module of an import"), Name: m.name("the name of an import")}
	switch e.Type = m.externType(m.typeUse); e.Type.Kind {
	case CoreKindFunc:
		m.funcs = append(m.funcs, e.Type.Func)
	case CoreKindTable:
		m.tables = append(m.tables, *e.Type.Table)
	case CoreKindMemory:
		m.memories = append(m.memories, *e.Type.Memory)
	case CoreKindGlobal:
		m.globals = append(m.globals, *e.Type.Global)
	case CoreKindTag:
		m.tags = append(m.tags, e.Type.Func)
	}
	m.spend(2 * externCost)
	m.out.Imports = append(m.out.Imports, e)
}

// externType reads the type of an import; use reads the index of a type. Core
// specification, "Binary Format", "External Types".
func (r *reader) externType(use func() *CoreFunc) CoreType {
	t := CoreType{Kind: CoreKind(r.byte("the kind of an import or export"))}
	switch t.Kind {
	case CoreKindFunc:
		t.Func = use()
	case CoreKindTable:
		table := r.table()
		t.Table = &table
	case CoreKindMemory:
		memory := r.memory()
		t.Memory = &memory
	case CoreKindGlobal:
		global := r.global()
		t.Global = &global
	case CoreKindTag:
		if kind := r.byte("the kind of a tag"); kind != 0 {
			r.fail(r.pos-1, "expected the kind of a tag, 0, found %d", kind)
		}
		t.Func = use()
	default:
		r.fail(r.pos-1, "expected the kind of an import or export, found 0x%02x", byte(t.Kind))
		t = CoreType{}
	}
	return t
}

func (m *moduleReader) exportDef() {
	e := CoreExtern{Name: m.name("the name of an export")}
	if m.seen[e.Name] {
		m.failf("the export %q is there twice", clip(e.Name))
	}
	m.seen[e.Name] = true
	e.Type.Kind = CoreKind(m.byte("the kind of an export"))
	index := m.u32("the index of an export")
	switch e.Type.Kind {
	case CoreKindFunc:
		e.Type.Func = pick(m.reader, m.funcs, index, "function")
	case CoreKindTable:
		t := pick(m.reader, m.tables, index, "table")
		e.Type.Table = &t
	case CoreKindMemory:
		t := pick(m.reader, m.memories, index, "memory")
		e.Type.Memory = &t
	case CoreKindGlobal:
		g := pick(m.reader, m.globals, index, "global")
		e.Type.Global = &g
	case CoreKindTag:
		e.Type.Func = pick(m.reader, m.tags, index, "tag")
	default:
		m.failf("expected the kind of an export, found 0x%02x", byte(e.Type.Kind))
	}
	m.spend(3 * externCost)
	m.out.Exports = append(m.out.Exports, e)
}
