package host

import (
	"slices"

	"github.com/qyvol/qyvol/internal/prototype"
)

// known is the type of a function of an interface, or of its variant for adapted guests.
// prototypes.go has them all, and `make golden` writes it: determining them took a
// twentieth of a start.
type known struct {
	of, name string // "wasi:io/streams", "[method]pollable.ready"
	prototype.Func
}

// prototypesOf are those of an interface.
func prototypesOf(name string) []known {
	from := slices.IndexFunc(prototypes[:], func(k known) bool { return k.of == name })
	if from < 0 {
		return nil
	}
	to := from
	for to < len(prototypes) && prototypes[to].of == name {
		to++
	}
	return prototypes[from:to]
}
