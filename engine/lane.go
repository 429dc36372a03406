package engine

import (
	"errors"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// LaneBytes are a list<u8> of a function that package lane adapts: the host's
// variant of the function has them in place of []byte.
//
// As a parameter, they are a view of the guest's own memory: nothing is copied,
// however long the list, and they must not be used after the function has
// returned. The guest can't change them meanwhile unless the function calls it.
//
// As a result, or in one, they are copied into the guest's memory right after
// the function has returned, and may be used again from the next call on.
type LaneBytes []byte

// Functions that every adapted interface has besides the host's variants.
const (
	laneProbe = "qyvol-lane-probe"
	laneTake  = "qyvol-lane-take"
)

// DefineLane defines in an interface what its adapted functions need besides
// the host's variants. A guest that package lane has adapted needs an engine
// with MemoryAccounting, which is how the host comes to see its memory.
func DefineLane(i *LinkerInstance) error {
	if err := i.Func(laneProbe, ownFunc(F1(probeLane), false)); err != nil {
		return err
	}
	return i.Func(laneTake, ownFunc(F1(takeLane), true))
}

// ownFunc is for a function that adapters call by themselves: also while the guest
// makes room, when it may call nothing of the host. takes tells that this ends
// with the call.
func ownFunc(fn HostFunc, takes bool) HostFunc {
	return HostFunc{bind: func(b *binder) (hostBinding, error) {
		bound, err := fn.bind(b)
		call := bound.call
		bound.call = func(c *component.Call) error {
			s := storeOf(c.Store)
			reallocs := s.reallocs
			s.reallocs, s.taking = false, takes
			err := call(c)
			s.reallocs, s.taking = reallocs && !takes, false
			s.raw.HoldDirect(s.reallocs)
			return err
		}
		return bound, err
	}}
}

// What adapters ask of probeLane. The last two are not to be answered: they end
// the guest as wasmtime does where it lowers a result.
const (
	probeLook = iota
	probeFind
	probeUnaligned
	probeBeyond
)

// probeLane finds the memory of the code that calls it: first it looks at all
// memories, then at what the code has changed.
func probeLane(s *Store, find uint32) (uint32, error) {
	switch find {
	case probeLook:
		s.raw.LookAtMemories()
		return 0, nil
	case probeFind:
		return s.raw.FindMemory()
	case probeUnaligned:
		return 0, &abiError{TrapUnknown, "pointer not aligned"}
	case probeBeyond:
		return 0, &abiError{TrapUnknown, "pointer out of bounds"}
	}
	return 0, errLane
}

var errLane = errors.New("other bytes than those that the host gave are asked for")

// takeLane copies what the last call gave to where the guest has made room.
func takeLane(s *Store, into LaneBytes) (Unit, error) {
	from := s.lane
	s.lane = nil
	if len(into) != len(from) {
		return Unit{}, errLane
	}
	copy(into, from)
	return Unit{}, nil
}

// maxList bounds a list<u8> that a guest passes. Component Model, CanonicalABI.md,
// "Loading", MAX_LIST_BYTE_LENGTH.
const maxList = 1<<28 - 1

// noMemory is the number of a memory without pages, which can't be found.
const noMemory = 1<<32 - 1

// liftLane finds the bytes by what the adapter passes: a tuple of the memory's
// number, where in it they begin, and how many they are.
func liftLane(s *Store, v *component.Value) (LaneBytes, error) {
	if v.Kind() != component.Tuple || v.Len() != 3 {
		return nil, kindError("bytes", v)
	}
	parts := v.Elems()
	for i := range parts {
		if parts[i].Kind() != component.U32 {
			return nil, kindError("bytes", v)
		}
	}
	number, at, size := uint32(parts[0].Uint()), parts[1].Uint(), parts[2].Uint() //nolint:gosec // it is a u32
	if size > maxList && !s.taking {
		return nil, &abiError{TrapUnknown, "list pointer/length out of bounds of memory"}
	}
	if number == noMemory && at == 0 && size == 0 {
		return LaneBytes{}, nil
	}
	b, err := s.raw.MemoryBytes(number, at, size)
	switch {
	case err == nil:
		return b, nil
	case s.taking:
		return nil, &abiError{TrapUnknown, "realloc return: beyond end of memory"}
	}
	return nil, &abiError{TrapUnknown, "list pointer/length out of bounds of memory"}
}

func lowerLane(s *Store, e *component.Encoder, b LaneBytes) error {
	if uint64(len(b)) >= maxMemory32 {
		return errLane
	}
	s.lane, s.reallocs = b, true
	s.raw.HoldDirect(true)                                           // it couldn't tell
	return scalar[uint32](component.U32).lower(s, e, uint32(len(b))) //nolint:gosec // just compared
}
