package image

import (
	"encoding/binary"
	"slices"

	"github.com/qyvol/qyvol/internal/guest/origin"
	"github.com/qyvol/qyvol/internal/wasm"
)

// writer writes a guest again, and notes what went where.
type writer struct {
	in, out []byte
	from    *origin.Map
}

// keep writes what lies between two places of the guest.
func (w *writer) keep(from, to int) {
	w.from.Add(uint64(len(w.out)), uint64(from), uint64(to-from)) //nolint:gosec // none is negative
	w.out = append(w.out, w.in[from:to]...)
}

func (w *writer) u32(n uint32) { w.out = binary.AppendUvarint(w.out, uint64(n)) }

// section writes one with other contents than it had.
func (w *writer) section(s wasm.Span, fn func(*writer)) {
	inner := &writer{in: w.in, from: &origin.Map{}}
	fn(inner)
	w.out = append(w.out, s.ID)
	w.u32(uint32(len(inner.out))) //nolint:gosec // not larger than the guest by much
	w.from.Put(uint64(len(w.out)), inner.from)
	w.out = append(w.out, inner.out...)
}

// write writes a component, or one inside of it.
func (s *splitter) write(w *writer, from, to int) {
	w.keep(from, min(from+wasm.PreambleSize, to))
	wasm.Spans(s.guest, from, to, func(sec wasm.Span) {
		switch {
		case !s.within(sec):
			w.keep(sec.Begin, sec.End)
		case sec.ID == sectionCoreModule:
			w.section(sec, s.split[sec.Body].write)
		default:
			w.section(sec, func(w *writer) { s.write(w, sec.Body, sec.End) })
		}
	})
}

// within tells whether a section of a component has a module that is split.
func (s *splitter) within(sec wasm.Span) bool {
	switch sec.ID {
	case sectionCoreModule:
		return s.split[sec.Body] != nil
	case sectionComponent:
		n, _ := slices.BinarySearch(s.begins, sec.Body)
		return n < len(s.begins) && s.begins[n] < sec.End
	}
	return false
}

// write writes a module with a tag and without the data that was taken.
func (m *module) write(w *writer) {
	w.keep(m.from, m.from+wasm.PreambleSize)
	wasm.Spans(w.in, m.from, m.to, func(s wasm.Span) {
		switch s {
		case m.memory:
			w.section(s, m.writeMemories)
		case m.data:
			if !m.taken {
				w.keep(s.Begin, s.End)
				return
			}
			m.writeData(w)
		default:
			w.keep(s.Begin, s.End)
		}
	})
}

func (m *module) writeMemories(w *writer) {
	r := readerOf(w.in, m.memory)
	w.u32(r.U32() + 1)
	w.keep(r.At, m.memory.End)
	w.out = append(w.out, flagMax, 0)
	w.u32(m.tag)
}

// writeData keeps passive segments. Where the module counts its segments, code can
// name each, and an empty passive one is what an active one is once it was copied;
// otherwise none can.
func (m *module) writeData(w *writer) {
	counted := m.count.End != 0
	n := uint32(0)
	for i := range m.segments {
		if counted || !m.segments[i].active {
			n++
		}
	}
	if n == 0 && !counted {
		return
	}
	w.section(m.data, func(w *writer) {
		w.u32(n)
		for i := range m.segments {
			switch s := &m.segments[i]; {
			case !s.active:
				w.keep(s.begin, s.end)
			case counted:
				w.out = append(w.out, segmentPassive, 0)
			}
		}
	})
}
