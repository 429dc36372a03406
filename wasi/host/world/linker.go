package world

import (
	"slices"
	"strings"
	"sync"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/guest/lane"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/cli"
	"github.com/qyvol/qyvol/wasi/host/clocks"
	"github.com/qyvol/qyvol/wasi/host/filesystem"
	"github.com/qyvol/qyvol/wasi/host/io"
	"github.com/qyvol/qyvol/wasi/host/preview1"
	"github.com/qyvol/qyvol/wasi/host/random"
	"github.com/qyvol/qyvol/wasi/host/sockets"
)

// Definitions are all interfaces of WASI 0.2 that the host has, in the order of their
// names.
var Definitions = sync.OnceValue(func() []host.Definition {
	all := slices.Concat(io.Definitions(), clocks.Definitions(), random.Definitions(), cli.Definitions(),
		filesystem.Definitions(), sockets.Definitions())
	slices.SortFunc(all, func(a, b host.Definition) int { return strings.Compare(a.Name, b.Name) })
	return all
})

// Definition finds an interface by its name, without a version; nil if the host
// doesn't have it.
func Definition(name string) *host.Definition {
	all := Definitions()
	n, found := slices.BinarySearchFunc(all, name, func(d host.Definition, name string) int { return strings.Compare(d.Name, name) })
	if !found {
		return nil
	}
	return &all[n]
}

// AddToLinker provides the interfaces of WASI 0.2 that the host has, and preview 1.
func AddToLinker(l *engine.Linker) error {
	all := Definitions()
	for i := range all {
		if err := all[i].Provide(l); err != nil {
			return err
		}
	}
	return preview1.AddToLinker(l)
}

// LanesVersion is a checksum of Lanes: code that was adapted for others doesn't fit. A test
// compares it, since computing it takes a hundredth of a start.
const LanesVersion = 0xd5ef5531

// Lanes are the functions that guests are adapted for: those of which AddToLinker
// defines the variants.
func Lanes() lane.Interfaces {
	lanes := lane.Interfaces{}
	all := Definitions()
	for i := range all {
		if names := all[i].Lanes(); len(names) > 0 {
			lanes[all[i].Name] = names
		}
	}
	return lanes
}
