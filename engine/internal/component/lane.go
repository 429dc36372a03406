package component

// #include "shim.h"
import "C"

import (
	"errors"
	"unsafe"
)

// ErrNoLane is what a store gives whose engine does not account for memory, or
// that is asked for bytes that no memory of it has.
var ErrNoLane = errors.New("there is no such memory that the host could see")

// LookAtMemories notes the first byte of each linear memory of the store.
func (s *Store) LookAtMemories() { C.qv_lane_look(s.ptr) }

// FindMemory gives the number of the memory whose first byte has become its
// complement since: that of the code which calls both, since nothing else runs.
func (s *Store) FindMemory() (uint32, error) {
	n := C.qv_lane_find(s.ptr)
	if n < 0 {
		return 0, ErrNoLane
	}
	return uint32(n), nil
}

// MemoryBytes views bytes of a memory that was found. The view is valid during
// the host call under way: a memory stays where it is, but goes with the store.
// Numbers and sizes come from the guest and are trusted in nothing.
func (s *Store) MemoryBytes(number uint32, at, size uint64) ([]byte, error) {
	if uint64(number) >= uint64(s.ptr.nlanes) {
		return nil, ErrNoLane
	}
	m := unsafe.Slice(s.ptr.lanes, s.ptr.nlanes)[number]
	if m == nil || size > uint64(m.size) || at > uint64(m.size)-size {
		return nil, ErrNoLane
	}
	return unsafe.Slice((*byte)(unsafe.Add(unsafe.Pointer(m.region.base), at)), size)[:size:size], nil
}
