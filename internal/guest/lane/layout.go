package lane

import "github.com/qyvol/qyvol/internal/wasm"

// layout is how a value lies in memory, and as how many core values it is
// passed. Component Model, CanonicalABI.md, "Alignment", "Element Size",
// "Flattening".
type layout struct{ size, align, flat uint32 }

func (l layout) round(at uint32) uint32 { return (at + l.align - 1) / l.align * l.align }

var primitives = map[wasm.Kind]layout{
	wasm.KindBool: {1, 1, 1}, wasm.KindS8: {1, 1, 1}, wasm.KindU8: {1, 1, 1}, wasm.KindS16: {2, 2, 1},
	wasm.KindU16: {2, 2, 1}, wasm.KindS32: {4, 4, 1}, wasm.KindU32: {4, 4, 1}, wasm.KindS64: {8, 8, 1},
	wasm.KindU64: {8, 8, 1}, wasm.KindF32: {4, 4, 1}, wasm.KindF64: {8, 8, 1}, wasm.KindChar: {4, 4, 1},
	wasm.KindOwn: {4, 4, 1}, wasm.KindBorrow: {4, 4, 1},
}

// layoutOfList is that of where a list is, and of how many elements.
var layoutOfList = layout{size: 8, align: 4}

// layoutOf is that of a type without pointers; false for others.
func layoutOf(t *wasm.Type) (layout, bool) {
	if l, ok := primitives[t.Kind]; ok {
		return l, true
	}
	switch t.Kind {
	case wasm.KindRecord, wasm.KindTuple:
		return sequence(t.Members)
	case wasm.KindVariant:
		return cases(t.Members)
	case wasm.KindEnum:
		n := discriminant(len(t.Members))
		return layout{n, n, 1}, true
	case wasm.KindFlags:
		n := uint32(1)
		for int(n)*8 < len(t.Members) {
			n *= 2
		}
		return layout{n, n, 1}, len(t.Members) <= 32
	case wasm.KindOption:
		return cases([]wasm.Member{{}, {Type: t.Elem}})
	case wasm.KindResult:
		return cases([]wasm.Member{{Type: t.Elem}, {Type: t.Err}})
	default:
		return layout{}, false
	}
}

func sequence(members []wasm.Member) (layout, bool) {
	all := layout{align: 1}
	for _, m := range members {
		l, ok := layoutOf(m.Type)
		if !ok {
			return layout{}, false
		}
		all.size = l.round(all.size) + l.size
		all.align, all.flat = max(all.align, l.align), all.flat+l.flat
	}
	all.size = all.round(all.size)
	return all, true
}

// discriminant is the size of the number of a case.
func discriminant(n int) uint32 {
	switch {
	case n <= 1<<8:
		return 1
	case n <= 1<<16:
		return 2
	default:
		return 4
	}
}

func cases(members []wasm.Member) (layout, bool) {
	of, most := layout{align: 1}, uint32(0)
	for _, m := range members {
		if m.Type == nil {
			continue
		}
		l, ok := layoutOf(m.Type)
		if !ok {
			return layout{}, false
		}
		of.size, of.align, most = max(of.size, l.size), max(of.align, l.align), max(most, l.flat)
	}
	n := discriminant(len(members))
	at := of.round(n)
	of.align = max(of.align, n)
	of.size = of.round(at + of.size)
	of.flat = 1 + most
	return of, true
}

// The core types of flattened values.
const (
	i32 = 0x7f
	i64 = 0x7e
	f32 = 0x7d
	f64 = 0x7c
)

// coreType is that of a parameter that is passed as one core value.
func coreType(k wasm.Kind) byte {
	switch k {
	case wasm.KindS64, wasm.KindU64:
		return i64
	case wasm.KindF32:
		return f32
	case wasm.KindF64:
		return f64
	default:
		return i32
	}
}
