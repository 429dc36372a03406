package host

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/guest/lane"
)

// Bytes is a function with bytes: the same one, of []byte and of
// engine.LaneBytes.
func Bytes(name string, plain, adapted engine.HostFunc) Func {
	return Func{Name: name, Func: plain, Lane: &adapted}
}

// Lanes names the functions that have a variant for adapted guests.
func Lanes(funcs []Func) []string {
	var names []string
	for _, f := range funcs {
		if f.Lane != nil {
			names = append(names, f.Name)
		}
	}
	return names
}

// defineLane defines the variants, and what adapted guests need besides.
func defineLane(l *engine.LinkerInstance, types []known, funcs []Func) error {
	if len(Lanes(funcs)) == 0 {
		return nil
	}
	for _, f := range funcs {
		if f.Lane == nil {
			continue
		}
		if err := defineAs(l, types, lane.FuncName(f.Name), *f.Lane); err != nil {
			return err
		}
	}
	return engine.DefineLane(l)
}
