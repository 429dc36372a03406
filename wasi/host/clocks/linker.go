package clocks

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// AddToLinker defines the interfaces of wasi:clocks in a linker.
func AddToLinker(l *engine.Linker) error {
	if err := addMonotonic(l.Instance("wasi:clocks/monotonic-clock@" + host.Version)); err != nil {
		return err
	}
	return addWall(l.Instance("wasi:clocks/wall-clock@" + host.Version))
}
