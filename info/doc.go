// Package info describes a component, a core module or a manifest without
// running it: Describe returns a Description, and Print writes it as text in
// both languages, as JSON or YAML, or as WIT.
//
// Package wasm decodes the binary, and package wit prints types; package wasi
// compares what a component needs with what a manifest grants. Nothing here
// compiles anything, and what is read is never trusted.
package info
