package random

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// getInsecureRandomBytes is wasi:random/insecure@0.2.12,
// get-insecure-random-bytes.
func getInsecureRandomBytes[B ~[]byte](c host.Call, n uint64) (B, error) {
	p, err := buffer(c, host.Insecure, n)
	if err != nil {
		return nil, err
	}
	c.ReadInsecure(p)
	return p, nil
}

// getInsecureRandomU64 is wasi:random/insecure@0.2.12, get-insecure-random-u64.
func getInsecureRandomU64(c host.Call) (uint64, error) { return c.Insecure().Uint64(), nil }

// insecureSeed is wasi:random/insecure-seed@0.2.12, insecure-seed.
func insecureSeed(c host.Call) (engine.Tuple2[uint64, uint64], error) {
	seed := c.Seed()
	return engine.Tuple2[uint64, uint64]{F0: seed[0], F1: seed[1]}, nil
}
