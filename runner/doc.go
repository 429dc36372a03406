// Package runner runs a unit: it takes it through six phases, each a function
// of its own with its own timing, and gives a [Result].
//
//	parseManifest    the .qyv file, or a component by itself → loader.Unit
//	initEngine       an engine for what the grant asks for
//	loadComponent    from the cache, or compiled
//	configureWASI    permissions → grant → state, linker, store
//	execute          instantiate and run, until it ends or is stopped
//	cleanUp          give everything back
//
// Around them stand the attempts: retries, a fallback component, a deadline for
// each attempt. A guest is stopped at its next loop or call; one that sleeps in
// a native host call can't be, so the run ends without it, and its thread ends
// when the call does (Attempt.Abandoned). Options.LeaveBehind does without
// stopping guests in a process that ends with the run.
package runner
