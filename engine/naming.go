package engine

import (
	"encoding/binary"
	"unicode/utf8"

	"github.com/qyvol/qyvol/engine/internal/origin"
)

// nameModules gives a name to each core module of a component that has none, so
// that their frames can be told from those of what wasmtime makes to call from one
// component into another, which has neither names nor a place in the file.
// A component of which all modules have names stays as it is, with a nil map.
func nameModules(code []byte) ([]byte, *origin.Map) {
	n := namer{in: code}
	growth, ok := n.component(0, len(code), 0)
	if !ok || growth == 0 {
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

// component returns by how many bytes it grows. False means that it can't be read.
func (n *namer) component(from, to, level int) (growth int, ok bool) {
	if to-from < preambleSize || level > maxComponentNesting {
		return 0, false
	}
	w := nesting{in: n.in[:to], at: from + preambleSize}
	for w.at < to {
		at := w.at + 1
		id, body, err := w.next()
		if err != nil {
			return 0, false
		}
		c := change{at: at, begin: w.at - len(body), end: w.at, module: id == sectionModule}
		place, more := len(n.changes), 0
		switch id {
		case sectionModule:
			if !hasName(n.names(c.begin, c.end)) {
				more = len(unnamed)
				n.changes = append(n.changes, c)
			}
		case sectionComponent:
			n.changes = append(n.changes, c)
			if more, ok = n.component(c.begin, c.end, level+1); !ok {
				return 0, false
			}
			if more == 0 {
				n.changes = n.changes[:place]
			}
		}
		if more > 0 {
			size := uint64(len(body) + more)
			n.changes[place].size = size
			growth += more + len(binary.AppendUvarint(nil, size)) - (c.begin - c.at)
		}
	}
	return growth, true
}

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

// names are the last section of names in a module, without what it is called.
func (n *namer) names(from, to int) []byte {
	var last []byte
	m := marker{code: n.in}
	m.sections(from, to, func(id byte, begin, end int) {
		if w := (nesting{in: n.in[:end], at: begin}); id == sectionCustom && w.text() == nameSection {
			last = n.in[w.at:end]
		}
	})
	return last
}

// hasName tells whether wasmtime reads the name of a module, and no other after
// it, out of a section of names.
func hasName(section []byte) bool {
	w := nesting{in: section}
	for first := true; w.at < len(section); first = false {
		id, body, err := w.next()
		if err != nil || (id == nameOfModule) != first {
			return false
		}
		if inner := (nesting{in: body}); first {
			name := inner.text()
			if name == "" || !utf8.ValidString(name) || inner.at != len(body) {
				return false
			}
		}
	}
	return len(section) > 0
}
