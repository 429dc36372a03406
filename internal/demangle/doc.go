// Package demangle gives functions the names that their authors wrote: compilers
// mangle them into names that linkers take. Rust's two manglings are read here, as
// the Rust project's own demangler reads them; C++'s by a library.
//
// Names are a guest's, and a short one can stand for gigabytes: what is given back
// is bounded, and so is the time that it takes.
package demangle
