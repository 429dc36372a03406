package lane

import (
	"strings"

	"github.com/qyvol/qyvol/internal/wasm"
)

// shape is where a function's bytes are.
type shape int

const (
	inParam      shape = iota // list<u8> is a parameter
	isResult                  // … the result
	inResult                  // … the ok of a result
	inResultPair              // … the first of a tuple with a bool, the ok of a result
)

// function is one that is adapted.
type function struct {
	name, lane string // what it is called, and what the host's variant is
	typ        *wasm.Type
	shape      shape
	payload    uint32 // where the payload of a result lies
	result     layout // of what the guest has written to memory, with bytes in it
	flat       uint32 // how many core values the host's result is
	direct     byte   // the core type of a result that is one core value
}

// maxFlatParams is how many core values are passed without memory.
// Component Model, CanonicalABI.md, "Flattening".
const maxFlatParams = 16

// laneName is a name that needs no resource of the same scope:
// qyvol-lane-output-stream-write for [method]output-stream.write.
func laneName(name string) string {
	if _, rest, ok := strings.Cut(name, "]"); ok {
		name = rest
	}
	return prefix + strings.ReplaceAll(name, ".", "-")
}

func isBytes(t *wasm.Type) bool {
	return t != nil && t.Kind == wasm.KindList && t.Fixed == 0 && t.Elem.Kind == wasm.KindU8
}

// adaptable tells how a function is adapted, or that it can't be.
func adaptable(name string, t *wasm.Type) (*function, bool) {
	f := &function{name: name, lane: laneName(name), typ: t}
	lists := 0
	for _, p := range t.Members {
		if _, ok := primitives[p.Type.Kind]; !ok && !isBytes(p.Type) {
			return nil, false
		}
		if isBytes(p.Type) {
			lists++
		}
	}
	if t.Async || lists > 1 || len(t.Members)+3 > maxFlatParams {
		return nil, false
	}
	if lists == 1 {
		return f, f.keepsResult()
	}
	return f, f.bytesResult()
}

// keepsResult is for functions that take bytes: the host's result is passed on.
func (f *function) keepsResult() bool {
	if f.typ.Elem == nil {
		return true
	}
	l, ok := layoutOf(f.typ.Elem)
	if f.flat = l.flat; l.flat == 1 {
		f.direct = coreType(f.typ.Elem.Kind)
		_, primitive := primitives[f.typ.Elem.Kind]
		ok = ok && (primitive || f.direct == i32 && f.typ.Elem.Kind != wasm.KindRecord && f.typ.Elem.Kind != wasm.KindTuple)
	}
	return ok
}

// bytesResult is for functions that give bytes.
func (f *function) bytesResult() bool {
	r := f.typ.Elem
	switch {
	case isBytes(r):
		f.shape, f.flat, f.direct = isResult, 1, i32
		f.result = layoutOfList
		return true
	case r == nil || r.Kind != wasm.KindResult || r.Elem == nil:
		return false
	case isBytes(r.Elem):
		f.shape = inResult
	case r.Elem.Kind == wasm.KindTuple && len(r.Elem.Members) == 2 &&
		isBytes(r.Elem.Members[0].Type) && r.Elem.Members[1].Type.Kind == wasm.KindBool:
		f.shape = inResultPair
	default:
		return false
	}
	failure, ok := layout{align: 1}, true
	if r.Err != nil {
		failure, ok = layoutOf(r.Err)
	}
	success := layoutOfList
	if f.shape == inResultPair {
		success.size = 12 // the flag, and what aligns the next one
	}
	f.payload, f.flat = max(success.align, failure.align), 2 // or more
	f.result = layout{align: f.payload}
	f.result.size = f.result.round(f.payload + max(success.size, failure.size))
	return ok
}

// signatures are the core types of what the guest calls, and of what the host
// has. A result that is more than one core value is written to where the last
// parameter says.
func (f *function) signatures() (guest, host, result []byte) {
	for _, p := range f.typ.Members {
		if isBytes(p.Type) {
			guest, host = append(guest, i32, i32), append(host, i32, i32, i32)
			continue
		}
		c := coreType(p.Type.Kind)
		guest, host = append(guest, c), append(host, c)
	}
	switch {
	case f.shape == isResult:
		return append(guest, i32), host, []byte{i32}
	case f.flat > 1:
		return append(guest, i32), append(host, i32), nil
	case f.flat == 1:
		return guest, host, []byte{f.direct}
	default:
		return guest, host, nil
	}
}
