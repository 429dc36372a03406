package wasi

import "github.com/qyvol/qyvol/engine"

// AddToLinker defines WASI in a linker, as wasmtime_wasi::p2::add_to_linker_sync
// does: 0.2 for components, preview 1 for core modules.
func AddToLinker(l *engine.Linker) error { return l.AddWASI() }
