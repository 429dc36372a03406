package loader

import (
	"bytes"
	"encoding/hex"
)

// guess says what a file that is not WebAssembly seems to be. The signatures
// are each format's own; surer ones come first.
func guess(head []byte) (Look, string) {
	if look, detail, ok := guessProgram(head); ok {
		return look, detail
	}
	if look, ok := guessPacked(head); ok {
		return look, ""
	}
	if isDamagedMagic(head) {
		return LookDamagedMagic, ""
	}
	if look, detail, ok := guessText(head); ok {
		return look, detail
	}
	return LookBinary, hex.EncodeToString(head[:min(len(head), 8)])
}

// guessProgram tells native programs, libraries and their parts.
func guessProgram(head []byte) (look Look, detail string, ok bool) {
	switch {
	case hasPrefix(head, elfMagic):
		look, detail = guessELF(head)
		return look, detail, true
	case hasPrefix(head, "MZ") && isBinary(head):
		return LookPE, "", true
	case isMachO(head):
		return LookMachO, "", true
	}
	return 0, "", false
}

// isMachO tells programs for one processor and, with few of them, for several: the
// class files of Java have the same magic, and a version of 45 or more there.
func isMachO(head []byte) bool {
	const firstClassVersion = 45
	if hasPrefix(head, "\xca\xfe\xba\xbe\x00\x00\x00") {
		return len(head) > 7 && head[7] < firstClassVersion
	}
	return hasPrefix(head, "\xfe\xed\xfa\xce") || hasPrefix(head, "\xfe\xed\xfa\xcf") ||
		hasPrefix(head, "\xce\xfa\xed\xfe") || hasPrefix(head, "\xcf\xfa\xed\xfe")
}

// guessPacked tells archives and compressed files.
func guessPacked(head []byte) (Look, bool) {
	const tarMagicAt = 257
	switch {
	case hasPrefix(head, "PK\x03\x04"), hasPrefix(head, "PK\x05\x06"):
		return LookZip, true
	case hasPrefix(head, "\x1f\x8b"):
		return LookGzip, true
	case len(head) > tarMagicAt && hasPrefix(head[tarMagicAt:], "ustar"):
		return LookTar, true
	}
	return 0, false
}

// isDamagedMagic reports whether the magic is there but for one byte, or for
// the leading zero that some transfers drop.
func isDamagedMagic(head []byte) bool {
	if hasPrefix(head, wasmMagic[1:]+"\x01") || hasPrefix(head, wasmMagic[1:]+"\x0d") {
		return true
	}
	if len(head) < len(wasmMagic) {
		return false
	}
	same := 0
	for i := range len(wasmMagic) {
		if head[i] == wasmMagic[i] {
			same++
		}
	}
	return same == len(wasmMagic)-1
}

func hasPrefix(b []byte, prefix string) bool {
	return bytes.HasPrefix(b, []byte(prefix))
}
