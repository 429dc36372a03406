package wasi

import (
	"github.com/qyvol/qyvol/internal/guest/lane"
	"github.com/qyvol/qyvol/wasi/host/world"
)

// LaneInterfaces are the functions of the hosted implementation that adapted
// guests call by way of package lane.
func LaneInterfaces() lane.Interfaces { return world.Lanes() }

// LaneVersion changes whenever LaneInterfaces does.
const LaneVersion = world.LanesVersion
