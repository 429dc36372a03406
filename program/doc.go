// Package program holds what is ready to run.
//
//	Prepare   a unit, what it is granted, and its compiled code → [Program]
//	Start     streams → [Session]: a store, its WASI state, an instance
//	Run       the entry point, or Call any export
//
// A Program is immutable, counts who uses it, and is shared by goroutines; each
// Session of it is one guest with memories of its own. Programs that are given the
// same [Engines] share engines, linkers and the code of the same component.
//
// Limits hold in each Session: time from its first instruction on, memory, fuel,
// instances. Compiling is no part of a guest's time; it has limits of its own. How a
// guest ended is an error of this package, of which [KindOf] tells the kind.
package program
