package random

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// Definitions are the interfaces of wasi:random.
func Definitions() []host.Definition {
	return []host.Definition{
		{Name: "wasi:random/random", Functions: randomFuncs, Bytes: randomBytes},
		{Name: "wasi:random/insecure", Functions: insecureFuncs, Bytes: insecureBytes},
		{Name: "wasi:random/insecure-seed", Functions: seedFuncs},
	}
}

func randomFuncs() []host.Func {
	return []host.Func{{Name: "get-random-u64", Func: host.Direct(host.Random, engine.DirectRandomU64, getRandomU64)}}
}

func randomBytes() []host.Func {
	return []host.Func{host.Bytes(
		"get-random-bytes",
		host.F1(host.Random, getRandomBytes[[]byte]), host.F1(host.Random, getRandomBytes[engine.LaneBytes]),
	)}
}

func insecureFuncs() []host.Func {
	return []host.Func{{Name: "get-insecure-random-u64", Func: host.F0(host.Insecure, getInsecureRandomU64)}}
}

func insecureBytes() []host.Func {
	return []host.Func{host.Bytes(
		"get-insecure-random-bytes",
		host.F1(host.Insecure, getInsecureRandomBytes[[]byte]), host.F1(host.Insecure, getInsecureRandomBytes[engine.LaneBytes]),
	)}
}

func seedFuncs() []host.Func {
	return []host.Func{{Name: "insecure-seed", Func: host.F0(host.InsecureSeed, insecureSeed)}}
}
