// Package manifest reads the .qyv manifest: the YAML file that names a
// component and says what it may do.
//
// [ReadFile] and [Parse] turn text into a [Manifest], which holds what was
// written, checked but not resolved: paths stay relative, permissions stay
// unread by any policy, nothing of the host is opened. That is the work of the
// rooms that come after (loader, wasi).
//
// Reading goes through these steps: the bytes (encoding.go); how many elements there
// are, before anything takes memory for each (crowded.go, lexer.go); the YAML, read
// by a library (yaml.go, and syntax.go for its errors); what YAML has and a manifest
// doesn't (refuse.go, tabs.go); the keys and values (decode.go and the type of
// each section); what this version can't enforce (features.go); and what doesn't
// make sense together (checks.go). All but the first three report everything that
// they find, as [Errors] in the order of the text, each with its line, its column
// and the source line.
//
// [Manifest.Portable] goes the other way: it writes a manifest as another machine
// is to read it, in the same format.
//
// Nothing runs at start-up, and nothing but [ReadFile] touches a file. The JSON
// Schema is generated from the types of this package by package schemagen and
// embedded here, so that a run doesn't pay for the generator.
package manifest
