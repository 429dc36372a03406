package lane

import "github.com/qyvol/qyvol/internal/wasm"

// scope writes types where named ones have indices of their own.
type scope struct {
	iface  *wasm.Type                       // whose exports are the named types
	named  func(name string) (uint32, bool) // the index of one
	define func(writer) uint32              // a type without a name
	bad    bool                             // something has no place here
}

// exported finds the name that the interface has for a type.
func (s *scope) exported(t *wasm.Type) (string, bool) {
	for ; t != nil; t = t.Alias {
		for i := range s.iface.Exports {
			e := &s.iface.Exports[i]
			if e.Sort != wasm.SortType {
				continue
			}
			if e.Type == t || t.Kind == wasm.KindResource && e.Type.Resource == t.Resource {
				return e.Name, true
			}
		}
	}
	return "", false
}

func (s *scope) index(t *wasm.Type) (uint32, bool) {
	name, ok := s.exported(t)
	if !ok {
		return 0, false
	}
	return s.named(name)
}

// codes are those of types by their kinds. Component Model, Binary.md, "Type
// Definitions".
var codes = map[wasm.Kind]byte{
	wasm.KindBool: 0x7f, wasm.KindS8: 0x7e, wasm.KindU8: 0x7d, wasm.KindS16: 0x7c, wasm.KindU16: 0x7b,
	wasm.KindS32: 0x7a, wasm.KindU32: 0x79, wasm.KindS64: 0x78, wasm.KindU64: 0x77, wasm.KindF32: 0x76,
	wasm.KindF64: 0x75, wasm.KindChar: 0x74, wasm.KindString: 0x73, wasm.KindList: 0x70,
	wasm.KindTuple: 0x6f, wasm.KindOption: 0x6b, wasm.KindResult: 0x6a, wasm.KindOwn: 0x69,
	wasm.KindBorrow: 0x68,
}

// value is a value type as it is written where one is used.
func (s *scope) value(t *wasm.Type) writer {
	if t.Kind.Primitive() && codes[t.Kind] != 0 {
		return writer{codes[t.Kind]}
	}
	if i, ok := s.index(t); ok {
		return s33(i)
	}
	w := writer{codes[t.Kind]}
	switch t.Kind {
	case wasm.KindList, wasm.KindOption:
		w.bytes(s.value(t.Elem)...)
	case wasm.KindTuple:
		w.size(len(t.Members))
		for _, m := range t.Members {
			w.bytes(s.value(m.Type)...)
		}
	case wasm.KindResult:
		w.bytes(s.optional(t.Elem)...)
		w.bytes(s.optional(t.Err)...)
	case wasm.KindOwn, wasm.KindBorrow:
		i, ok := s.index(t.Elem)
		s.bad = s.bad || !ok
		w.u32(i)
	default:
		s.bad = true
		return writer{codes[wasm.KindBool]}
	}
	return s33(s.define(w))
}

func (s *scope) optional(t *wasm.Type) writer {
	if t == nil {
		return writer{0}
	}
	return append(writer{1}, s.value(t)...)
}

// s33 is an index as a value type, signed to tell it from the codes.
func s33(i uint32) writer {
	var w writer
	w.u32(i)
	if last := len(w) - 1; w[last]&0x40 != 0 {
		w[last] |= 0x80
		w.bytes(0)
	}
	return w
}

// function is a function's type.
func (s *scope) function(params []wasm.Member, result *wasm.Type) writer {
	types := make([]writer, len(params))
	for i, p := range params {
		types[i] = s.value(p.Type)
	}
	w := writer{0x40}
	var end writer
	if result == nil {
		end = writer{1, 0}
	} else {
		end = append(writer{0}, s.value(result)...)
	}
	w.size(len(params))
	for i, p := range params {
		w.name(p.Name)
		w.bytes(types[i]...)
	}
	w.bytes(end...)
	return w
}

var (
	typeU32 = &wasm.Type{Kind: wasm.KindU32}
	// typePlace is a memory, where in it bytes begin, and how many they are.
	typePlace = &wasm.Type{Kind: wasm.KindTuple, Members: []wasm.Member{{Type: typeU32}, {Type: typeU32}, {Type: typeU32}}}
)

// hostType is the type of the host's variant of a function: of bytes that it
// takes it is told the place, and of those that it gives it tells the number.
func (f *function) hostType(s *scope) writer {
	params := make([]wasm.Member, 0, len(f.typ.Members))
	for _, p := range f.typ.Members {
		if isBytes(p.Type) {
			p.Type = typePlace
		}
		params = append(params, p)
	}
	r := f.typ.Elem
	switch f.shape {
	case isResult:
		r = typeU32
	case inResult:
		r = &wasm.Type{Kind: wasm.KindResult, Elem: typeU32, Err: r.Err}
	case inResultPair:
		pair := &wasm.Type{Kind: wasm.KindTuple, Members: []wasm.Member{{Type: typeU32}, r.Elem.Members[1]}}
		r = &wasm.Type{Kind: wasm.KindResult, Elem: pair, Err: r.Err}
	case inParam:
	}
	return s.function(params, r)
}
