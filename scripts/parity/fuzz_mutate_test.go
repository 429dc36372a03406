package main

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
)

// mutant changes a binary guest in a place for each seed that isn't 0, somewhere
// in the tree of its sections, and sets right the sizes around it: most of what
// comes out is still valid, so that it is the compiler, the linker and the run
// that are compared, and not only the parser.
func mutant(guest []byte, seeds ...uint64) []byte {
	for _, seed := range seeds {
		if seed != 0 {
			guest = mutator{rand.New(rand.NewPCG(seed, 0))}.binary(guest)
		}
	}
	return guest
}

// isMutable tells what mutant can change.
func isMutable(guest []byte) bool {
	return len(guest) > header && !bytes.Equal(mutant(guest, 1, 2, 3, 4), guest)
}

type mutator struct{ *rand.Rand }

const (
	preamble = "\x00asm"
	header   = 8 // bytes: preamble, version, layer

	customSection    = 0
	moduleSection    = 1 // of a component
	componentSection = 4 // of a component
	codeSection      = 10
)

// section is one of a component or module, or a function in the code section,
// which has no id.
type section struct {
	id   byte
	body []byte
}

// binary changes a component or a module.
func (m mutator) binary(guest []byte) []byte {
	if len(guest) < header || !bytes.HasPrefix(guest, []byte(preamble)) {
		return guest
	}
	sections, ok := split(guest[header:], true)
	if !ok || len(sections) == 0 {
		return guest
	}
	component := guest[6] == 1
	i := m.choose(sections)
	s := &sections[i]
	switch nested := component && (s.id == moduleSection || s.id == componentSection); {
	case m.IntN(48) == 0:
		sections = m.rearrange(sections, i)
	case nested:
		s.body = m.binary(s.body)
	case !component && s.id == codeSection:
		s.body = m.code(s.body)
	default:
		s.body = m.definitions(s.body)
	}
	return join(slices.Clone(guest[:header]), sections, true)
}

// choose returns the index of a section. Mostly the larger ones: code and data
// stay valid more often than definitions do. Names and debug information matter
// to nobody.
func (m mutator) choose(sections []section) int {
	weight := func(s section) int {
		if s.id == customSection {
			return 0
		}
		return len(s.body)
	}
	total := 0
	for _, s := range sections {
		total += weight(s)
	}
	if total == 0 || m.IntN(6) == 0 {
		return m.IntN(len(sections))
	}
	left := m.IntN(total)
	for i, s := range sections {
		if left -= weight(s); left < 0 {
			return i
		}
	}
	return 0
}

// rearrange drops a section, doubles it, or swaps it with the next.
func (m mutator) rearrange(sections []section, i int) []section {
	switch {
	case m.IntN(3) == 0:
		return slices.Delete(sections, i, i+1)
	case m.IntN(2) == 0:
		return slices.Insert(sections, i, sections[i])
	case i+1 < len(sections):
		sections[i], sections[i+1] = sections[i+1], sections[i]
	}
	return sections
}

// definitions changes a byte of types, imports, exports, data: an index, the
// number of a type or kind, a letter or a digit of a name.
func (m mutator) definitions(body []byte) []byte {
	if len(body) == 0 {
		return body
	}
	body = slices.Clone(body)
	at := m.IntN(len(body))
	switch m.IntN(8) {
	case 0: // a value's type: those of components, and of core modules
		body[at] = byte(0x6f + m.IntN(0x11))
	case 1:
		body[at] = byte(m.IntN(16))
	case 2:
		body[at] = body[m.IntN(len(body))]
	case 3:
		body[at] ^= 1 << m.IntN(8)
	case 4:
		return slices.Insert(body, at, byte(m.IntN(256)))
	default:
		body[at] += byte(2*m.IntN(2)) - 1
	}
	return body
}

// code changes one function.
func (m mutator) code(body []byte) []byte {
	count, n := binary.Uvarint(body)
	if n <= 0 || count == 0 {
		return body
	}
	functions, ok := split(body[n:], false)
	if !ok || len(functions) == 0 {
		return body
	}
	f := &functions[m.IntN(len(functions))]
	f.body = m.function(f.body)
	return join(slices.Clone(body[:n]), functions, false)
}

// split reads sections until the end.
func split(in []byte, withID bool) (list []section, ok bool) {
	for len(in) > 0 {
		var s section
		if withID {
			s.id, in = in[0], in[1:]
		}
		size, n := binary.Uvarint(in)
		if n <= 0 || size > uint64(len(in)-n) {
			return nil, false
		}
		end := n + int(size)
		s.body, in = in[n:end], in[end:]
		list = append(list, s)
	}
	return list, true
}

func join(to []byte, list []section, withID bool) []byte {
	for _, s := range list {
		if withID {
			to = append(to, s.id)
		}
		to = append(binary.AppendUvarint(to, uint64(len(s.body))), s.body...)
	}
	return to
}
