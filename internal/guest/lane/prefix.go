package lane

import "github.com/qyvol/qyvol/internal/wasm"

// imports is what a guest declares before anything else.
type imports struct {
	counts counts
	// places are those of the imports in the index spaces of their sorts, and
	// types the indices of the types that they are declared with.
	places, types []uint32
}

// counts are the sizes of index spaces.
type counts [wasm.SortInstance + 1]uint32

func (c *counts) add(s wasm.Sort) uint32 {
	c[s]++
	return c[s] - 1
}

// sortBytes are the codes of sorts. Component Model, Binary.md, "Instance
// Definitions", `sort`.
var sortBytes = [...]string{
	wasm.SortModule: "\x00\x11", wasm.SortFunc: "\x01", wasm.SortValue: "\x02", wasm.SortType: "\x03",
	wasm.SortComponent: "\x04", wasm.SortInstance: "\x05",
}

// reader reads what package wasm has accepted; what it does not know ends it.
type reader struct{ wasm.Scanner }

// sort reads a sort that can be imported; other core ones are 0.
func (r *reader) sort() wasm.Sort {
	b := r.Byte()
	switch {
	case b == 0:
		if r.Byte() == 0x11 {
			return wasm.SortModule
		}
		return 0
	case b <= 5:
		return [...]wasm.Sort{1: wasm.SortFunc, 2: wasm.SortValue, 3: wasm.SortType, 4: wasm.SortComponent, 5: wasm.SortInstance}[b]
	default:
		r.Bad = true
		return 0
	}
}

// readImports reads what a component declares up to its last import: nothing but
// types and names, in all components that tools put together.
func readImports(guest []byte, c *wasm.Component) (imports, bool) {
	last := -1
	for i, s := range c.Sections {
		if s.ID == secImport {
			last = i
		}
	}
	var p imports
	for _, s := range c.Sections[:last+1] {
		r := &reader{wasm.Scanner{In: guest[s.Offset : s.Offset+s.Size]}}
		switch s.ID {
		case secCustom:
		case secType:
			p.counts[wasm.SortType] += r.U32()
		case secAlias:
			r.List(func() {
				if sort := r.aliasDef(); sort != 0 {
					p.counts.add(sort)
				}
			})
		case secImport:
			r.List(func() { p.imported(r) })
		default:
			return p, false
		}
		if r.Bad {
			return p, false
		}
	}
	return p, len(p.places) == len(c.Imports)
}

func (p *imports) imported(r *reader) {
	start := *r
	_, sort := r.externDef()
	start.externTo(sort)
	p.places = append(p.places, p.counts.add(sort))
	p.types = append(p.types, start.U32())
}

// externTo moves to the index that describes an import.
func (r *reader) externTo(sort wasm.Sort) {
	r.Byte()
	r.Vector()
	r.sort()
	if sort == wasm.SortType {
		r.Byte()
	}
}
