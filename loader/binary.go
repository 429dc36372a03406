package loader

import (
	"encoding/binary"
	"fmt"

	"github.com/qyvol/qyvol/internal/wasm"
)

// The preamble of WebAssembly's binary formats: four bytes of magic, a 16-bit
// version, a 16-bit layer (WebAssembly core specification, section 5.5.16, and
// the Component Model's Binary.md).
const (
	wasmMagic        = "\x00asm"
	moduleVersion    = 1
	moduleLayer      = 0
	componentVersion = 0x0d
	componentLayer   = 1
)

// recogniseBinary reads the preamble that follows the magic, then checks that
// the sections fit into the file.
func recogniseBinary(head []byte, size int64) (Format, error) {
	if len(head) < wasm.PreambleSize {
		return 0, &TruncatedError{Offset: 0, Need: wasm.PreambleSize, Size: size}
	}
	version := binary.LittleEndian.Uint16(head[4:])
	layer := binary.LittleEndian.Uint16(head[6:])
	var format Format
	switch {
	case version == moduleVersion && layer == moduleLayer:
		format = FormatModule
	case version == componentVersion && layer == componentLayer:
		format = FormatComponent
	default:
		detail := fmt.Sprintf("0x%x/%d", version, layer)
		return 0, &NotWasmError{Looks: lookOfVersion(layer), Detail: detail}
	}
	if err := checkSections(head, size); err != nil {
		return 0, err
	}
	return format, nil
}

func lookOfVersion(layer uint16) Look {
	if layer == componentLayer {
		return LookComponentVersion
	}
	return LookWasmVersion
}

// sectionBits are those of a section's length. It has 32, but five bytes hold 35: one that
// is too large ends beyond the file, like any that is cut off.
const (
	sectionBits  = 35
	sectionBytes = 5
)

// checkSections walks the headers of the outermost sections, as far as head
// shows them. It finds only what is cut off: everything else about a section
// is the compiler's to judge.
func checkSections(head []byte, size int64) error {
	s := wasm.Scanner{In: head, At: wasm.PreambleSize}
	for s.At < len(head) {
		at := s.At
		s.Byte()                             // which section it is
		length := int64(s.Uint(sectionBits)) //nolint:gosec // so many bits
		end := int64(s.At) + length
		switch {
		case s.Bad && int64(s.At) == size && s.At-at-1 < sectionBytes: // in its length
			return &TruncatedError{Offset: int64(at), Need: size + 1, Size: size}
		case s.Bad:
			return nil
		case end > size:
			return &TruncatedError{Offset: int64(at), Need: end, Size: size}
		}
		s.At = int(min(end, int64(len(head))))
	}
	return nil
}
