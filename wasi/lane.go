package wasi

import "github.com/qyvol/qyvol/engine/lane"

// LaneInterfaces are the functions of the hosted implementation that adapted
// guests call by way of package lane.
func LaneInterfaces() lane.Interfaces { return nil }
