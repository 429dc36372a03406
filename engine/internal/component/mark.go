//go:build cgo

package component

import "strings"

// mangled are the bytes that a mangled name can begin with: those of Rust (v0
// and legacy), and in C++ (Itanium ABI, 5.1) those of an encoding, or of a type
// that is not done with one letter, which demanglers take as well. A B is what
// the demangler of wasmtime 44 (cpp_demangle 0.4.3) takes for a name with a tag.
const mangled = "_rupqABCDFGKLMNOPRSTUVZ0123456789"

// mangledSize is the length from which a mangled name can stand for one that is
// much longer: each doubling takes some bytes.
const mangledSize = 48

// Mark returns the byte to put in place of a name's first, if the name could be
// a mangled one: one with which none begins.
func Mark(name []byte) (byte, bool) {
	if len(name) < mangledSize {
		return 0, false
	}
	n := strings.IndexByte(mangled, name[0])
	return markOf(n), n >= 0
}

// markOf are the control characters from 1 on, space, and delete.
func markOf(n int) byte {
	if n == 32 {
		return 0x7f
	}
	return byte(n + 1) //nolint:gosec // at most 32
}

// unmarked is a name as it was before Mark. A long one that begins with a mark
// of its own, which no compiler makes, comes back as another.
func unmarked(name string) string {
	if len(name) < mangledSize {
		return name
	}
	for n := range len(mangled) {
		if name[0] == markOf(n) {
			return mangled[n:n+1] + name[1:]
		}
	}
	return name
}
