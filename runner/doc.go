// Package runner runs a command once and returns a [Result]: it prepares a program,
// starts a session of it, and adds what a run needs around them.
//
//	parse_manifest   the .qyv file, or a component by itself → loader.Unit
//	init_engine      an engine for what the grant asks for
//	load_component   from the cache, or compiled
//	configure_wasi   permissions → grant → state, store
//	execute          instantiate and run, until it ends or is stopped
//	clean_up         release everything
//
// The phases, by their names in a result, are those of package program; this package adds attempts: retries, a
// fallback component, standard input that the attempts share. A guest is stopped at
// its next loop or call; one that sleeps in a native host call can't be, so the run
// ends without it, and its thread ends when the call does (Attempt.Abandoned). With
// Options.LeaveBehind, guests are not stopped, in a process that ends with the run.
package runner
