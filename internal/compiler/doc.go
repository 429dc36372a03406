// Package compiler compiles guests in a process of its own: its crash is an error, and it
// is killed at a limit or with a context.
//
// [Compile] starts a [Process], which must call [Serve]. The request goes to its standard
// input, a response comes from its standard output, and the code is in an unnamed file
// that it inherits as descriptor 3. The process ends with the one that started it.
//
// When to compile, and what to do with the code, is decided in package loader.
package compiler
