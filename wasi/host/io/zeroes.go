package io

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// writeZeroes is wasi:io/streams@0.2.12, output-stream.write-zeroes. More than
// check-write permits traps.
func writeZeroes(c host.Call, s engine.Borrow[*OutputStream], n uint64) (done, error) {
	permitted, err := s.Value.checkWrite()
	switch {
	case err != nil:
	case n > uint64(max(permitted, 0)):
		err = trap("cannot write more zeroes than `check_write` allows")
	default:
		err = s.Value.putZeroes(c, n)
	}
	return outcome(c, engine.Unit{}, err)
}

// putZeroes writes zeroes that are permitted, in parts: a sink may permit more
// than there should be memory for.
func (s *OutputStream) putZeroes(c host.Call, n uint64) error {
	zeroes := c.Scratch(int(min(n, host.MaxRead)))
	clear(zeroes)
	for n > 0 {
		part := zeroes[:min(n, uint64(len(zeroes)))]
		if err := s.put(c, part); err != nil {
			return err
		}
		n -= uint64(len(part))
	}
	return nil
}

// blockingWriteZeroesAndFlush is wasi:io/streams@0.2.12,
// output-stream.blocking-write-zeroes-and-flush. More than 4096 bytes trap.
func blockingWriteZeroesAndFlush(c host.Call, s engine.Borrow[*OutputStream], n uint64) (done, error) {
	if n > maxBlockingWrite {
		return outcome(c, engine.Unit{}, trap("Buffer too large for blocking-write-zeroes-and-flush (expected at most 4096)"))
	}
	zeroes := c.Scratch(int(n))
	clear(zeroes)
	return outcome(c, engine.Unit{}, s.Value.writeAndFlush(c, zeroes))
}
