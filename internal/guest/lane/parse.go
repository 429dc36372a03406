package lane

import "github.com/qyvol/qyvol/internal/wasm"

// Codes of types. Component Model, Binary.md, "Type Definitions".
const (
	typeResource  = 0x3f
	typeFunc      = 0x40
	typeComponent = 0x41
	typeInstance  = 0x42
)

// maxDepth bounds the nesting of declarations; package wasm has bounds too.
const maxDepth = 100

func (r *reader) optional() {
	if r.Byte() != 0 {
		r.Number()
	}
}

func (r *reader) named() { r.Vector(); r.Number() }

// typeDef skips the definition of a type.
func (r *reader) typeDef(depth int) {
	code := r.Byte()
	switch {
	case depth > maxDepth:
		r.Bad = true
	case code == typeFunc:
		r.List(r.named)
		if r.Byte() == 0 {
			r.Number()
		} else {
			r.Byte()
		}
	case code == typeComponent || code == typeInstance:
		r.List(func() { r.declaration(depth + 1) })
	case code >= 0x73:
	default:
		r.valueType(code)
	}
}

func (r *reader) valueType(code byte) {
	switch code {
	case 0x72: // record
		r.List(r.named)
	case 0x71: // variant
		r.List(func() { r.Vector(); r.optional(); r.Byte() })
	case 0x6f: // tuple
		r.List(r.Number)
	case 0x6e, 0x6d: // flags, enum
		r.List(func() { r.Vector() })
	case 0x6a: // result
		r.optional()
		r.optional()
	case 0x70, 0x6b, 0x69, 0x68: // list, option, own, borrow
		r.Number()
	default:
		r.Bad = true
	}
}

// declaration skips a declaration. It tells what an exported or a defined type
// is called; other declarations define no type.
func (r *reader) declaration(depth int) (name string, typ bool) {
	switch r.Byte() {
	case 1:
		r.typeDef(depth)
		return "", true
	case 2:
		return "", r.aliasDef() == wasm.SortType
	case 3:
		r.externDef()
		return "", false
	case 4:
		name, sort := r.externDef()
		return name, sort == wasm.SortType
	default:
		r.Bad = true
		return "", false
	}
}

// aliasDef skips an alias.
func (r *reader) aliasDef() wasm.Sort {
	sort := r.sort()
	switch r.Byte() {
	case 0:
		r.U32()
		r.Vector()
	case 2:
		r.U32()
		r.U32()
	default:
		r.Bad = true
	}
	return sort
}

// externDef skips the name and the description of an import or an export.
func (r *reader) externDef() (string, wasm.Sort) {
	if r.Byte() > 1 {
		r.Bad = true
	}
	name := r.name()
	sort := r.sort()
	switch sort {
	case wasm.SortType:
		if r.Byte() == 0 {
			r.U32()
		}
	case wasm.SortModule, wasm.SortFunc, wasm.SortComponent, wasm.SortInstance:
		r.U32()
	default:
		r.Bad = true
	}
	return name, sort
}

func (r *reader) name() string { return string(r.Vector()) }
