package table

import "github.com/qyvol/qyvol/engine"

// IsLinked tells whether a row is for the wasmtime that is linked: its cell is the major
// version, or * for any.
func IsLinked(cell string) bool {
	return cell == "*" || cell == engine.WasmtimeMajor()
}
