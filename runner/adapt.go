package runner

import (
	"fmt"
	"sync"

	"github.com/qyvol/qyvol/engine/lane"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/wasi"
)

// adapter lets bytes go fast between a component and the hosted WASI; it needs
// the engine's memory accounting. Nil is none.
func (a *attempt) adapter() *loader.Adapter {
	if a.grant.Implementation != wasi.Hosted || a.unit.Format() != loader.FormatComponent {
		return nil
	}
	return laneAdapter()
}

var laneAdapter = sync.OnceValue(func() *loader.Adapter {
	interfaces := wasi.LaneInterfaces()
	return &loader.Adapter{
		Name:  fmt.Sprint("lane ", lane.Version, interfaces), // fmt sorts maps
		Adapt: func(c []byte) ([]byte, bool) { return lane.Adapt(c, interfaces) },
	}
})
