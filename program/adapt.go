package program

import (
	"errors"
	"fmt"
	"sync"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/guest/lane"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/wasi"
)

// adapter lets bytes go fast between a component and the hosted WASI; it needs
// the engine's memory accounting. Nil is none.
func (p *Program) adapter() *loader.Adapter {
	if p.grant.Implementation != wasi.Hosted || p.unit.Format() == loader.FormatModule {
		return nil
	}
	return laneAdapter()
}

var laneAdapter = sync.OnceValue(func() *loader.Adapter {
	return &loader.Adapter{
		Name:  fmt.Sprintf("lane %d.%x", lane.Version, wasi.LaneVersion),
		Adapt: func(c []byte) ([]byte, *engine.Origins, error) { return adapt(c, wasi.LaneInterfaces()) },
	}
})

// errReserved refuses what could otherwise do what only adapters may.
var errReserved = errors.New("it names functions that Qyvol's own adapters use (qyvol-lane-...)")

func adapt(component []byte, interfaces lane.Interfaces) ([]byte, *engine.Origins, error) {
	if lane.Reserved(component) {
		return nil, nil, errReserved
	}
	adapted, from, ok := lane.Adapt(component, interfaces)
	if !ok {
		return nil, nil, nil //nolint:nilnil // there is nothing to adapt, which is no error
	}
	return adapted, from, nil
}
