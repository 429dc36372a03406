package lane

import "github.com/qyvol/qyvol/info/binary"

// scope writes types where named ones have indices of their own.
type scope struct {
	iface  *binary.Type                     // whose exports are the named types
	named  func(name string) (uint32, bool) // the index of one
	define func(writer) uint32              // a type without a name
	bad    bool                             // something has no place here
}

// exported finds the name that the interface has for a type.
func (s *scope) exported(t *binary.Type) (string, bool) {
	for ; t != nil; t = t.Alias {
		for i := range s.iface.Exports {
			e := &s.iface.Exports[i]
			if e.Sort != binary.SortType {
				continue
			}
			if e.Type == t || t.Kind == binary.KindResource && e.Type.Resource == t.Resource {
				return e.Name, true
			}
		}
	}
	return "", false
}

func (s *scope) index(t *binary.Type) (uint32, bool) {
	name, ok := s.exported(t)
	if !ok {
		return 0, false
	}
	return s.named(name)
}

// codes are those of types by their kinds. Component Model, Binary.md, "Type
// Definitions".
var codes = map[binary.Kind]byte{
	binary.KindBool: 0x7f, binary.KindS8: 0x7e, binary.KindU8: 0x7d, binary.KindS16: 0x7c, binary.KindU16: 0x7b,
	binary.KindS32: 0x7a, binary.KindU32: 0x79, binary.KindS64: 0x78, binary.KindU64: 0x77, binary.KindF32: 0x76,
	binary.KindF64: 0x75, binary.KindChar: 0x74, binary.KindString: 0x73, binary.KindList: 0x70,
	binary.KindTuple: 0x6f, binary.KindOption: 0x6b, binary.KindResult: 0x6a, binary.KindOwn: 0x69,
	binary.KindBorrow: 0x68,
}

// value is a value type as it is written where one is used.
func (s *scope) value(t *binary.Type) writer {
	if t.Kind.Primitive() && codes[t.Kind] != 0 {
		return writer{codes[t.Kind]}
	}
	if i, ok := s.index(t); ok {
		return s33(i)
	}
	w := writer{codes[t.Kind]}
	switch t.Kind {
	case binary.KindList, binary.KindOption:
		w.bytes(s.value(t.Elem)...)
	case binary.KindTuple:
		w.size(len(t.Members))
		for _, m := range t.Members {
			w.bytes(s.value(m.Type)...)
		}
	case binary.KindResult:
		w.bytes(s.optional(t.Elem)...)
		w.bytes(s.optional(t.Err)...)
	case binary.KindOwn, binary.KindBorrow:
		i, ok := s.index(t.Elem)
		s.bad = s.bad || !ok
		w.u32(i)
	default:
		s.bad = true
		return writer{codes[binary.KindBool]}
	}
	return s33(s.define(w))
}

func (s *scope) optional(t *binary.Type) writer {
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
func (s *scope) function(params []binary.Member, result *binary.Type) writer {
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
	typeU32 = &binary.Type{Kind: binary.KindU32}
	// typePlace is a memory, where in it bytes begin, and how many they are.
	typePlace = &binary.Type{Kind: binary.KindTuple, Members: []binary.Member{{Type: typeU32}, {Type: typeU32}, {Type: typeU32}}}
)

// hostType is the type of the host's variant of a function: of bytes that it
// takes it is told the place, and of those that it gives it tells the number.
func (f *function) hostType(s *scope) writer {
	params := make([]binary.Member, 0, len(f.typ.Members))
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
		r = &binary.Type{Kind: binary.KindResult, Elem: typeU32, Err: r.Err}
	case inResultPair:
		pair := &binary.Type{Kind: binary.KindTuple, Members: []binary.Member{{Type: typeU32}, r.Elem.Members[1]}}
		r = &binary.Type{Kind: binary.KindResult, Elem: pair, Err: r.Err}
	case inParam:
	}
	return s.function(params, r)
}
