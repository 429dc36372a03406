package image

// decodeIndex reads an index to so many bytes of data; nil where it can't be one.
// A file of code is trusted like code, but what its index says becomes addresses.
func decodeIndex(index []byte, size uint64) *Set {
	d := &decoder{rest: index}
	s := &Set{}
	flags := d.u64()
	s.Lookalike, s.Complete = flags&flagLookalike != 0, flags&flagComplete != 0
	copy(s.Digest[:], d.bytes(len(s.Digest)))
	d.list(func() { s.Groups = append(s.Groups, d.group(size)) })
	known := map[uint32]bool{}
	for _, g := range s.Groups {
		d.short = d.short || known[g.Tag] || g.Tag < firstTag || g.Tag > lastTag
		known[g.Tag] = true
	}
	if flags >= 2*flagComplete || d.short || len(d.rest) > 0 {
		return nil
	}
	return s
}

func (d *decoder) group(size uint64) (g Group) {
	g.Tag = uint32(min(d.u64(), lastTag+1))
	d.list(func() { g.Memories = append(g.Memories, d.memory(size)) })
	d.short = d.short || len(g.Memories) == 0
	return g
}

func (d *decoder) memory(size uint64) (m Memory) {
	m.Minimum = d.u64()
	d.list(func() {
		e := Extent{d.u64(), d.u64(), d.u64()}
		d.short = d.short || e.Size == 0 || e.At > m.Minimum || e.Size > m.Minimum-e.At ||
			e.Offset > size || e.Size > size-e.Offset
		m.Extents = append(m.Extents, e)
	})
	d.short = d.short || m.Minimum > 1<<32
	return m
}
