// Package runner runs a command once, and gives a [Result]: it prepares a program,
// starts a session of it, and stands around these with what a run may need.
//
//	parseManifest    the .qyv file, or a component by itself → loader.Unit
//	initEngine       an engine for what the grant asks for
//	loadComponent    from the cache, or compiled
//	configureWASI    permissions → grant → state, store
//	execute          instantiate and run, until it ends or is stopped
//	cleanUp          give everything back
//
// The phases are package program's; the attempts are this one's: retries, a fallback
// component, standard input that the attempts share. A guest is stopped at its next
// loop or call; one that sleeps in a native host call can't be, so the run ends
// without it, and its thread ends when the call does (Attempt.Abandoned).
// Options.LeaveBehind does without stopping guests in a process that ends with the run.
package runner
