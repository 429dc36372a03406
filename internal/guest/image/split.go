package image

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"github.com/qyvol/qyvol/internal/guest/origin"
	"github.com/qyvol/qyvol/internal/wasm"
)

// Version changes whenever Split gives something else for the same guest.
const Version = 2

// The maxima, in pages, of the memories that are tags. Those of a component's
// modules are numbered; that of a core module by itself depends on its bytes, so
// that the modules that a host provides to a component are told apart.
const (
	firstTag       = 1<<14 + 1
	firstModuleTag = 1<<15 + 1
	lastTag        = 1<<16 - 1
)

// maxDepth bounds the nesting of components whose modules are split: each level
// is another copy.
const maxDepth = 8

// maxGroups bounds the modules of a guest that are split.
const maxGroups = 1000

// deepest is how deep components are looked into.
const deepest = 1000

// Group is what the memories of an instance of one module begin as, by index.
type Group struct {
	Tag      uint32
	Memories []Memory
}

// Set are the images of a guest.
type Set struct {
	Groups []Group
	// Lookalike says that the guest can't be linked with others that have images:
	// a memory of its own could be taken for a tag.
	Lookalike bool
	// Complete says that each memory that the guest can make is followed by a tag.
	Complete bool
	// Digest tells the modules that a host provides apart: it is that of the core
	// module that was split, and zero for a component.
	Digest [sha256.Size]byte
	// From leads from the guest that was split to the one that was given. It isn't
	// part of the index.
	From *origin.Map
	// Data is what the extents are made of. It isn't part of the index.
	Data []byte
}

// Split takes the data out of a guest, a component or a core module that can be
// read. Extents begin and end at multiples of page, a power of two of at most 64
// KiB. valid tells whether a core module is valid.
//
// The first result is nil if nothing was taken. The same guest gives the same
// bytes.
func Split(guest []byte, page uint64, valid func(module []byte) bool) ([]byte, *Set) {
	s := &splitter{guest: guest, page: page, valid: valid, set: &Set{}, split: map[int]*module{}}
	if isModule := len(guest) < wasm.PreambleSize || guest[6] == 0 && guest[7] == 0; isModule {
		s.module(0, len(guest), 0)
	} else {
		s.component(0, len(guest), 0)
	}
	if s.unknown || s.set.Lookalike || page > pageSize {
		return nil, &Set{Lookalike: s.set.Lookalike || s.unknown}
	}
	s.set.Complete = true
	for _, m := range s.found {
		s.take(m)
	}
	if len(s.split) == 0 {
		return nil, s.set
	}
	w := &writer{in: guest, from: &origin.Map{}}
	if m := s.split[0]; m != nil {
		m.write(w)
	} else {
		s.write(w, 0, len(guest))
	}
	s.set.From = w.from
	return w.out, s.set
}

// splitter finds the modules first, since one that looks as if it had a tag stops
// all, and then writes the guest.
type splitter struct {
	guest   []byte
	page    uint64
	valid   func([]byte) bool
	set     *Set
	unknown bool // what can't be read could be anything
	found   []*module
	split   map[int]*module // by where they begin
	begins  []int           // in order
}

func (s *splitter) component(from, to, depth int) {
	if depth > deepest {
		s.unknown = true
		return
	}
	ok := wasm.Spans(s.guest, from, to, func(sec wasm.Span) {
		switch sec.ID {
		case sectionCoreModule:
			s.module(sec.Body, sec.End, depth)
		case sectionComponent:
			s.component(sec.Body, sec.End, depth+1)
		}
	})
	s.unknown = s.unknown || !ok
}

func (s *splitter) module(from, to, depth int) {
	m, ok := readModule(s.guest, from, to)
	if !ok {
		s.unknown = true
		return
	}
	s.set.Lookalike = s.set.Lookalike || m.lookalike
	if len(m.memories) > 0 {
		m.deep = depth > maxDepth
		s.found = append(s.found, m)
	}
}

// take gives a module a tag, and makes images of its data unless that has to stay.
func (s *splitter) take(m *module) {
	if !m.taggable() || len(s.set.Groups) == maxGroups || !s.valid(s.guest[m.from:m.to]) {
		s.set.Complete = false
		return
	}
	memories, ok := m.images(s.guest, s.page)
	if m.taken = ok; !ok {
		memories = m.zeroes()
	}
	m.tag = uint32(firstTag + len(s.set.Groups)) //nolint:gosec // at most maxGroups more
	if m.from == 0 {
		s.set.Digest = digest(s.guest)
		m.tag = firstModuleTag + uint32(binary.LittleEndian.Uint16(s.set.Digest[:]))%(lastTag-firstModuleTag+1)
	}
	if m.taken {
		s.set.Data = m.fill(s.set.Data, memories)
	}
	s.set.Groups = append(s.set.Groups, Group{m.tag, memories})
	s.split[m.from] = m
	s.begins = append(s.begins, m.from)
}

// digest digests in pieces: Go stops no goroutine within one.
func digest(b []byte) (sum [sha256.Size]byte) {
	h := sha256.New()
	for piece := range slices.Chunk(b, 256<<10) {
		h.Write(piece)
	}
	h.Sum(sum[:0])
	return sum
}
