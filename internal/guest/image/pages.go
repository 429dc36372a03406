package image

import (
	"cmp"
	"slices"
)

// Extent is a part of an image: bytes that begin a page, and fill it.
type Extent struct {
	At     uint64 // where in the memory
	Size   uint64
	Offset uint64 // where in the data of all images
}

// Memory is what one memory begins as.
type Memory struct {
	Minimum uint64 // bytes
	Extents []Extent
}

const (
	// minData is how many bytes of data are worth an image: mapping less takes
	// longer than copying it.
	minData = 24 << 10
	// near is how far apart parts of an image are at least, in bytes: what is nearer
	// is one, with zeroes between.
	near = 16 << 10
	// maxExtents bounds the parts of an image, each of which is a mapping.
	maxExtents = 16
	// slack is how much larger than twice the data images may be, in bytes.
	slack = 64 << 10
)

// zeroes are the memories of a module without their data.
func (m *module) zeroes() []Memory {
	memories := make([]Memory, len(m.memories))
	for i, l := range m.memories {
		memories[i].Minimum = l.minimum * pageSize
	}
	return memories
}

// images says where a module's data goes. False means that it has to stay with
// the module.
func (m *module) images(guest []byte, page uint64) ([]Memory, bool) {
	if m.importedMemories > 0 || m.importsTable || m.data.End-m.data.Body < minData || !m.readSegments(guest) {
		return nil, false
	}
	memories := m.zeroes()
	total, size := uint64(0), uint64(0)
	for i := range m.segments {
		s := &m.segments[i]
		if !s.active {
			continue
		}
		if uint64(s.memory) >= uint64(len(memories)) || s.offset+uint64(len(s.bytes)) > memories[s.memory].Minimum {
			return nil, false
		}
		total += uint64(len(s.bytes))
	}
	for i := range memories {
		memories[i].Extents = m.extents(uint32(i), page)
		for _, e := range memories[i].Extents {
			size += e.Size
		}
	}
	return memories, total >= minData && size <= 2*total+slack
}

// extents are the pages of a memory that have data. What lies close together is
// one.
func (m *module) extents(memory uint32, page uint64) []Extent {
	var all []Extent
	for i := range m.segments {
		if s := &m.segments[i]; s.active && s.memory == memory && len(s.bytes) > 0 {
			at := s.offset / page * page
			end := (s.offset + uint64(len(s.bytes)) + page - 1) / page * page
			all = append(all, Extent{At: at, Size: end - at})
		}
	}
	slices.SortFunc(all, func(a, b Extent) int { return cmp.Compare(a.At, b.At) })
	for gap := uint64(near); ; gap *= 2 {
		if all = merged(all, gap); len(all) <= maxExtents {
			return all
		}
	}
}

// merged makes one of those that are no further apart.
func merged(all []Extent, gap uint64) []Extent {
	out := all[:0]
	for _, e := range all {
		if n := len(out); n > 0 && e.At <= out[n-1].At+out[n-1].Size+gap {
			last := &out[n-1]
			last.Size = max(last.Size, e.At+e.Size-last.At)
			continue
		}
		out = append(out, e)
	}
	return out
}

// fill appends the extents of memories to the data of all images, and writes the
// segments into them in their order.
func (m *module) fill(data []byte, memories []Memory) []byte {
	for i := range memories {
		for j := range memories[i].Extents {
			e := &memories[i].Extents[j]
			e.Offset = uint64(len(data))
			data = append(data, make([]byte, e.Size)...)
		}
	}
	for i := range m.segments {
		s := &m.segments[i]
		if !s.active || len(s.bytes) == 0 {
			continue
		}
		extents := memories[s.memory].Extents
		n, found := slices.BinarySearchFunc(extents, s.offset, func(e Extent, at uint64) int { return cmp.Compare(e.At, at) })
		if !found {
			n-- // it is in the one before
		}
		into := data[extents[n].Offset+s.offset-extents[n].At:]
		for piece := range slices.Chunk(s.bytes, 1<<20) { // Go stops no goroutine within one
			into = into[copy(into, piece):]
		}
	}
	return data
}
