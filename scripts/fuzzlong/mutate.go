package main

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
)

// A section of a core module or a component.
type section struct {
	id      byte
	payload []byte
}

// sections takes a binary apart, or gives false.
func sections(data []byte) (preamble []byte, list []section, ok bool) {
	if len(data) < 8 || !bytes.HasPrefix(data, []byte("\x00asm")) {
		return nil, nil, false
	}
	for rest := data[8:]; len(rest) > 0; {
		size, n := binary.Uvarint(rest[1:])
		if n <= 0 || size > uint64(len(rest)-1-n) {
			return nil, nil, false
		}
		end := 1 + n + int(size)
		list = append(list, section{rest[0], rest[1+n : end]})
		rest = rest[end:]
	}
	return data[:8], list, true
}

func assemble(preamble []byte, list []section) []byte {
	data := slices.Clone(preamble)
	for _, s := range list {
		data = append(data, s.id)
		data = binary.AppendUvarint(data, uint64(len(s.payload)))
		data = append(data, s.payload...)
	}
	return data
}

func isComponent(preamble []byte) bool { return preamble[6] == 1 }

// nested tells whether a section holds a module or a component of its own.
func (s section) nested(preamble []byte) bool {
	return isComponent(preamble) && (s.id == 1 || s.id == 4)
}

// mutant changes a guest: sections that are doubled, dropped, moved or another
// guest's, and numbers in them. Half of the changes are within nested ones.
func mutant(r *rand.Rand, guest, other []byte) []byte {
	preamble, list, ok := sections(guest)
	if !ok || len(list) == 0 {
		return guest
	}
	list = slices.Clone(list)
	for range 1 + r.IntN(2) {
		list = mutateSections(r, preamble, list, other)
	}
	return assemble(preamble, list)
}

func mutateSections(r *rand.Rand, preamble []byte, list []section, other []byte) []section {
	if len(list) == 0 {
		return list
	}
	i := r.IntN(len(list))
	if list[i].nested(preamble) && r.IntN(4) > 0 {
		list[i].payload = mutant(r, list[i].payload, other)
		return list
	}
	switch r.IntN(9) {
	case 0:
		return slices.Insert(list, r.IntN(len(list)+1), list[i])
	case 1:
		return slices.Delete(list, i, i+1)
	case 2:
		j := r.IntN(len(list))
		list[i], list[j] = list[j], list[i]
	case 3:
		if from, theirs, ok := sections(other); ok && len(theirs) > 0 && isComponent(from) == isComponent(preamble) {
			return slices.Insert(list, r.IntN(len(list)+1), pick(r, theirs))
		}
	case 4, 5:
		name := []byte("\x04name")
		if r.IntN(2) == 0 {
			name = []byte("\x09producers")
		}
		junk := make([]byte, r.IntN(40))
		for i := range junk {
			junk[i] = byte(r.IntN(256))
		}
		return slices.Insert(list, r.IntN(len(list)+1), section{0, append(name, junk...)})
	default:
		list[i].payload = renumber(r, list[i].payload)
	}
	return list
}

// renumber changes a few of the numbers in a section by a little, or makes them
// large, in as many bytes as before, or more.
func renumber(r *rand.Rand, payload []byte) []byte {
	payload = slices.Clone(payload)
	for range 1 + r.IntN(2) {
		if len(payload) == 0 {
			return payload
		}
		i := r.IntN(min(len(payload), pick(r, []int{8, 64, 1 << 20})))
		switch r.IntN(8) {
		case 0:
			payload[i] ^= 1 << r.IntN(8)
		case 1:
			payload = slices.Insert(payload, i, pick(r, [][]byte{{0xff, 0xff, 0xff, 0xff, 0x0f}, {0x80, 0x80, 0x04}, {0x80, 0x01}})...)
		case 2:
			payload = slices.Delete(payload, i, i+1)
		case 3, 4:
			payload[i]--
		default:
			payload[i]++
		}
	}
	return payload
}
