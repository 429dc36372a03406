package lane

import "github.com/qyvol/qyvol/info/binary"

// imports is what a guest declares before anything else.
type imports struct {
	counts counts
	// places are those of the imports in the index spaces of their sorts, and
	// types the indices of the types that they are declared with.
	places, types []uint32
}

// counts are the sizes of index spaces.
type counts [binary.SortInstance + 1]uint32

func (c *counts) add(s binary.Sort) uint32 {
	c[s]++
	return c[s] - 1
}

// sortBytes are the codes of sorts. Component Model, Binary.md, "Instance
// Definitions", `sort`.
var sortBytes = [...]string{
	binary.SortModule: "\x00\x11", binary.SortFunc: "\x01", binary.SortValue: "\x02", binary.SortType: "\x03",
	binary.SortComponent: "\x04", binary.SortInstance: "\x05",
}

// reader reads what package binary has accepted; what it does not know ends it.
type reader struct {
	in  []byte
	at  int
	bad bool
}

func (r *reader) byte() byte {
	if r.bad || r.at >= len(r.in) {
		r.bad = true
		return 0
	}
	r.at++
	return r.in[r.at-1]
}

func (r *reader) u32() uint32 {
	var n uint32
	for shift := 0; shift < 35; shift += 7 {
		b := r.byte()
		n |= uint32(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
	r.bad = true
	return 0
}

func (r *reader) skipName() { r.name() }

// sort reads a sort that can be imported; other core ones are 0.
func (r *reader) sort() binary.Sort {
	b := r.byte()
	switch {
	case b == 0:
		if r.byte() == 0x11 {
			return binary.SortModule
		}
		return 0
	case b <= 5:
		return [...]binary.Sort{1: binary.SortFunc, 2: binary.SortValue, 3: binary.SortType, 4: binary.SortComponent, 5: binary.SortInstance}[b]
	default:
		r.bad = true
		return 0
	}
}

// readImports reads what a component declares up to its last import: nothing but
// types and names, in all components that tools put together.
func readImports(guest []byte, c *binary.Component) (imports, bool) {
	last := -1
	for i, s := range c.Sections {
		if s.ID == secImport {
			last = i
		}
	}
	var p imports
	for _, s := range c.Sections[:last+1] {
		r := &reader{in: guest[s.Offset : s.Offset+s.Size]}
		switch s.ID {
		case secCustom:
		case secType:
			p.counts[binary.SortType] += r.u32()
		case secAlias:
			r.list(func() {
				if sort := r.aliasDef(); sort != 0 {
					p.counts.add(sort)
				}
			})
		case secImport:
			r.list(func() { p.imported(r) })
		default:
			return p, false
		}
		if r.bad {
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
	p.types = append(p.types, start.u32())
}

// externTo moves to the index that describes an import.
func (r *reader) externTo(sort binary.Sort) {
	r.byte()
	r.skipName()
	r.sort()
	if sort == binary.SortType {
		r.byte()
	}
}
