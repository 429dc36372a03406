package random

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/engine/lane"
	"github.com/qyvol/qyvol/wasi/host"
)

// interfaces are those of the package, with their functions.
func interfaces() map[string][]host.Func {
	return map[string][]host.Func{
		"wasi:random/random": {
			host.Bytes(
				"get-random-bytes",
				host.F1(host.Random, getRandomBytes[[]byte]), host.F1(host.Random, getRandomBytes[engine.LaneBytes]),
			),
			{Name: "get-random-u64", Func: host.F0(host.Random, getRandomU64)},
		},
		"wasi:random/insecure": {
			host.Bytes(
				"get-insecure-random-bytes",
				host.F1(host.Insecure, getInsecureRandomBytes[[]byte]), host.F1(host.Insecure, getInsecureRandomBytes[engine.LaneBytes]),
			),
			{Name: "get-insecure-random-u64", Func: host.F0(host.Insecure, getInsecureRandomU64)},
		},
		"wasi:random/insecure-seed": {
			{Name: "insecure-seed", Func: host.F0(host.InsecureSeed, insecureSeed)},
		},
	}
}

// AddToLinker provides the interfaces of wasi:random in a linker.
func AddToLinker(l *engine.Linker) error {
	for _, name := range [...]string{"wasi:random/random", "wasi:random/insecure", "wasi:random/insecure-seed"} {
		add := func(i *engine.LinkerInstance) error { return host.Define(i, interfaces()[name]...) }
		if err := l.Provide(name+"@"+host.Version, add); err != nil {
			return err
		}
	}
	return nil
}

// Lanes are the functions that AddToLinker defines for adapted guests too.
func Lanes() lane.Interfaces {
	all := lane.Interfaces{}
	for name, funcs := range interfaces() {
		if names := host.Lanes(funcs); len(names) > 0 {
			all[name] = names
		}
	}
	return all
}
