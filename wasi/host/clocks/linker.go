package clocks

import (
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/io"
)

// Definitions are the interfaces of wasi:clocks.
func Definitions() []host.Definition {
	return []host.Definition{
		{Name: "wasi:clocks/monotonic-clock", Uses: []host.Resource{io.PollableResource}, Functions: monotonicFuncs},
		{Name: "wasi:clocks/wall-clock", Functions: wallFuncs},
	}
}
