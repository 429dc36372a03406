package lane

import "github.com/qyvol/qyvol/internal/wasm"

// leaving knows what a component has of the host. While a guest's realloc makes
// room for what it is given, it may not leave its instance (Component Model,
// CanonicalABI.md, "canon lower"). wasmtime sees to that where it calls realloc; where
// an adapter does, the host does, which sees each call of its own functions. Guests
// that could go elsewhere, into other components or by resources of their own, are
// not adapted where realloc is needed. One thing is not seen: a realloc that drops a
// handle that its caller has lent, which changes nothing outside of the guest.
type leaving struct {
	instances, funcs, types map[uint32]bool // the guest's indices of what is the host's
}

func newLeaving(in *wasm.Component, declared *imports) leaving {
	l := leaving{map[uint32]bool{}, map[uint32]bool{}, map[uint32]bool{}}
	for i := range in.Imports {
		if in.Imports[i].Sort == wasm.SortInstance {
			l.instances[declared.places[i]] = true
		}
	}
	return l
}

// given notes that what is defined next is the host's.
func (l *leaving) given(w *rewriter, sort wasm.Sort) {
	switch sort {
	case wasm.SortFunc:
		l.funcs[uint32(len(w.funcs.to))] = true //nolint:gosec // limited by package wasm
	case wasm.SortType:
		l.types[w.types] = true
	case wasm.SortModule, wasm.SortValue, wasm.SortComponent, wasm.SortInstance:
	}
}
