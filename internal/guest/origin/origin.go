// Package origin tells where the bytes of a rewritten guest were in the file that
// the user has: offsets in backtraces are places in that file.
package origin

import (
	"encoding/binary"
	"errors"
	"slices"
)

// Names of modules that no toolchain gives: Unnamed stands for a module of the
// user's that has no name, Ours is the name of those that rewriting adds. What
// wasmtime makes to call from one component into another has none at all.
const (
	Unnamed = "\x7f"
	Ours    = "\x7fqyvol-lane"
)

// Map maps offsets in rewritten code to offsets in the code that it was made
// from. What it does not cover was added. The zero value covers nothing; a nil
// *Map is that of code that was left as it was.
type Map struct{ pieces []piece }

// piece is a run of bytes that was copied: size bytes at to were at from.
type piece struct{ to, from, size uint64 }

// Add notes that size bytes at from were copied to to. Copies are added in the
// order of to.
func (m *Map) Add(to, from, size uint64) {
	if size == 0 {
		return
	}
	if n := len(m.pieces); n > 0 {
		last := &m.pieces[n-1]
		if last.to+last.size == to && last.from+last.size == from {
			last.size += size
			return
		}
	}
	m.pieces = append(m.pieces, piece{to, from, size})
}

// Put adds all of a part that was written apart, and begins at to.
func (m *Map) Put(to uint64, part *Map) {
	for _, p := range part.pieces {
		m.Add(to+p.to, p.from, p.size)
	}
}

// Of gives the original offset; false for a byte that was added.
func (m *Map) Of(at uint64) (uint64, bool) {
	if m == nil {
		return at, true
	}
	i, found := slices.BinarySearchFunc(m.pieces, at, func(p piece, at uint64) int {
		switch {
		case at < p.to:
			return 1
		case at-p.to >= p.size:
			return -1
		}
		return 0
	})
	if !found {
		return 0, false
	}
	return m.pieces[i].from + at - m.pieces[i].to, true
}

// Through maps to what earlier was made from, for code that was rewritten again.
func (m *Map) Through(earlier *Map) *Map {
	switch {
	case m == nil:
		return earlier
	case earlier == nil:
		return m
	}
	all := &Map{}
	for _, p := range m.pieces {
		i, _ := slices.BinarySearchFunc(earlier.pieces, p.from, func(e piece, at uint64) int {
			if e.to+e.size <= at {
				return -1
			}
			return 1
		})
		for ; i < len(earlier.pieces) && earlier.pieces[i].to < p.from+p.size; i++ {
			e := earlier.pieces[i]
			begin, end := max(p.from, e.to), min(p.from+p.size, e.to+e.size)
			all.Add(p.to+begin-p.from, e.from+begin-e.to, end-begin)
		}
	}
	return all
}

// Encode gives a few bytes for each piece; none for nil.
func (m *Map) Encode() []byte {
	if m == nil {
		return nil
	}
	out := []byte{version}
	var to, from uint64
	for _, p := range m.pieces {
		out = binary.AppendUvarint(out, p.to-to)
		out = binary.AppendVarint(out, int64(p.from-from)) //nolint:gosec // the bits are kept
		out = binary.AppendUvarint(out, p.size)
		to, from = p.to+p.size, p.from+p.size
	}
	return out
}

const version = 1

// ErrEncoding is returned for bytes that Encode did not give.
var ErrEncoding = errors.New("not a map of origins")

// Decode reads what Encode gave.
func Decode(in []byte) (*Map, error) {
	if len(in) == 0 {
		return nil, nil //nolint:nilnil // the map of code that was left as it was
	}
	if in[0] != version {
		return nil, ErrEncoding
	}
	m, in := &Map{}, in[1:]
	number := func(n uint64, size int) uint64 {
		if size <= 0 {
			in = nil
			return 0
		}
		in = in[size:]
		return n
	}
	var to, from uint64
	for len(in) > 0 {
		p := piece{to: to + number(binary.Uvarint(in))}
		shift, size := binary.Varint(in)
		p.from = from + number(uint64(shift), size) //nolint:gosec // the bits are kept
		if p.size = number(binary.Uvarint(in)); p.size == 0 {
			return nil, ErrEncoding
		}
		m.pieces = append(m.pieces, p)
		to, from = p.to+p.size, p.from+p.size
	}
	return m, nil
}
