package loader

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
)

// digestPrefix names the algorithm in front of a written digest.
const digestPrefix = "sha256:"

// sum is a SHA-256.
type sum [sha256.Size]byte

// String writes the sum as 64 hexadecimal digits.
func (s sum) String() string { return hex.EncodeToString(s[:]) }

// digest writes the sum as manifests do.
func (s sum) digest() string { return digestPrefix + s.String() }

// keyOf reads a sum that String wrote. Of anything else it makes a sum that
// nothing has.
func keyOf(text string) (s sum) {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(s) {
		return sum{}
	}
	return sum(b)
}

// digestPiece is how many bytes are digested at once. Go can't stop the assembly
// of SHA-256 inside of a piece: with hundreds of megabytes in one, nothing else
// of the process ran for seconds, not even what answers a signal or a deadline.
const digestPiece = 256 << 10

// sumOfBytes digests b, however large it is, in pieces.
func sumOfBytes(b []byte) (s sum) {
	h := sha256.New()
	for piece := range slices.Chunk(b, digestPiece) {
		h.Write(piece)
	}
	h.Sum(s[:0])
	return s
}

// sumOfPieces digests what comes, until there is no more.
func sumOfPieces(pieces <-chan []byte) (s sum) {
	h := sha256.New()
	for piece := range pieces {
		h.Write(piece)
	}
	h.Sum(s[:0])
	return s
}

// sumOf reads everything from r.
func sumOf(r io.Reader) (s sum, err error) {
	h := sha256.New()
	if _, err := io.CopyBuffer(onlyWriter{h}, onlyReader{r}, make([]byte, digestPiece)); err != nil {
		return s, err
	}
	h.Sum(s[:0])
	return s, nil
}

// onlyReader and onlyWriter hide the shortcuts that io.CopyBuffer would take
// in place of the large buffer.
type (
	onlyReader struct{ io.Reader }
	onlyWriter struct{ io.Writer }
)
