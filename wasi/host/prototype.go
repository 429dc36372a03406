package host

import (
	"slices"

	"github.com/qyvol/qyvol/engine"
)

// prototype is the type of a function of an interface, or of its variant for adapted
// guests. prototypes.go has them all, which `make golden` writes: to find them out takes
// a twentieth of a start.
type prototype struct {
	of, name string // "wasi:io/streams", "[method]pollable.ready"
	engine.Prototype
}

// prototypesOf are those of an interface.
func prototypesOf(name string) []prototype {
	from := slices.IndexFunc(prototypes[:], func(p prototype) bool { return p.of == name })
	if from < 0 {
		return nil
	}
	to := from
	for to < len(prototypes) && prototypes[to].of == name {
		to++
	}
	return prototypes[from:to]
}
