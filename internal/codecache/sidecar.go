package codecache

// sidecar is the record beside a file of compiled code: what the code's bytes must
// be, and how the file looked when they were known to be so.
type sidecar struct {
	codeFile
	digest Digest // of the code
	// racy says that the code could still change in the instant in which its stamp was
	// taken, without the stamp showing it, as git says of entries of its index. Without
	// it the stamp alone is proof: the bytes were read and found right at a moment later
	// than the change time, so any later change shows.
	racy    bool
	format  uint8  // of the source
	created int64  // Unix nanoseconds
	source  string // the file's path, for people
}

const sidecarMagic = "qyvolME1"

// maxSourceName bounds the path in a sidecar, in bytes.
const maxSourceName = 1 << 10

func (m *sidecar) encode() []byte {
	e := make(encoder, 0, 512)
	e = append(e, sidecarMagic...)
	e.codeFile(&m.codeFile)
	e = append(e, m.digest[:]...)
	e.bool(!m.racy)
	e.u32(uint32(m.format))
	e.i64(m.created)
	e.text(m.source[:min(len(m.source), maxSourceName)])
	return e.seal()
}

// decodeSidecar reads the sidecar of the entry with that key; ok is false when it
// is damaged or another entry's.
func decodeSidecar(record []byte, k key) (m sidecar, ok bool) {
	d, ok := unseal(sidecarMagic, record)
	if !ok {
		return sidecar{}, false
	}
	m = sidecar{codeFile: d.codeFile(), digest: d.digest(), racy: d.u32() != 1}
	m.format, m.created, m.source = d.format(), d.i64(), d.text()
	return m, d.whole() && m.key == k && m.format != 0
}
