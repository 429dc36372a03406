package clocks

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// AddToLinker provides the interfaces of wasi:clocks in a linker.
func AddToLinker(l *engine.Linker) error {
	if err := l.Provide("wasi:clocks/monotonic-clock@"+host.Version, addMonotonic); err != nil {
		return err
	}
	return l.Provide("wasi:clocks/wall-clock@"+host.Version, addWall)
}
