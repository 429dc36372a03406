package component

// #include "shim.h"
import "C"

import (
	"runtime"
	"runtime/cgo"
	"sync"
)

// Why a store stopped; see QV_STOP_* in shim.h.
const (
	Running uint32 = iota
	StoppedInterrupted
	StoppedMemory
	StoppedPipe
)

// Limits bounds what a store's instances may use; a negative number keeps
// wasmtime's default.
type Limits struct {
	Memory        int64 // bytes of each linear memory
	TableElements int64
	Instances     int64
	Tables        int64
	Memories      int64
	TotalMemory   uint64 // bytes of all linear memories; accounted engines only
}

// Store is a wasmtime store. One goroutine at a time may use it, but Stop may
// come from any.
type Store struct {
	Owner any // what package engine hangs on it

	engine  *Engine
	mu      sync.Mutex // guards ptr against Stop
	ptr     *C.qv_store
	handle  cgo.Handle
	stats   Stats
	encoder Encoder // reused: a program is read before the guest runs
	hostErr error   // what a host function failed with, until the call returns
}

// Stats are a store's counters.
type Stats struct {
	Stopped    uint32 // Running, StoppedInterrupted, …
	PeakMemory uint64 // bytes of linear memory at most; accounted engines only
}

// NewStore opens a store.
func NewStore(e *Engine) *Store {
	s := &Store{engine: e}
	s.handle = cgo.NewHandle(s)
	s.ptr = C.qv_store_open(e.ptr(), C.uintptr_t(s.handle), C.bool(e.epoch))
	if s.ptr == nil {
		panic("component: out of memory")
	}
	runtime.KeepAlive(e.engine)
	return s
}

// SetLimits bounds what is created from now on.
func (s *Store) SetLimits(l Limits) {
	if s.ptr == nil {
		return
	}
	limits := C.qv_limits{
		memory: C.int64_t(l.Memory), table_elements: C.int64_t(l.TableElements),
		instances: C.int64_t(l.Instances), tables: C.int64_t(l.Tables),
		memories: C.int64_t(l.Memories), total_memory: C.uint64_t(l.TotalMemory),
	}
	C.qv_store_limit(s.ptr, &limits)
}

// Close frees the store and all instances in it.
func (s *Store) Close() {
	s.mu.Lock()
	ptr := s.ptr
	s.stats = s.statsLocked()
	s.ptr = nil
	s.mu.Unlock()
	if ptr == nil {
		return
	}
	C.qv_store_close(ptr) // may run destructors of host resources
	C.qv_store_free(ptr)
	s.handle.Delete()
}

// Stop makes the guest trap at its next loop or call. The first reason stays.
func (s *Store) Stop(reason uint32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ptr != nil {
		C.qv_store_stop(s.ptr, C.uint32_t(reason))
	}
}

// Stats reads the counters, also of a closed store.
func (s *Store) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.statsLocked()
}

func (s *Store) statsLocked() Stats {
	if s.ptr == nil {
		return s.stats
	}
	return Stats{
		Stopped:    uint32(C.qv_store_stopped(s.ptr)),
		PeakMemory: uint64(s.ptr.memory_peak),
	}
}

// SetFuel gives the guest fuel; the engine must have been configured for it.
func (s *Store) SetFuel(fuel uint64) error {
	if s.ptr == nil {
		return ErrClosed
	}
	return takeError(C.wasmtime_context_set_fuel(s.ptr.context, C.uint64_t(fuel)))
}

// Fuel returns what is left.
func (s *Store) Fuel() (uint64, error) {
	if s.ptr == nil {
		return 0, ErrClosed
	}
	var fuel C.uint64_t
	err := takeError(C.wasmtime_context_get_fuel(s.ptr.context, &fuel))
	return uint64(fuel), err
}

// TakeHostError returns and forgets the error that a host function failed
// with during the last call.
func (s *Store) TakeHostError() error {
	err := s.hostErr
	s.hostErr = nil
	return err
}
