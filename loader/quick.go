package loader

// quick is what is remembered about one file of source: its digest, so that an
// unchanged file needs no reading, and the compiled code that it led to, so
// that a warm start reads this one record and nothing else.
type quick struct {
	source stamp
	digest sum
	format Format
	slots  []slot
}

const (
	quickMagic = "qyvolQU1"
	// maxSlots bounds how many configurations are remembered for one source.
	maxSlots = 4
)

func (q *quick) encode() []byte {
	e := make(encoder, 0, 512)
	e = append(e, quickMagic...)
	e.stamp(q.source)
	e = append(e, q.digest[:]...)
	e.u32(uint32(q.format))
	e.u32(uint32(len(q.slots))) //nolint:gosec // at most maxSlots
	for i := range q.slots {
		e.slot(&q.slots[i])
	}
	return e.seal()
}

// decodeQuick reads the record of a source; ok is false when it is damaged or
// tells of another state of the file.
func decodeQuick(record []byte, source stamp) (q quick, ok bool) {
	d, ok := unseal(quickMagic, record)
	if !ok {
		return quick{}, false
	}
	q = quick{source: d.stamp(), digest: d.sum(), format: Format(d.u32())} //nolint:gosec // checked below
	if n := d.u32(); n <= maxSlots {
		q.slots = make([]slot, n)
	}
	for i := range q.slots {
		q.slots[i] = d.slot()
	}
	return q, d.whole() && q.source == source && q.format.valid()
}

// find returns the code that was made under key, nil if there is none.
func (q *quick) find(key sum) *slot {
	for i := range q.slots {
		if q.slots[i].key == key {
			return &q.slots[i]
		}
	}
	return nil
}

// put remembers the code that was made under key, and forgets the oldest slot
// if there are too many. It reports whether that changed anything.
func (q *quick) put(s slot) bool {
	if old := q.find(s.key); old != nil {
		changed := *old != s
		*old = s
		return changed
	}
	q.slots = append([]slot{s}, q.slots[:min(len(q.slots), maxSlots-1)]...)
	return true
}
