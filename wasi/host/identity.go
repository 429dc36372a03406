package host

import (
	"crypto/aes"
	"crypto/rand"
	"encoding/binary"
)

// Identity gives the numbers that tell a guest a file from others, of the file's
// device and number there: both are wasi:filesystem's metadata-hash, and the lower
// is preview 1's inode. Two files never have the same two, and a file has the same
// in all of a run, but others in the next: they are the two numbers, encrypted with
// a key of the run's, and so nothing of the host's can be read from them.
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
