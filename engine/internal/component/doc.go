// Package component is the half of wasmtime's C API that wasmtime-go does not
// wrap: the Component Model, native WASI 0.2, interruption of one store, and
// host functions that cost little. Engines, configurations and core modules
// are wasmtime-go's own.
//
// It also has the linear memories of guests (regions.c, memory.c, growth.c, image.c,
// written.c), and answers some calls of WASI without going through Go (direct.c). All
// calls into wasmtime are here. Nothing of C leaves the package, and it takes no
// decisions: package engine gives it Go types.
//
// Three rules hold everywhere here. Only handles, never Go pointers,
// go into C. Every error from C becomes an [Error]. A value that
// C owns is freed in the function that received it, except for what a Close
// method frees.
package component
