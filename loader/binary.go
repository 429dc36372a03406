package loader

import (
	"encoding/binary"
	"fmt"
)

// The preamble of WebAssembly's binary formats: four bytes of magic, a 16-bit
// version, a 16-bit layer (WebAssembly core specification, section 5.5.16, and
// the Component Model's Binary.md).
const (
	wasmMagic        = "\x00asm"
	wasmHeaderSize   = 8
	moduleVersion    = 1
	moduleLayer      = 0
	componentVersion = 0x0d
	componentLayer   = 1
)

// recogniseBinary reads the preamble that follows the magic, then checks that
// the sections fit into the file.
func recogniseBinary(head []byte, size int64) (Format, error) {
	if len(head) < wasmHeaderSize {
		return 0, &TruncatedError{Offset: 0, Need: wasmHeaderSize, Size: size}
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

// checkSections walks the headers of the outermost sections, as far as head
// shows them. It finds only what is cut off: everything else about a section
// is the compiler's to judge.
func checkSections(head []byte, size int64) error {
	at := int64(wasmHeaderSize)
	for at < int64(len(head)) {
		length := head[at+1 : min(int64(len(head)), at+1+maxLEB32)]
		value, width := binary.Uvarint(length)
		if width <= 0 {
			return checkLength(at, len(length), size)
		}
		end := at + 1 + int64(width) + int64(value) //nolint:gosec // five LEB128 bytes hold 35 bits
		if end > size {
			return &TruncatedError{Offset: at, Need: end, Size: size}
		}
		at = end
	}
	return nil
}

// checkLength judges a section whose length did not decode from the given
// number of bytes: it is cut off if those are the file's last, else malformed.
func checkLength(at int64, available int, size int64) error {
	if available < maxLEB32 && at+1+int64(available) == size {
		return &TruncatedError{Offset: at, Need: size + 1, Size: size}
	}
	return nil
}

// maxLEB32 is the longest encoding of a 32-bit number, in bytes.
const maxLEB32 = 5
