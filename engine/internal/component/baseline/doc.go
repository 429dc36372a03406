// Package baseline does with wasmtime's bare C API what package engine does
// with Go types, in the same order and with nothing around it. It is the
// yardstick of the benchmarks of package engine, and no program links it.
package baseline
