package loader

// meta is the sidecar of a file of compiled code: what the code's bytes must
// be, and how the file looked when they were known to be so.
type meta struct {
	slot
	digest sum // of the code
	// settled says that code alone is proof: the bytes were read and found
	// right at a moment later than code.ctime, so any later change shows.
	settled bool
	format  Format // of the source
	created int64  // Unix nanoseconds
	source  string // the file's name, for people
}

const metaMagic = "qyvolME1"

// maxSourceName bounds the name in a record, in bytes.
const maxSourceName = 1 << 10

func (m *meta) encode() []byte {
	e := make(encoder, 0, 512)
	e = append(e, metaMagic...)
	e.slot(&m.slot)
	e = append(e, m.digest[:]...)
	e.u32(flag(m.settled))
	e.u32(uint32(m.format))
	e.i64(m.created)
	e.text(m.source[:min(len(m.source), maxSourceName)])
	return e.seal()
}

// decodeMeta reads the sidecar of the entry with that key; ok is false when it
// is damaged or another entry's.
func decodeMeta(record []byte, key sum) (m meta, ok bool) {
	d, ok := unseal(metaMagic, record)
	if !ok {
		return meta{}, false
	}
	m = meta{slot: d.slot(), digest: d.sum(), settled: d.u32() == 1}
	m.format, m.created, m.source = Format(d.u32()), d.i64(), d.text() //nolint:gosec // checked below
	return m, d.whole() && m.key == key && m.format.valid()
}

func flag(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}
