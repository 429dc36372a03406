// Package wasi turns permissions into what a guest gets from the system:
//
//	permissions ──Decide──► Grant ──BuildState──► State ──Attach──► engine.Store
//
// A [Grant] is everything that was decided, and can be printed; nothing else
// reaches a guest. A [State] is a Grant made ready for one run. The Grant also
// says which implementation of WASI serves the guest: [Native] is wasmtime's own,
// [Hosted] that of package host.
//
// The package knows manifests, not YAML, and grants, not C. It doesn't run
// anything.
package wasi
