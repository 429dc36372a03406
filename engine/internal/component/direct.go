package component

// #include <stdlib.h>
// #include "shim.h"
import "C"

import (
	"runtime"
	"sync/atomic"
	"unsafe"
)

// Functions that C answers where it may; see QV_DIRECT_* in shim.h.
const (
	DirectMonotonicNow        uint8 = C.QV_DIRECT_MONOTONIC_NOW
	DirectMonotonicResolution uint8 = C.QV_DIRECT_MONOTONIC_RESOLUTION
	DirectWallNow             uint8 = C.QV_DIRECT_WALL_NOW
	DirectWallResolution      uint8 = C.QV_DIRECT_WALL_RESOLUTION
	DirectRandomU64           uint8 = C.QV_DIRECT_RANDOM_U64
	DirectClockTimeGet        uint8 = C.QV_DIRECT_CLOCK_TIME_GET
	DirectClockResGet         uint8 = C.QV_DIRECT_CLOCK_RES_GET
	DirectRandomGet           uint8 = C.QV_DIRECT_RANDOM_GET
	DirectSchedYield          uint8 = C.QV_DIRECT_SCHED_YIELD
)

// DirectCounters is how many counters a DirectHost has.
const DirectCounters = C.QV_DIRECT_COUNTERS

// Direct is one of these functions, and the number of its counters. The zero value is
// no such function.
type Direct struct{ Func, Counter uint8 }

func (d Direct) c() C.qv_direct {
	return C.qv_direct{_func: C.uint8_t(d.Func), counter: C.uint8_t(d.Counter)}
}

// DirectHost is what C knows of the host of a store. Its counters can be read from
// any goroutine, for as long as there is somebody to read them.
type DirectHost struct{ ptr *C.qv_direct_host }

// May tells what C may answer for a host: where it has the system's own.
type May struct{ Monotonic, Wall, Random bool }

func (m May) bits() C.uint32_t {
	bits := C.uint32_t(C.QV_MAY_CALL)
	if m.Monotonic {
		bits |= C.QV_MAY_MONOTONIC
	}
	if m.Wall {
		bits |= C.QV_MAY_WALL
	}
	if m.Random {
		bits |= C.QV_MAY_RANDOM
	}
	return bits
}

// NewDirectHost makes one whose monotonic clock began at a time of Monotonic.
func NewDirectHost(may May, start uint64) *DirectHost {
	h := &DirectHost{C.qv_direct_host_new(may.bits(), C.uint64_t(start))}
	if h.ptr == nil {
		panic("component: out of memory")
	}
	runtime.AddCleanup(h, func(ptr *C.qv_direct_host) { C.free(unsafe.Pointer(ptr)) }, h.ptr)
	return h
}

// Stop has Go asked for everything from now on.
func (h *DirectHost) Stop() {
	C.qv_direct_host_stop(h.ptr)
	runtime.KeepAlive(h)
}

// Calls counts the calls that C answered; counter is less than DirectCounters.
func (h *DirectHost) Calls(counter uint8) uint64 { return h.load(&h.ptr.calls[counter]) }

// Bytes counts the bytes that it gave.
func (h *DirectHost) Bytes(counter uint8) uint64 { return h.load(&h.ptr.bytes[counter]) }

func (h *DirectHost) load(counter *C.uint64_t) uint64 {
	defer runtime.KeepAlive(h)
	return atomic.LoadUint64((*uint64)(counter))
}

// SetDirect has C answer what it may for a host; nil is nothing.
func (s *Store) SetDirect(h *DirectHost) {
	if !s.acquire() {
		return
	}
	defer s.done()
	s.direct = h
	s.HoldDirect(false)
}

// HoldDirect has Go asked for everything, or not any more. It is for a host function
// that the store's guest has called.
func (s *Store) HoldDirect(hold bool) {
	s.ptr.direct = nil
	if !hold && s.direct != nil {
		s.ptr.direct = s.direct.ptr
	}
}

// Monotonic is the system's monotonic clock, in nanoseconds, as C has it.
func Monotonic() uint64 { return uint64(C.qv_monotonic()) }
