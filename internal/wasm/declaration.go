package wasm

// Codes of declarators. Component Model, Binary.md, "Type Definitions",
// `componentdecl` and `instancedecl`.
const (
	declCoreType = 0x00
	declType     = 0x01
	declAlias    = 0x02
	declImport   = 0x03
	declExport   = 0x04
)

// declaration reads the type of a component or an instance, whose code was read.
func (s *space) declaration(code byte) *Type {
	s = s.enter(s.reader, s, ScopeType)
	n := s.count(maxCoreTypes, "declarations")
	for i := 0; i < n && s.ok(); i++ {
		s.declarator(code)
	}
	if code == codeComponentType {
		return s.close(KindComponent)
	}
	return s.close(KindInstance)
}

func (s *space) declarator(code byte) {
	switch decl := s.byte("a declaration"); {
	case decl == declCoreType:
		s.coreTypeDef()
	case decl == declType:
		s.typeDef()
	case decl == declAlias:
		s.aliasDef()
	case decl == declImport && code == codeComponentType:
		s.importDef()
	case decl == declExport:
		s.exportDecl()
	default:
		s.fail(s.pos-1, "expected a declaration, found 0x%02x", decl)
	}
}

// coreTypeDef reads a core type: a function, another type of core WebAssembly, or
// a module.
func (s *space) coreTypeDef() {
	code := s.peek()
	if code == codeSub { // here the code of modules, whose place is to change
		s.byte("a core type")
		s.addCoreType(coreDef{module: s.moduleDecl()})
		return
	}
	if code == 0 {
		s.byte("a core type")
		if s.peek() != codeSub {
			s.failf("expected a type that is not final, found 0x%02x", s.peek())
		}
	}
	s.recType(func(fn *CoreFunc) { s.addCoreType(coreDef{fn: fn}) })
}

func (s *space) addCoreType(def coreDef) {
	if len(s.coreTypes) >= maxSpace {
		s.failf("more than %d core types", maxSpace)
		return
	}
	s.coreTypes = append(s.coreTypes, def)
	s.spend(entryCost)
}

// moduleDecl is the declaration of a core module's type.
type moduleDecl struct {
	*space
	types []coreDef
	out   *ModuleType
	seen  map[string]bool
}

// moduleDecl reads the declaration of a core module's type.
func (s *space) moduleDecl() *ModuleType {
	d := moduleDecl{space: s, out: &ModuleType{}, seen: map[string]bool{}}
	n := s.count(maxSpace, "declarations")
	s.spend(typeCost)
	for i := 0; i < n && s.ok(); i++ {
		d.declarator()
	}
	return d.out
}

func (d *moduleDecl) declarator() {
	switch decl := d.byte("a declaration"); decl {
	case 0:
		e := CoreExtern{Module: d.name("the module of an import"), Name: d.name("the name of an import")}
		e.Type = d.externType(d.typeUse)
		d.out.Imports = append(d.out.Imports, e)
	case 1:
		d.recType(func(fn *CoreFunc) {
			d.types = append(d.types, coreDef{fn: fn})
			d.spend(16)
		})
	case 2:
		d.outerType()
	case 3:
		e := CoreExtern{Name: d.name("the name of an export")}
		e.Type = d.externType(d.typeUse)
		if d.seen[e.Name] {
			d.failf("the export %q is there twice", clip(e.Name))
		}
		d.seen[e.Name] = true
		d.out.Exports = append(d.out.Exports, e)
	default:
		d.fail(d.pos-1, "expected a declaration of a core module, found 0x%02x", decl)
	}
	d.spend(2 * externCost)
}

// typeUse reads the index of a function type.
func (d *moduleDecl) typeUse() *CoreFunc {
	start := d.pos
	def := pick(d.reader, d.types, d.u32("a core type index"), "core type")
	if def.fn == nil {
		d.fail(start, "expected the index of a function type")
	}
	return def.fn
}

// outerType reads an alias of a type outside of the module: one level out is the
// scope that declares it.
func (d *moduleDecl) outerType() {
	if d.byte("a sort") != byte(coreTypes) || d.byte("an alias") != 1 {
		d.fail(d.pos-1, "expected an alias of a core type outside")
	}
	count := d.u32("the number of scopes to go out")
	if count == 0 {
		d.types = append(d.types, pick(d.reader, d.types, d.u32("a core type index"), "core type"))
		return
	}
	if scope := d.outward(count - 1); scope != nil {
		d.types = append(d.types, pick(d.reader, scope.coreTypes, d.u32("a core type index"), "core type"))
	}
}

// outward is the scope so many levels out.
func (s *space) outward(count uint32) *space {
	scope := s
	for range count {
		if scope = scope.parent; scope == nil {
			s.failf("expected a scope %d levels out, there are fewer", count)
			return nil
		}
	}
	return scope
}
