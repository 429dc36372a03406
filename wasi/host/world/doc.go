// Package world is all of hosted WASI at once: what a command may import, from
// the packages of which each has one of WASI's.
package world
