//go:build cgo

package component

import (
	"encoding/binary"
	"strconv"
	"strings"
	"sync"
)

// libraryMajor is the linked library's major version once it is known.
var libraryMajor struct {
	sync.Mutex
	number int
}

// LibraryMajor is the major version of the library of wasmtime that is linked; 0 if it
// doesn't say. The C API has no function for that. But compiled code begins with the
// version that made it, and the library refuses code of another one before it looks
// any further (wasmtime's engine/serialization.rs): so it is asked to load code that
// has nothing but a version. That is safe whatever the library is, and costs
// microseconds. It needs an engine, any; without one it makes its own.
func LibraryMajor(e *Engine) int {
	libraryMajor.Lock()
	defer libraryMajor.Unlock()
	if libraryMajor.number > 0 {
		return libraryMajor.number
	}
	if e == nil {
		e = NewEngine(EngineConfig{})
		defer e.Close()
	}
	libraryMajor.number = findMajor(func(data []byte) error {
		c, err := e.Deserialize(data)
		if err == nil {
			c.Close()
		}
		return err
	})
	return libraryMajor.number
}

// newestMajor is the last version that is asked for.
const newestMajor = 200

// findMajor asks for one version after the other, those first that were tested.
func findMajor(load func([]byte) error) int {
	try := func(major int) (same, known bool) {
		err := load(onlyVersion(major))
		if err == nil {
			return false, false // it can't be: there is no code
		}
		return !strings.Contains(err.Error(), "incompatible version"), true
	}
	for _, major := range TestedMajors {
		if same, known := try(major); same && known {
			return likely(major, try)
		}
	}
	for major := 1; major <= newestMajor; major++ {
		if same, known := try(major); same && known {
			return likely(major, try)
		}
	}
	return 0
}

// likely is the major, unless the library takes one for its own that it can't be: it
// compares no versions, or says so in other words.
func likely(major int, try func(int) (bool, bool)) int {
	if same, _ := try(newestMajor + 1); same {
		return 0
	}
	return major
}

// TestedMajors are the major versions that this package was tested with. Others may
// have other structures behind the same names.
var TestedMajors = [...]int{44, 48}

// onlyVersion is an ELF file of compiled code (of a component) whose one section is the
// version of a wasmtime.
func onlyVersion(major int) []byte {
	const (
		header, section       = 64, 64
		names                 = "\x00.wasmtime.engine\x00"
		osWasmtime, component = 200, 1 << 1
		progbits, strtab      = 1, 3
	)
	text := strconv.Itoa(major)
	engine := string(binary.AppendUvarint([]byte{0}, uint64(len(text)))) + text + "\x00"
	const engineAt = header + 3*section
	namesAt := engineAt + uint64(len(engine))

	le := binary.LittleEndian
	b := append(make([]byte, 0, len(names)+engineAt+len(engine)), "\x7fELF\x02\x01\x01"...) // 64 bits, little-endian
	b = append(b, osWasmtime)
	b = append(b, make([]byte, 8)...)
	b = le.AppendUint16(b, 1) // relocatable
	b = le.AppendUint16(b, machine)
	b = le.AppendUint32(b, 1)
	b = le.AppendUint64(b, 0) // entry
	b = le.AppendUint64(b, 0) // program headers
	b = le.AppendUint64(b, header)
	b = le.AppendUint32(b, component)
	for _, size := range [...]uint16{header, 0, 0, section, 3, 2} { // headers' sizes and counts; the section of names
		b = le.AppendUint16(b, size)
	}
	b = append(b, make([]byte, section)...) // the first section is none
	for _, s := range [...]struct {
		name, kind uint32
		at, size   uint64
	}{{1, progbits, engineAt, uint64(len(engine))}, {0, strtab, namesAt, uint64(len(names))}} {
		b = le.AppendUint32(b, s.name)
		b = le.AppendUint32(b, s.kind)
		b = append(b, make([]byte, 16)...)
		b = le.AppendUint64(b, s.at)
		b = le.AppendUint64(b, s.size)
		b = append(b, make([]byte, 8)...)
		b = le.AppendUint64(b, 1) // alignment
		b = append(b, make([]byte, 8)...)
	}
	return append(append(b, engine...), names...)
}
