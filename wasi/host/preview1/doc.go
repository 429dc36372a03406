// Package preview1 is wasi_snapshot_preview1 for core modules: WASI's snapshot 1
// (phases/snapshot/docs.md and its witx files), on the files, clocks, randomness
// and streams of the run's [host.Host].
//
// Functions read and write the guest's memory themselves, the one that it exports
// as "memory", and give an [Errno]. A pointer out of the memory, one that isn't
// aligned, and an argument that its type doesn't have, trap, as the snapshot has
// it. Where it leaves something open, the answer is wasmtime's, unless package vfs
// is stricter.
//
// What a run keeps is its table of descriptors, made at the first call and closed
// with the store.
package preview1
