// Package loader turns a path into a component that is ready to run.
//
// [Load] finds the file, reads it within limits, tells what it is from its
// first bytes ([Recognise]), checks the digest that the manifest pins, and
// gives an immutable [Unit]. [LoadComponent] compiles a Unit, or maps the
// machine code that an earlier run left in the [Cache].
//
// What a manifest says is decided in package manifest; what compiled code is,
// in package engine; nothing here runs a guest. docs/cache.md describes the
// cache: what it trusts, and why.
package loader
