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

func (r *reader) leb() {
	for r.byte() >= 0x80 {
		if r.bad {
			return
		}
	}
}

func (r *reader) list(fn func()) {
	for n := r.u32(); n > 0 && !r.bad; n-- {
		fn()
	}
}

func (r *reader) optional() {
	if r.byte() != 0 {
		r.leb()
	}
}

func (r *reader) named() { r.skipName(); r.leb() }

// typeDef skips the definition of a type.
func (r *reader) typeDef(depth int) {
	code := r.byte()
	switch {
	case depth > maxDepth:
		r.bad = true
	case code == typeFunc:
		r.list(r.named)
		if r.byte() == 0 {
			r.leb()
		} else {
			r.byte()
		}
	case code == typeComponent || code == typeInstance:
		r.list(func() { r.declaration(depth + 1) })
	case code >= 0x73:
	default:
		r.valueType(code)
	}
}

func (r *reader) valueType(code byte) {
	switch code {
	case 0x72: // record
		r.list(r.named)
	case 0x71: // variant
		r.list(func() { r.skipName(); r.optional(); r.byte() })
	case 0x6f: // tuple
		r.list(r.leb)
	case 0x6e, 0x6d: // flags, enum
		r.list(r.skipName)
	case 0x6a: // result
		r.optional()
		r.optional()
	case 0x70, 0x6b, 0x69, 0x68: // list, option, own, borrow
		r.leb()
	default:
		r.bad = true
	}
}

// declaration skips a declaration. It tells what an exported or a defined type
// is called; other declarations define no type.
func (r *reader) declaration(depth int) (name string, typ bool) {
	switch r.byte() {
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
		r.bad = true
		return "", false
	}
}

// aliasDef skips an alias.
func (r *reader) aliasDef() wasm.Sort {
	sort := r.sort()
	switch r.byte() {
	case 0:
		r.u32()
		r.skipName()
	case 2:
		r.u32()
		r.u32()
	default:
		r.bad = true
	}
	return sort
}

// externDef skips the name and the description of an import or an export.
func (r *reader) externDef() (string, wasm.Sort) {
	if r.byte() > 1 {
		r.bad = true
	}
	name := r.name()
	sort := r.sort()
	switch sort {
	case wasm.SortType:
		if r.byte() == 0 {
			r.u32()
		}
	case wasm.SortModule, wasm.SortFunc, wasm.SortComponent, wasm.SortInstance:
		r.u32()
	default:
		r.bad = true
	}
	return name, sort
}

func (r *reader) name() string {
	start := r.at
	n := int(r.u32())
	if r.bad || n > len(r.in)-r.at {
		r.at, r.bad = start, true
		return ""
	}
	r.at += n
	return string(r.in[r.at-n : r.at])
}
