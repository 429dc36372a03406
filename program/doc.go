// Package program holds what is ready to run.
//
//	Prepare   a unit, what it is granted, and its compiled code → [Program]
//	Start     streams → [Session]: a store, its WASI state, an instance
//	Run       the entry point, or Call any export; Do: any calls of the engine's
//
// A Program is immutable, reference-counted, and can be shared by goroutines; each
// Session of it is one guest with its own memories. Programs with the same [Engines]
// share engines, linkers and the code of the same component.
//
// Limits apply to each Session: time from its first instruction on, memory, fuel,
// instances. Compiling doesn't count as a guest's time; it has its own limits. How a
// guest ended is an error of this package; [KindOf] returns its kind.
package program
