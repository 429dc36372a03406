// Package info describes a component, a core module or a manifest without
// running it: Describe gives one value, a Description, and Print writes it as
// text in both languages, as JSON or YAML, or as WIT.
//
// Package binary decodes, package wit says types; what a component needs and
// what a manifest grants of it is held together by package wasi. Nothing here
// compiles anything, and what is read is never trusted.
package info
