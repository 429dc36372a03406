// Package wasm reads WebAssembly components and core modules in the binary
// format, without an engine: [Decode] gives what a file holds, section by
// section, and the full types of what it imports and exports, names included.
//
// It follows the Component Model's Binary.md and, within core modules, the core
// specification's chapter "Binary Format". A [Type] is a node of a graph that
// keeps identities: two uses of a resource lead to one [Resource], and a type
// that an import or an export has named ([Type.Alias]) leads to the type that it
// names, so that it can be told which interface a type comes from.
//
// Nothing in the input is trusted. A length is compared with what is there
// before anything is allocated; nesting, sizes and counts have limits, most of
// them those of wasmparser; and what one decoding may allocate and do
// altogether is bounded, however small the file that asks for it. A file that
// goes over gets an [Error], as one that is malformed does.
//
// It is no validator: it skips the bodies of functions, but for what [Check] counts in
// them, and the rules that the types of imports and exports don't depend on. It imports
// nothing of the project; package wit prints what it yields.
package wasm
