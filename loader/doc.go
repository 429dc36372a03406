// Package loader turns a path into a component that is ready to run.
//
// [Load] finds the file, reads it within limits, recognises its format from its
// first bytes ([Recognise]), checks the digest that the manifest pins, and
// returns an immutable [Unit]. [LoadComponent] compiles a Unit, or maps the
// machine code that an earlier run left in the [Cache].
//
// Package manifest reads manifests, and package engine handles compiled code;
// nothing here runs a guest. docs/cache.md describes the cache: what it trusts,
// and why.
package loader
