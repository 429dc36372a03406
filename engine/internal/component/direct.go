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
	DirectWriteAndFlush       uint8 = C.QV_DIRECT_WRITE_AND_FLUSH
	DirectClockTimeGet        uint8 = C.QV_DIRECT_CLOCK_TIME_GET
	DirectClockResGet         uint8 = C.QV_DIRECT_CLOCK_RES_GET
	DirectRandomGet           uint8 = C.QV_DIRECT_RANDOM_GET
	DirectSchedYield          uint8 = C.QV_DIRECT_SCHED_YIELD
	DirectFdRead              uint8 = C.QV_DIRECT_FD_READ
	DirectFdWrite             uint8 = C.QV_DIRECT_FD_WRITE
	DirectFdPread             uint8 = C.QV_DIRECT_FD_PREAD
	DirectFdPwrite            uint8 = C.QV_DIRECT_FD_PWRITE
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
type DirectHost struct {
	ptr     *C.qv_direct_host
	outputs outputs // of files
}

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
	h := &DirectHost{ptr: C.qv_direct_host_new(may.bits(), C.uint64_t(start))}
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

// DirectFiles is how many files can be lent at a time.
const DirectFiles = C.QV_DIRECT_FILES

// DirectFile is a regular file of the system's, or an output.
type DirectFile struct {
	FD          int
	Read, Write bool
	Position    uint64
	Output      *DirectOutput // nil: it is a file
}

// c is what C has of it. C doesn't keep the output: the host does.
func (f DirectFile) c() C.qv_direct_file {
	if f.Output != nil {
		return C.qv_direct_file{output: f.Output.ptr}
	}
	var may C.uint32_t
	if f.Read {
		may |= C.QV_FILE_READ
	}
	if f.Write {
		may |= C.QV_FILE_WRITE
	}
	return C.qv_direct_file{may: may, fd: C.int(f.FD), position: C.uint64_t(f.Position)}
}

// Lend has C read and write the file that a guest has under a number, less than
// DirectFiles. As TakeBack, it is for host functions that the guest has called.
func (h *DirectHost) Lend(number uint32, f DirectFile) {
	defer runtime.KeepAlive(h)
	h.outputs.keep(number, f.Output)
	h.ptr.files[number] = f.c()
}

// TakeBack has C forget it, and gives the position that it has come to.
func (h *DirectHost) TakeBack(number uint32) uint64 {
	defer runtime.KeepAlive(h)
	position := uint64(h.ptr.files[number].position)
	h.ptr.files[number] = C.qv_direct_file{}
	h.outputs.keep(number, nil)
	return position
}

// outputs keep those that C has, by their numbers.
type outputs map[uint32]*DirectOutput

func (all *outputs) keep(number uint32, o *DirectOutput) {
	switch {
	case o == nil:
		delete(*all, number)
		return
	case *all == nil:
		*all = outputs{}
	}
	(*all)[number] = o
}

// DirectOutput is a descriptor that C writes to in place of Go.
type DirectOutput struct{ ptr *C.qv_direct_output }

// NewDirectOutput takes over a descriptor, writes to which don't wait for anybody. It is
// closed with Close, or when it is forgotten.
func NewDirectOutput(fd int) *DirectOutput {
	o := &DirectOutput{C.qv_direct_output_new(C.int(fd))}
	if o.ptr == nil {
		panic("component: out of memory")
	}
	runtime.AddCleanup(o, func(ptr *C.qv_direct_output) {
		C.qv_direct_output_close(ptr)
		C.free(unsafe.Pointer(ptr))
	}, o.ptr)
	return o
}

// Close has C write no more. A write that is under way is done by the descriptor still.
func (o *DirectOutput) Close() {
	C.qv_direct_output_close(o.ptr)
	runtime.KeepAlive(o)
}

// Busy tells whether a write is under way.
func (o *DirectOutput) Busy() bool {
	defer runtime.KeepAlive(o)
	return bool(C.qv_direct_output_busy(o.ptr))
}

// Taken counts the bytes that were written.
func (o *DirectOutput) Taken() uint64 {
	defer runtime.KeepAlive(o)
	return atomic.LoadUint64((*uint64)(&o.ptr.taken))
}

// TakeDone is how many bytes C has written of those of the call under way.
func (o *DirectOutput) TakeDone() int {
	defer runtime.KeepAlive(o)
	n := int(o.ptr.done)
	o.ptr.done = 0
	return n
}

// DirectStreams is by how many reps output-streams can be lent.
const DirectStreams = C.QV_DIRECT_STREAMS

// LendStream has C write to the output-stream of a rep, which is less than DirectStreams:
// to an output, or to a file from its position on. As TakeBackStream, it is for host functions.
func (s *Store) LendStream(rep uint32, f DirectFile) bool {
	if !s.acquire() {
		return false
	}
	defer s.done()
	to := C.qv_direct_stream_of(s.ptr, C.uint32_t(rep))
	if to == nil {
		return false
	}
	s.outputs.keep(rep, f.Output)
	*to = f.c()
	return true
}

// TakeBackStream has C forget one that was lent, and gives the position that its file has
// come to; false: the store is closed.
func (s *Store) TakeBackStream(rep uint32) (position uint64, ok bool) {
	if !s.acquire() {
		return 0, false
	}
	defer s.done()
	to := C.qv_direct_stream_of(s.ptr, C.uint32_t(rep))
	if to == nil {
		return 0, false
	}
	position = uint64(to.position)
	*to = C.qv_direct_file{}
	s.outputs.keep(rep, nil)
	return position, true
}

// SetDirect has C answer what it may for a host; nil is nothing.
func (s *Store) SetDirect(h *DirectHost) {
	if h != nil && h == s.direct || !s.acquire() {
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
