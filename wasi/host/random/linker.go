package random

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// AddToLinker defines the interfaces of wasi:random in a linker.
func AddToLinker(l *engine.Linker) error {
	err := host.Define(
		l.Instance("wasi:random/random@"+host.Version),
		host.Func{Name: "get-random-bytes", Func: host.F1(host.Random, getRandomBytes)},
		host.Func{Name: "get-random-u64", Func: host.F0(host.Random, getRandomU64)},
	)
	if err != nil {
		return err
	}
	err = host.Define(
		l.Instance("wasi:random/insecure@"+host.Version),
		host.Func{Name: "get-insecure-random-bytes", Func: host.F1(host.Insecure, getInsecureRandomBytes)},
		host.Func{Name: "get-insecure-random-u64", Func: host.F0(host.Insecure, getInsecureRandomU64)},
	)
	if err != nil {
		return err
	}
	return host.Define(
		l.Instance("wasi:random/insecure-seed@"+host.Version),
		host.Func{Name: "insecure-seed", Func: host.F0(host.InsecureSeed, insecureSeed)},
	)
}
