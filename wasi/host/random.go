package host

import (
	crand "crypto/rand"
	"encoding/binary"
	"io"
	"math/rand/v2"
)

// ReadRandom fills p with what nobody can guess.
func (h *Host) ReadRandom(p []byte) error {
	from := h.config.Random
	if from == nil {
		from = crand.Reader
	}
	_, err := io.ReadFull(from, p)
	return err
}

// Insecure is the run's source of numbers that may be guessed.
func (h *Host) Insecure() rand.Source {
	if h.insecure == nil {
		h.insecure = h.config.Insecure
	}
	if h.insecure == nil {
		var seed [32]byte
		_, _ = crand.Read(seed[:]) // it never fails
		h.insecure = rand.NewChaCha8(seed)
	}
	return h.insecure
}

// ReadInsecure fills p from Insecure.
func (h *Host) ReadInsecure(p []byte) {
	source := h.Insecure()
	for len(p) >= 8 {
		binary.LittleEndian.PutUint64(p, source.Uint64())
		p = p[8:]
	}
	if len(p) > 0 {
		var last [8]byte
		binary.LittleEndian.PutUint64(last[:], source.Uint64())
		copy(p, last[:])
	}
}

// Seed is what a guest may seed a hash table with: the same in all of a run, and
// not to be guessed from Insecure.
func (h *Host) Seed() [2]uint64 {
	if h.seed == nil {
		h.seed = h.config.Seed
	}
	if h.seed == nil {
		var b [16]byte
		_, _ = crand.Read(b[:]) // it never fails
		h.seed = &[2]uint64{binary.LittleEndian.Uint64(b[:]), binary.LittleEndian.Uint64(b[8:])}
	}
	return *h.seed
}
