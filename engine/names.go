package engine

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/qyvol/qyvol/engine/internal/component"
	"github.com/qyvol/qyvol/internal/wasm"
)

// wasmtime demangles the names of a backtrace's functions whenever it writes an
// error, and a mangled name of a few hundred bytes can stand for gigabytes.
// Nothing switches that off. So every name that could be one gets another first
// byte before wasmtime sees it, and its own where names come back.

// maxName bounds a name, in bytes. A trap's message has twenty of them in it.
const maxName = 64 << 10

// nameSection is a custom section that wasmtime reads; one called hiddenSection
// it leaves alone.
const nameSection, hiddenSection = "name", "nam_"

// markNames returns code in which no function or core module has a mangled name.
// Nothing changes its place.
func markNames(code []byte, file *wasm.File) []byte {
	m := marker{code: code}
	if file.Module != nil {
		m.module(file.Module)
	} else {
		m.component(file.Component)
	}
	return m.code
}

type marker struct {
	code   []byte
	copied bool
}

// set changes a byte, of a copy.
func (m *marker) set(at int, b byte) {
	if !m.copied {
		m.code, m.copied = copied(m.code), true
	}
	m.code[at] = b
}

// copied copies in pieces: Go stops no goroutine within one.
func copied(code []byte) []byte {
	c := make([]byte, 0, len(code))
	for piece := range slices.Chunk(code, 1<<20) {
		c = append(c, piece...)
	}
	return c
}

func (m *marker) component(c *wasm.Component) {
	for _, module := range c.Modules {
		m.module(module)
	}
	for _, nested := range c.Components {
		m.component(nested)
	}
}

func (m *marker) module(module *wasm.Module) {
	for i := range module.Customs {
		c := &module.Customs[i]
		if c.Name == nameSection && !m.names(names{in: c.Data, base: c.Offset}) {
			m.set(c.Offset-1, hiddenSection[len(hiddenSection)-1])
		}
	}
}

// The subsections that wasmtime reads (WebAssembly Core, "Name Section").
const (
	nameOfModule     = 0
	namesOfFunctions = 1
)

// names marks the names of a section. False means that it can't be read, or has
// a name that is too long.
func (m *marker) names(n names) bool {
	for n.at < len(n.in) {
		id, inner, ok := n.next()
		if !ok {
			return false
		}
		switch id {
		case nameOfModule:
			ok = m.name(&inner)
		case namesOfFunctions:
			ok = m.functions(&inner)
		}
		if !ok {
			return false
		}
	}
	return true
}

func (m *marker) functions(n *names) bool {
	count, ok := n.u32()
	for ; ok && count > 0; count-- {
		if _, ok = n.u32(); ok {
			ok = m.name(n)
		}
	}
	return ok
}

func (m *marker) name(n *names) bool {
	name, ok := n.text()
	if !ok || len(name) > maxName {
		return false
	}
	if mark, ok := component.Mark(name); ok {
		m.set(n.base+n.at-len(name), mark)
	}
	return true
}

// names reads a name section, or a subsection; base is its place in the file.
type names struct {
	in   []byte
	at   int
	base int
}

// next reads a subsection.
func (n *names) next() (id byte, body names, ok bool) {
	if id, ok = n.byte(); !ok {
		return id, body, false
	}
	body.in, ok = n.text()
	body.base = n.base + n.at - len(body.in)
	return id, body, ok
}

// text reads bytes after their number.
func (n *names) text() ([]byte, bool) {
	size, ok := n.u32()
	if !ok || int64(size) > int64(len(n.in)-n.at) {
		return nil, false
	}
	n.at += int(size)
	return n.in[n.at-int(size) : n.at], true
}

func (n *names) byte() (byte, bool) {
	if n.at >= len(n.in) {
		return 0, false
	}
	n.at++
	return n.in[n.at-1], true
}

func (n *names) u32() (uint32, bool) {
	v, size := binary.Uvarint(n.in[n.at:])
	if size <= 0 || v > math.MaxUint32 {
		return 0, false
	}
	n.at += size
	return uint32(v), true
}
