package engine

import (
	"encoding/binary"
	"unicode/utf8"

	"github.com/qyvol/qyvol/internal/guest/origin"
	"github.com/qyvol/qyvol/internal/wasm"
)

// nameModules gives a name to each core module of a component that has none, so
// that their frames can be told from those of what wasmtime makes to call from one
// component into another, which has neither names nor a place in the file.
// A component of which all modules have names stays as it is, with a nil map.
func nameModules(code []byte, c *wasm.Component) ([]byte, *origin.Map) {
	n := namer{in: code}
	growth := n.component(c)
	if growth == 0 {
		return code, nil
	}
	return n.write(len(code) + growth)
}

// namer finds all that is to change before it writes: nothing is copied twice,
// however deep components are nested.
type namer struct {
	in      []byte
	changes []change // in order
}

// change is a section that grows: its size takes other bytes, and if it is a
// module, a name comes at its end.
type change struct {
	at, begin, end int // where the section's size is, its body begins, and ends
	size           uint64
	module         bool
}

// component returns by how many bytes it grows.
func (n *namer) component(c *wasm.Component) (growth int) {
	end, modules, components := c.Offset+wasm.PreambleSize, c.Modules, c.Components
	for _, s := range c.Sections {
		one := change{at: end + 1, begin: s.Offset, end: s.Offset + s.Size, module: s.ID == sectionModule}
		end = one.end
		place, more := len(n.changes), 0
		n.changes = append(n.changes, one)
		switch s.ID {
		case sectionModule:
			if !hasName(namesOf(modules[0])) {
				more = len(unnamed)
			}
			modules = modules[1:]
		case sectionComponent:
			more, components = n.component(components[0]), components[1:]
		}
		if more == 0 {
			n.changes = n.changes[:place]
			continue
		}
		size := uint64(s.Size + more) //nolint:gosec // not negative
		n.changes[place].size = size
		growth += more + len(binary.AppendUvarint(nil, size)) - (one.begin - one.at)
	}
	return growth
}

// The sections that change.
const (
	sectionModule    = 1
	sectionComponent = 4
)

// unnamed is a section that gives a module the name for those without.
const unnamed = "\x00\x09\x04name\x00\x02\x01" + origin.Unnamed

func (n *namer) write(size int) ([]byte, *origin.Map) {
	out, from, at := make([]byte, 0, size), &origin.Map{}, 0
	copyTo := func(end int) {
		from.Add(uint64(len(out)), uint64(at), uint64(end-at)) //nolint:gosec // none is negative
		out, at = append(out, n.in[at:end]...), end
	}
	for _, c := range n.changes {
		copyTo(c.at)
		out, at = binary.AppendUvarint(out, c.size), c.begin
		if c.module {
			copyTo(c.end)
			out = append(out, unnamed...)
		}
	}
	copyTo(len(n.in))
	return out, from
}

// namesOf is the last section of names in a module.
func namesOf(module *wasm.Module) []byte {
	var last []byte
	for i := range module.Customs {
		if c := &module.Customs[i]; c.Name == nameSection {
			last = c.Data
		}
	}
	return last
}

// hasName reports whether wasmtime reads the name of a module, and no other after
// it, out of a section of names.
func hasName(section []byte) bool {
	n := namesIn(section, 0)
	for first := true; n.At < len(section); first = false {
		id, inner := n.next()
		if n.Bad || (id == nameOfModule) != first {
			return false
		}
		if first {
			name := inner.Vector()
			if inner.Bad || len(name) == 0 || !utf8.Valid(name) || inner.At != len(inner.In) {
				return false
			}
		}
	}
	return len(section) > 0
}
