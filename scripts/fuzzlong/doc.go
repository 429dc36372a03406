// Command fuzzlong looks for inputs that crash Qyvol, hang it or take it past a
// limit, for as long as it is told. It does two things at the same time:
//
//   - it runs every fuzz test of the repository, each in a process of its own;
//   - it makes guests that are mostly valid, section by section and type by type,
//     and runs them with the built command, as a user would.
//
// Each process has a limit of memory and of time, so that an input that takes too
// much is a finding and not the end of the search. Findings are kept with all that
// it takes to see them again. See `make fuzz-long`.
package main
