package loader

import (
	"bytes"
	"crypto/sha256"
	"testing"
)

func TestSumOfBytes(t *testing.T) {
	for _, size := range []int{0, 1, digestPiece - 1, digestPiece, digestPiece + 1, 3*digestPiece + 7} {
		b := bytes.Repeat([]byte("a1"), size)[:size]
		if sumOfBytes(b) != sha256.Sum256(b) {
			t.Errorf("the sum of %d bytes is wrong", size)
		}
	}
}
