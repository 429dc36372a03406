package loader

import "github.com/qyvol/qyvol/engine"

// slot is a file of code, made for one configuration of the engine.
type slot struct {
	key  sum
	kind engine.Kind
	code stamp // of the file with the code
}

func (e *encoder) slot(s *slot) {
	*e = append(*e, s.key[:]...)
	e.u32(uint32(s.kind))
	e.stamp(s.code)
}

func (d *decoder) slot() slot {
	return slot{key: d.sum(), kind: engine.Kind(d.u32()), code: d.stamp()} //nolint:gosec // as it was written
}
