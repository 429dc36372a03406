package component

// #include "shim.h"
import "C"

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
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

// Owner is what package engine has for a store. A store refers to it only
// while a call is under way, so that the garbage collector can take an owner
// that was forgotten.
type Owner interface {
	// StoreFreed is called once the store and its instances are gone.
	StoreFreed()
}

// Store is a wasmtime store. One goroutine at a time may use it, but Stop,
// Stats and Close may come from any.
type Store struct {
	lifetime
	engine *Engine // in use while the store is
	place  uintptr // where it counts its uses of what other stores use, too
	owner  Owner   // set while depth > 0
	depth  int     // calls under way: the host may call the guest that calls it
	epoch  bool    // the guest looks at the engine's epoch

	mu      sync.Mutex // guards the fields up to stats
	ptr     *C.qv_store
	closer  Owner
	stats   Stats
	number  *number
	encoder Encoder // reused: a program is read before the guest runs
	hostErr error   // what a host function failed with, until the call returns

	calls     int            // host calls under way
	call      Call           // the outermost of them,
	core      CoreCall       // or that
	instances *Instance      // each keeps its component in use
	guests    *GuestResource // handles not yet dropped
	direct    *DirectHost    // in use while the store is
	outputs   outputs        // likewise, by the reps of streams
}

// Stats are a store's counters.
type Stats struct {
	Stopped    uint32 // Running, StoppedInterrupted, …
	PeakMemory uint64 // bytes of linear memory at most; accounted engines only
}

// NewStore opens a store. That of a closed engine is closed.
func NewStore(e *Engine) *Store {
	s := &Store{engine: e, epoch: e.epoch}
	number := stores.borrow(s)
	s.place = number.h
	if !e.acquireAt(s.place) {
		stores.giveBack(number)
		return s
	}
	s.number = number
	s.ptr = C.qv_store_open(e.ptr(), C.uintptr_t(number.h), C.bool(e.epoch), C.bool(e.collects))
	if s.ptr == nil {
		panic("component: out of memory")
	}
	s.open()
	return s
}

// Owner is whose call is under way.
func (s *Store) Owner() Owner { return s.owner }

// enter begins a call into wasmtime that may call the host.
func (s *Store) enter(owner Owner) bool {
	if !s.acquire() {
		return false
	}
	if s.depth == 0 {
		s.owner = owner
	}
	if s.depth++; s.depth == 1 {
		s.ptr.memory_refused = false
	}
	if s.stopReason() != Running && s.epoch {
		C.wasmtime_context_set_epoch_deadline(s.ptr.context, 0) // whatever was missed; see Stop
	}
	return true
}

// stopReason reads C's memory, because a crossing would cost more than a call's
// other checks.
func (s *Store) stopReason() uint32 {
	return atomic.LoadUint32((*uint32)(unsafe.Pointer(&s.ptr.stop)))
}

// leave ends it, and frees the store if it was closed meanwhile.
func (s *Store) leave() {
	if s.depth--; s.depth == 0 {
		s.owner = nil
	}
	if s.release() {
		s.free()
	}
}

// ErrMemory ends a call whose guest went on although it was refused memory: the
// limit is the host's, not one of a system that has none left.
var ErrMemory = errors.New("the store's memory limit was reached")

// limitError tells whether memory was refused.
func (s *Store) limitError() error {
	if s.stopReason() == StoppedMemory {
		return ErrMemory
	}
	return nil
}

// done ends a use that began with acquire.
func (s *Store) done() {
	if s.release() {
		s.free()
	}
}

// Close frees the store and all instances in it, when the calls that are under
// way have ended.
func (s *Store) Close(owner Owner) {
	s.mu.Lock()
	s.closer = owner
	s.mu.Unlock()
	if s.close() {
		s.free()
	}
}

func (s *Store) free() {
	s.mu.Lock()
	ptr, owner := s.ptr, s.closer
	s.stats = s.statsLocked()
	s.ptr = nil
	s.mu.Unlock()
	for s.guests != nil {
		s.guests.Forget()
	}
	C.qv_result_free(ptr)
	C.qv_store_close(ptr)
	C.qv_store_free(ptr)
	stores.giveBack(s.number)
	for i := s.instances; i != nil; i = i.next {
		i.component.doneAt(s.place)
	}
	s.engine.doneAt(s.place)
	s.instances = nil
	owner.StoreFreed()
}

// SetLimits bounds what is created from now on.
func (s *Store) SetLimits(l Limits) {
	if !s.acquire() {
		return
	}
	defer s.done()
	limits := C.qv_limits{
		memory: C.int64_t(l.Memory), table_elements: C.int64_t(l.TableElements),
		instances: C.int64_t(l.Instances), tables: C.int64_t(l.Tables),
		memories: C.int64_t(l.Memories), total_memory: C.uint64_t(l.TotalMemory),
	}
	C.qv_store_limit(s.ptr, &limits)
}

// Stop makes the guest trap at its next loop or call. The first reason stays.
func (s *Store) Stop(reason uint32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ptr != nil && bool(C.qv_store_stop(s.ptr, C.uint32_t(reason))) && s.epoch {
		s.insist(insistFirst)
	}
}

// How soon a guest that was stopped is looked after, and how seldom in the end.
const (
	insistFirst = time.Millisecond
	insistLast  = 16 * time.Millisecond
)

// insist moves the epoch again until the guest has seen that it was stopped, or
// no longer runs. Once is not enough: a guest that has just looked, because of an
// earlier move, then sets its next deadline after the epoch that Stop moved to.
func (s *Store) insist(wait time.Duration) {
	time.AfterFunc(wait, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.ptr != nil && s.inUse() && bool(C.qv_store_nudge(s.ptr)) {
			s.insist(min(2*wait, insistLast))
		}
	})
}

// Failed tells the store that what it called last did.
func (s *Store) Failed() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ptr != nil {
		C.qv_store_failed(s.ptr)
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
		PeakMemory: uint64(C.qv_store_peak(s.ptr)),
	}
}

// SetFuel gives the guest fuel; the engine must have been configured for it.
func (s *Store) SetFuel(fuel uint64) error {
	if !s.acquire() {
		return ErrClosed
	}
	defer s.done()
	return takeError(C.wasmtime_context_set_fuel(s.ptr.context, C.uint64_t(fuel)))
}

// Fuel returns what is left.
func (s *Store) Fuel() (uint64, error) {
	if !s.acquire() {
		return 0, ErrClosed
	}
	defer s.done()
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
