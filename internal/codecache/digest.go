package codecache

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
)

// Digest is a SHA-256.
type Digest [sha256.Size]byte

// String writes the digest as 64 hexadecimal digits.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// PieceSize is how many bytes are digested at once. Go can't stop the assembly
// of SHA-256 inside of a piece: with hundreds of megabytes in one, nothing else
// of the process ran for seconds, not even what answers a signal or a deadline.
const PieceSize = 256 << 10

// DigestOf digests b, however large it is, in pieces.
func DigestOf(b []byte) (d Digest) {
	h := sha256.New()
	for piece := range slices.Chunk(b, PieceSize) {
		h.Write(piece)
	}
	h.Sum(d[:0])
	return d
}

// DigestPieces digests what comes, until the channel is closed.
func DigestPieces(pieces <-chan []byte) (d Digest) {
	h := sha256.New()
	for piece := range pieces {
		h.Write(piece)
	}
	h.Sum(d[:0])
	return d
}

// digestAll reads everything from r.
func digestAll(r io.Reader) (d Digest, err error) {
	h := sha256.New()
	if _, err := io.CopyBuffer(onlyWriter{h}, onlyReader{r}, make([]byte, PieceSize)); err != nil {
		return d, err
	}
	h.Sum(d[:0])
	return d, nil
}

// onlyReader and onlyWriter hide the shortcuts that io.CopyBuffer would take
// in place of the large buffer.
type (
	onlyReader struct{ io.Reader }
	onlyWriter struct{ io.Writer }
)

// key names an entry: a source in one configuration.
type key [sha256.Size]byte

// String writes the key as files of the cache are named.
func (k key) String() string { return hex.EncodeToString(k[:]) }

// parseKey reads what String wrote. Of anything else it makes a key that no entry has.
func parseKey(text string) (k key) {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(k) {
		return key{}
	}
	return key(b)
}

// keyOf names the code that a source has in one configuration.
func keyOf(source *Source, configuration string) key {
	b := make([]byte, 0, 256)
	b = append(b, "qyvol code 5"...)
	b = append(b, source.Digest[:]...)
	b = append(b, source.Format)
	b = append(b, configuration...)
	return sha256.Sum256(b)
}
