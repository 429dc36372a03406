//go:build !cgo

package component

// Go leaves out every file with cgo where it finds no C compiler, and would then
// report what they define as undefined. This is what it reports instead.
const _ int = "Qyvol needs a C compiler, since it links wasmtime: install gcc or clang (for another system than this one, a cross compiler that CC names), and build with CGO_ENABLED=1"
