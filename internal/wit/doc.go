// Package wit writes what package wasm has decoded in WIT, the language of the
// interfaces of components: [Print] writes the world of a component with
// everything that it refers to, in the layout of `wasm-tools component wit`;
// [Func], [Type] and [CoreFunc] write a single signature, for other printers.
//
// It follows the Component Model's WIT.md. A component's types are a graph, and
// WIT is names: where an interface uses a type that another one has named
// before, it says `use`, which resolve.go finds out. Not every component has a
// world that WIT can tell; then Print returns an [Error] that says what stands
// in the way.
//
// It reads no files and decodes nothing.
package wit
