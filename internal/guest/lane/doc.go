// Package lane rewrites guests so that list<u8> goes between them and the host at
// the speed of memory. wasmtime's C API makes a value of 32 bytes of each byte,
// which is 30 MB/s; with an adapter it is gigabytes, and no allocation.
//
// [Adapt] works on the bytes of a component, before it is compiled. For each
// function of an interface that is to be adapted, the guest's own import of that
// interface is declared to have one more: the host's variant, in which a
// list<u8> that the host takes is a tuple of memory, offset and length, and one
// that it gives is a length. Where the guest lowers the function, it gets that
// of a small core module inside the guest, with the same core signature:
//
//   - With bytes for the host, it adds which memory they are in, and calls. The
//     host, which made the memory (engine.Config.MemoryAccounting), reads them
//     where they are.
//   - With bytes for the guest, it calls, asks the guest's own realloc for room
//     as the canonical ABI would, and has the host copy the bytes there.
//
// The checks of the Canonical ABI are wasmtime's where it lowers the host's variant, and
// the adapter's or the host's, in the same order and words, where it does not: where
// the result is to be, what realloc gives, and that a guest does not leave its
// instance while its realloc runs.
//
// The module finds out the memory's number when it first needs it: the host looks
// at the first byte of each memory of the store, the module changes that of its
// own, and the host looks again. Nothing that a guest does can pass for that.
// Numbers, offsets and lengths are then checked against the store's memories at
// each call: whatever a guest passes, the host sees that guest's store only.
//
// No value changes its type for the guest's code, no resource changes hands, and
// nothing is copied or kept that could be another call's. The guest's function
// names, its traps and its exports stay. What is left alone, and runs at the old
// speed, is a guest with another order of definitions than tools write, what is
// inside of nested components, and functions with other shapes of bytes; and where a
// guest's realloc could leave its instance without the host seeing it, functions
// that give bytes.
package lane
