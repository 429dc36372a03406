// Package codecache keeps compiled code on disk, for one user's processes.
//
// A [Cache] is a directory. [Cache.Recall] tells what is known about a source file by
// its [Stamp], so that an unchanged one needs no reading. [Cache.Entry] is the place of
// the code that a source has under one configuration of the compiler: [Entry.Map] gives
// what is there to the engine, [Entry.Lock] makes one process compile it, and
// [Entry.Store] keeps it and evicts what was used the longest time ago. [Cache.Info]
// lists a cache and [Cache.Clear] empties it.
//
// It knows neither the engine nor the formats of sources: code and sources are bytes,
// with numbers that the caller gives a meaning. docs/cache.md says what is trusted, and
// why.
package codecache
