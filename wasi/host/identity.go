package host

import (
	"crypto/aes"
	"crypto/rand"
	"encoding/binary"
)

// Identity gives the number that tells a guest a file from others, of the
// file's device and number there: wasi:filesystem's metadata-hash, and preview
// 1's inode. Two files never have the same, and a file has the same in all of a
// run, but another one in the next: it is the two numbers, encrypted with a key
// of the run's, and so nothing of the host's can be read from it.
func (h *Host) Identity(device, id uint64) (lower, upper uint64) {
	if h.identity == nil {
		var key [16]byte
		_, _ = rand.Read(key[:])              // it never fails
		h.identity, _ = aes.NewCipher(key[:]) // nor with a key of this length
	}
	var b [aes.BlockSize]byte
	binary.LittleEndian.PutUint64(b[:], device)
	binary.LittleEndian.PutUint64(b[8:], id)
	h.identity.Encrypt(b[:], b[:])
	return binary.LittleEndian.Uint64(b[:]), binary.LittleEndian.Uint64(b[8:])
}
