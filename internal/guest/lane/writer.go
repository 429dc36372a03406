package lane

import "encoding/binary"

// Sections of components. Component Model, Binary.md, "Component Definitions".
const (
	secCustom       = 0
	secCoreModule   = 1
	secCoreInstance = 2
	secCoreType     = 3
	secComponent    = 4
	secInstance     = 5
	secAlias        = 6
	secType         = 7
	secCanon        = 8
	secImport       = 10
	secExport       = 11
)

// The preambles of the two layers.
const (
	componentPreamble = "\x00asm\x0d\x00\x01\x00"
	modulePreamble    = "\x00asm\x01\x00\x00\x00"
)

// writer appends the pieces that the binary format is made of.
type writer []byte

func (w *writer) bytes(b ...byte) { *w = append(*w, b...) }

func (w *writer) u32(n uint32) { *w = binary.AppendUvarint(*w, uint64(n)) }

// s32 writes a constant of core code.
func (w *writer) s32(n int32) {
	for n >= 0x40 || n < -0x40 {
		*w = append(*w, byte(n)|0x80) //nolint:gosec // the low bits
		n >>= 7
	}
	*w = append(*w, byte(n)&0x7f)
}

func (w *writer) size(n int) { w.u32(uint32(n)) } //nolint:gosec // of what a file held, below 4 GiB

func (w *writer) name(s string) {
	w.size(len(s))
	*w = append(*w, s...)
}

// extern writes the name of an import or an export.
func (w *writer) extern(s string) {
	w.bytes(0)
	w.name(s)
}

// section writes a section of what fn writes.
func (w *writer) section(id byte, fn func(*writer)) {
	var body writer
	fn(&body)
	w.raw(id, body)
}

func (w *writer) raw(id byte, body []byte) {
	w.bytes(id)
	w.size(len(body))
	*w = append(*w, body...)
}

// one writes a section that is a list of one definition.
func (w *writer) one(id byte, fn func(*writer)) {
	w.section(id, func(w *writer) {
		w.u32(1)
		fn(w)
	})
}
