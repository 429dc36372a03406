package loader

import "bytes"

// HeadSize is how many leading bytes are enough for [Recognise] to tell every
// format; with fewer than the whole file it may miss only a truncation whose
// section header lies further on, and the version inside a compiled artefact.
const HeadSize = 64 << 10

// Recognise tells the format of a file from its first bytes and its total
// size. head is the whole file or at least [HeadSize] bytes of it. A text that
// is nothing but comments as far as head goes counts as [FormatText].
//
// Anything else gets a [*NotWasmError] that says what it looks like, and a
// binary whose header is good but whose sections run past the end of the file
// gets a [*TruncatedError]. The errors name no path; the caller adds it. The
// time taken is linear in len(head).
func Recognise(head []byte, size int64) (Format, error) {
	size = max(size, int64(len(head)))
	switch {
	case len(head) == 0:
		return 0, &NotWasmError{Looks: LookEmpty}
	case bytes.HasPrefix([]byte(wasmMagic), head[:min(len(head), len(wasmMagic))]):
		return recogniseBinary(head, size)
	case isWasmText(head, size):
		return FormatText, nil
	}
	looks, detail := guess(head)
	return 0, &NotWasmError{Looks: looks, Detail: detail}
}
