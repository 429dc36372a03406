package engine

import (
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
		if c.Name == nameSection && !m.names(namesIn(c.Data, c.Offset)) {
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
	for n.At < len(n.In) {
		id, inner := n.next()
		switch id {
		case nameOfModule:
			m.name(&inner)
		case namesOfFunctions:
			m.functions(&inner)
		}
		if n.Bad || inner.Bad {
			return false
		}
	}
	return true
}

func (m *marker) functions(n *names) {
	n.List(func() {
		n.U32()
		m.name(n)
	})
}

func (m *marker) name(n *names) {
	name := n.Vector()
	n.Bad = n.Bad || len(name) > maxName
	if mark, ok := component.Mark(name); ok && !n.Bad {
		m.set(n.base+n.At-len(name), mark)
	}
}

// names reads a name section, or a subsection; base is its place in the file.
type names struct {
	wasm.Scanner
	base int
}

func namesIn(section []byte, base int) names { return names{wasm.Scanner{In: section}, base} }

// next reads a subsection.
func (n *names) next() (id byte, body names) {
	id = n.Byte()
	in := n.Vector()
	return id, namesIn(in, n.base+n.At-len(in))
}
