package engine

import (
	"slices"

	"github.com/qyvol/qyvol/engine/internal/component"
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
// Nothing changes its place. What can't be read is left for wasmtime to refuse.
func markNames(code []byte) []byte {
	m := marker{code: code}
	if isModule(code) {
		m.module(0, len(code))
	} else {
		m.component(0, len(code), 0)
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

// sections calls fn with each section of what lies between two offsets, and
// with where its body begins and ends.
func (m *marker) sections(from, to int, fn func(id byte, begin, end int)) {
	w := nesting{in: m.code[:to], at: min(from+preambleSize, to)}
	for w.at < to {
		id, body, err := w.next()
		if err != nil {
			return
		}
		fn(id, w.at-len(body), w.at)
	}
}

func (m *marker) component(from, to, level int) {
	m.sections(from, to, func(id byte, begin, end int) {
		switch {
		case id == sectionModule:
			m.module(begin, end)
		case id == sectionComponent && level < maxComponentNesting:
			m.component(begin, end, level+1)
		}
	})
}

const sectionCustom = 0

func (m *marker) module(from, to int) {
	m.sections(from, to, func(id byte, begin, end int) {
		w := nesting{in: m.code[:end], at: begin}
		if id != sectionCustom || w.text() != nameSection {
			return
		}
		if !m.names(w.at, end) {
			m.set(w.at-1, hiddenSection[len(hiddenSection)-1])
		}
	})
}

// The subsections that wasmtime reads (WebAssembly Core, "Name Section").
const (
	nameOfModule     = 0
	namesOfFunctions = 1
)

// names marks the names of a section. False means that it can't be read, or has
// a name that is too long.
func (m *marker) names(from, to int) bool {
	w := nesting{in: m.code[:to], at: from}
	for w.at < to {
		id, body, err := w.next()
		if err != nil {
			return false
		}
		inner := nesting{in: m.code[:w.at], at: w.at - len(body)}
		switch id {
		case nameOfModule:
			err = m.name(&inner)
		case namesOfFunctions:
			err = inner.vec(func() error {
				if _, err := inner.u32(); err != nil {
					return err
				}
				return m.name(&inner)
			})
		}
		if err != nil {
			return false
		}
	}
	return true
}

func (m *marker) name(w *nesting) error {
	size, err := w.u32()
	if err != nil {
		return err
	}
	name, err := w.bytes(size)
	switch {
	case err != nil:
		return err
	case size > maxName:
		return errTruncated
	}
	if mark, ok := component.Mark(name); ok {
		m.set(w.at-len(name), mark)
	}
	return nil
}

// text reads a name, or nothing.
func (w *nesting) text() string {
	size, err := w.u32()
	if err != nil {
		return ""
	}
	name, err := w.bytes(size)
	if err != nil {
		return ""
	}
	return string(name)
}
