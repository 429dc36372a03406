package loader

import (
	"bytes"
	"encoding/binary"
)

// What wasmtime's serialised code looks like: a 64-bit ELF file with an OS/ABI
// number that wasmtime made up, and a section that names the version.
const (
	elfMagic         = "\x7fELF"
	elfABIAt         = 7
	elfABIWasmtime   = 200
	elfEngineSection = ".wasmtime.engine\x00"
)

// guessELF tells wasmtime's serialised code from native programs.
func guessELF(head []byte) (look Look, detail string) {
	if len(head) > elfABIAt && head[elfABIAt] == elfABIWasmtime {
		return LookPrecompiled, wasmtimeVersion(head)
	}
	return LookELF, ""
}

// wasmtimeVersion reads the version from the engine section of serialised
// code: a format byte, the length of the version, the version. It returns ""
// when the section is not within file, or is not as expected.
func wasmtimeVersion(file []byte) string {
	section := elfSection(file, elfEngineSection)
	if len(section) < 2 || len(section) < 2+int(section[1]) {
		return ""
	}
	version := section[2 : 2+int(section[1])]
	for _, c := range version {
		if c <= ' ' || c > '~' {
			return ""
		}
	}
	return string(version)
}

// elfSection returns the contents of the section of that name (with its final
// zero) in a little-endian ELF64 file, nil if there is none. Offsets are those
// of the ELF-64 object file format, figures 2 and 8.
func elfSection(file []byte, name string) []byte {
	const (
		headerSize, entrySize          = 64, 64
		tableAt, countAt, namesIndexAt = 40, 60, 62
		offsetAt, sizeAt               = 24, 32
	)
	if len(file) < headerSize {
		return nil
	}
	le := binary.LittleEndian
	table := le.Uint64(file[tableAt:])
	entry := func(i int) []byte { return slice(file, table+uint64(i)*entrySize, entrySize) } //nolint:gosec // a 16-bit index
	contents := func(header []byte) []byte {
		return slice(file, le.Uint64(header[offsetAt:]), le.Uint64(header[sizeAt:]))
	}
	names := entry(int(le.Uint16(file[namesIndexAt:])))
	if names == nil {
		return nil
	}
	strings := contents(names)
	for i := range int(le.Uint16(file[countAt:])) {
		header := entry(i)
		if header == nil {
			return nil
		}
		at := uint64(le.Uint32(header))
		if bytes.Equal(slice(strings, at, uint64(len(name))), []byte(name)) {
			return contents(header)
		}
	}
	return nil
}

// slice returns size bytes of b from offset, nil when b does not have them.
func slice(b []byte, offset, size uint64) []byte {
	if offset > uint64(len(b)) || size > uint64(len(b))-offset {
		return nil
	}
	return b[offset : offset+size]
}
