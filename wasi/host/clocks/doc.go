// Package clocks is WASI's package wasi:clocks: monotonic-clock and wall-clock,
// on the clocks of the run's [host.Host]. The unstable interface timezone is not
// in it, nor in what wasmtime provides.
package clocks
