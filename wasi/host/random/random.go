package random

import (
	"encoding/binary"
	"fmt"

	"github.com/qyvol/qyvol/wasi/host"
)

// TooManyBytesError traps a guest that asks for more random bytes at once than
// the host's Limits let it have.
type TooManyBytesError struct{ Asked, Limit uint64 }

func (e *TooManyBytesError) Error() string {
	return fmt.Sprintf("requested len %d exceeds limit %d", e.Asked, e.Limit)
}

// buffer makes room for the bytes that a guest asks for.
func buffer(c host.Call, i host.Interface, n uint64) ([]byte, error) {
	if limit := c.Config().Limits.RandomBytes; n > limit {
		return nil, &TooManyBytesError{n, limit}
	}
	c.Counters.AddBytes(i, int(n)) //nolint:gosec // bounded
	if n <= host.MaxRead {
		return c.Scratch(int(n)), nil
	}
	return make([]byte, n), nil
}

// getRandomBytes is wasi:random/random@0.2.12, get-random-bytes. Unlike a read,
// it can't give fewer bytes than are asked for, so too many trap.
func getRandomBytes[B ~[]byte](c host.Call, n uint64) (B, error) {
	p, err := buffer(c, host.Random, n)
	if err != nil {
		return nil, err
	}
	return p, c.ReadRandom(p)
}

// getRandomU64 is wasi:random/random@0.2.12, get-random-u64.
func getRandomU64(c host.Call) (uint64, error) {
	p := c.Scratch(8)
	err := c.ReadRandom(p)
	return binary.LittleEndian.Uint64(p), err
}
