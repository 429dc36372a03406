package codecache

import (
	"bytes"
	"crypto/sha256"
	"testing"
)

func TestDigestOf(t *testing.T) {
	for _, size := range []int{0, 1, PieceSize - 1, PieceSize, PieceSize + 1, 3*PieceSize + 7} {
		b := bytes.Repeat([]byte("a1"), size)[:size]
		if DigestOf(b) != sha256.Sum256(b) {
			t.Errorf("the digest of %d bytes is wrong", size)
		}
	}
}
