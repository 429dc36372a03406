package host

import "github.com/qyvol/qyvol/engine"

// Enter begins a call of a host function that F0 to F5 don't make: it counts it,
// and refuses it when the run is over.
func Enter(s *engine.Store, i Interface) (Call, error) { return enter(s, i) }

// Extension is what the package of an interface keeps in the run, nil at first. It
// is for the guest's goroutine.
func (h *Host) Extension(i Interface) any { return h.extensions[i] }

// SetExtension keeps a value for Extension.
func (h *Host) SetExtension(i Interface, value any) { h.extensions[i] = value }
