// Package image takes the data of linear memories out of guests before they are
// compiled, so that a memory can begin as a private mapping of a file: pages are
// then copied when they are written, not when the guest starts.
//
// [Split] works on the bytes of a component or of a core module. Of each core
// module inside that defines memories it makes a [Group] of images, one for each.
// Where it fills them with active segments at constant offsets, it takes these
// segments out. Where code counts on the number of segments, an empty
// one stays for each. The data that a guest sees, and when it traps, stays the
// same; a module of which this isn't certain keeps its data, and its memories begin
// with zeroes, as do those of one that has too little to be worth it:
//
//   - A segment out of the bounds of its memory's minimum, at an offset that isn't
//     a constant, or in an imported memory.
//   - An imported table, through which a module whose instantiation fails could
//     be looked at afterwards.
//
// # Which image belongs to which memory
//
// The host makes memories when wasmtime asks for them, without being told for
// which module. So each of these modules has one more memory, after its own:
// empty, and with a maximum that is the group's number, the tag. wasmtime makes
// the memories of an instance one right after the other, by index. When it asks
// for a tag, the memories made last are those of the group. Neither the order
// of instances nor how often a module is instantiated matters.
//
// No code can use a tag: Split has wasmtime validate each module as it was. No
// guest can have what looks like one: a unit in which any module defines an empty
// memory with such a maximum is left alone, and isn't linked with units that were
// split. A module with a memory of 64 bits, one that is shared, or one with small
// pages stays as it is.
//
// # Memories that are used again
//
// A memory whose initial contents are known can be reset when its guest has
// ended, and be used for the next one. The host has to choose one before it hears of
// the tag; at the tag it exchanges it where the choice was wrong, which nobody has
// seen by then. That all memories are followed by a tag is what [Set.Complete] says:
// otherwise a guest could begin with what another's memory begins as.
package image
