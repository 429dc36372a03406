package lane

import (
	"bytes"

	"github.com/qyvol/qyvol/internal/wasm"
)

// prefix begins the names of all that the host has for adapters.
const prefix = "qyvol-lane-"

// Reserved tells whether a guest names, anywhere outside of core code, what the
// host has for adapters alone. Adapt leaves it alone. It must not be linked with
// what engine.DefineLane defines either: a component that is made of several could
// read and write their memories with that, which the Component Model keeps apart.
//
// It is not enough to look at what is imported: a guest could count on what Adapt
// adds to an import, with an alias, or in a component inside of it. In what can't
// be read, core code counts too.
func Reserved(guest []byte) bool {
	file, err := wasm.Decode(guest)
	if err != nil {
		return bytes.Contains(guest, []byte(prefix))
	}
	return file.Component != nil && reserved(guest, file.Component)
}

func reserved(guest []byte, c *wasm.Component) bool {
	for _, s := range c.Sections {
		switch s.ID {
		case secCustom, secCoreModule, secComponent:
		default:
			if bytes.Contains(guest[s.Offset:s.Offset+s.Size], []byte(prefix)) {
				return true
			}
		}
	}
	for _, nested := range c.Components {
		if reserved(guest, nested) {
			return true
		}
	}
	return false
}
