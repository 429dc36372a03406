// Package prototype has the types of host functions, precomputed by `make golden`: see
// engine.PrototypeOf.
package prototype

// Func is the type of a host function. Its numbers are those of little-endian processors,
// which are all that wasmtime's library comes for here.
type Func struct {
	// Shape is the type in the engine's own form, without resource types.
	Shape string
	// Handles are the resource types that it has, and where in Shape they belong.
	Handles []Handle
	// Resources tells that a parameter may hold a resource.
	Resources bool
}

// Handle is the type of a handle.
type Handle struct {
	At       int    // offset of its number in Shape, in bytes
	Resource string // its name in the instance that the function is defined in: "output-stream"
}
