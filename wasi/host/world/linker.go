package world

import (
	"maps"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/engine/lane"
	"github.com/qyvol/qyvol/wasi/host/cli"
	"github.com/qyvol/qyvol/wasi/host/clocks"
	"github.com/qyvol/qyvol/wasi/host/filesystem"
	"github.com/qyvol/qyvol/wasi/host/io"
	"github.com/qyvol/qyvol/wasi/host/preview1"
	"github.com/qyvol/qyvol/wasi/host/random"
	"github.com/qyvol/qyvol/wasi/host/sockets"
)

// AddToLinker provides the interfaces of WASI 0.2 that the host has, and preview 1.
func AddToLinker(l *engine.Linker) error {
	for _, add := range [...]func(*engine.Linker) error{
		io.AddToLinker, clocks.AddToLinker, random.AddToLinker, cli.AddToLinker, filesystem.AddToLinker,
		sockets.AddToLinker, preview1.AddToLinker,
	} {
		if err := add(l); err != nil {
			return err
		}
	}
	return nil
}

// Lanes are the functions that guests are adapted for: those of which
// AddToLinker defines the variants.
func Lanes() lane.Interfaces {
	all := lane.Interfaces{}
	for _, of := range [...]lane.Interfaces{io.Lanes(), filesystem.Lanes(), random.Lanes()} {
		maps.Copy(all, of)
	}
	return all
}
