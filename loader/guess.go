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
	if look, ok := guessDocument(head); ok {
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
	case hasPrefix(head, "BC\xc0\xde"), hasPrefix(head, "\xde\xc0\x17\x0b"):
		return LookBitcode, "", true
	case hasPrefix(head, "!<arch>\n"), hasPrefix(head, "!<thin>\n"):
		return LookArchive, "", true
	case hasPrefix(head, "MZ") && isBinary(head):
		return LookPE, "", true
	case hasPrefix(head, "\xca\xfe\xba\xbe"):
		return guessFat(head), "", true
	case isMachO(head):
		return LookMachO, "", true
	}
	return 0, "", false
}

func isMachO(head []byte) bool {
	return hasPrefix(head, "\xfe\xed\xfa\xce") || hasPrefix(head, "\xfe\xed\xfa\xcf") ||
		hasPrefix(head, "\xce\xfa\xed\xfe") || hasPrefix(head, "\xcf\xfa\xed\xfe")
}

// guessFat tells Java classes from universal Mach-O files, which share a magic:
// in a class file the next word is its format's version, 45 or more, in a
// universal file it counts the architectures.
func guessFat(head []byte) Look {
	const firstClassVersion = 45
	if len(head) >= 8 && head[4] == 0 && head[5] == 0 && head[6] == 0 && head[7] < firstClassVersion {
		return LookMachO
	}
	return LookJava
}

// guessPacked tells archives and compressed files.
func guessPacked(head []byte) (Look, bool) {
	const tarMagicAt = 257
	switch {
	case hasPrefix(head, "PK\x03\x04"), hasPrefix(head, "PK\x05\x06"):
		return LookZip, true
	case hasPrefix(head, "\x1f\x8b"):
		return LookGzip, true
	case hasPrefix(head, "\x28\xb5\x2f\xfd"):
		return LookZstd, true
	case hasPrefix(head, "BZh"):
		return LookBzip2, true
	case hasPrefix(head, "\xfd7zXZ\x00"):
		return LookXZ, true
	case len(head) > tarMagicAt && hasPrefix(head[tarMagicAt:], "ustar"):
		return LookTar, true
	}
	return 0, false
}

// guessDocument tells images and documents with a binary signature.
func guessDocument(head []byte) (Look, bool) {
	switch {
	case hasPrefix(head, "\x89PNG\r\n\x1a\n"):
		return LookPNG, true
	case hasPrefix(head, "\xff\xd8\xff"):
		return LookJPEG, true
	case hasPrefix(head, "GIF87a"), hasPrefix(head, "GIF89a"):
		return LookGIF, true
	case hasPrefix(head, "%PDF-"):
		return LookPDF, true
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
