package engine

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// DefaultTableElements is the most elements of a table where Limits say
// nothing: eight megabytes of the host's memory, and many times what compilers
// emit.
const DefaultTableElements = 1_000_000

// DefaultTables is the most tables of a store where Limits say nothing. A core
// module has one or none, a component as many as modules inside; each can be as
// large as TableElements lets it be.
const DefaultTables = 256

// Limits bound what a store's instances may use, as wasmtime's StoreLimits do.
// A zero is the default.
type Limits struct {
	// Memory is the most bytes of each linear memory. Growth beyond it fails
	// as if the system had no memory left. Default: what the guest declares.
	Memory uint64
	// TotalMemory is the most bytes of all linear memories together. Growth
	// beyond it stops the guest with an InterruptError. It needs an engine with
	// MemoryAccounting. Default: none.
	TotalMemory uint64
	// TableElements is the most elements of each table. Default:
	// DefaultTableElements; never unlimited.
	TableElements uint64
	// Instances, Tables and Memories count those of core modules; a component
	// has as many as it has modules inside, and adapters. Beyond them, there is a
	// CountLimitError. Default: 10,000 each, and DefaultTables.
	Instances, Tables, Memories uint64
}

// Store holds the state of a run: instances, their memories, the host's data.
// One goroutine at a time may use it, except for Interrupt and Stats. It must be
// closed.
type Store struct {
	raw    *component.Store
	engine *Engine
	state  any
	table  Table
	wasi   bool
	pipes  []func() // end what stands between the guest and the host's streams
	pumps  []*pump  // not yet started
	ends   []func() // what OnClose was given

	shared *shared

	current *component.Call // the host call whose arguments are being lifted
	pushed  []pushed        // into the table by the lowering under way
	binder  binder          // of the linker that instantiated last
	caller  Caller          // of the core host call under way
	context context.Context // of the call under way; nil: none was given
	lane    []byte          // what the last call gave, until the guest takes it
	labels  map[string]any  // of values that were lifted
	// reallocs tells that the guest is making room for lane: CanonicalABI.md has
	// it leave its instance only when that is done. taking: it was, and is checked.
	reallocs, taking bool

	guest *Component // whose frames a backtrace has
	mixed bool       // there are others, with other origins
}

// shared is what other goroutines see of a store. It is apart, so that one that
// copies output does not keep a forgotten store alive.
type shared struct {
	written [2]atomic.Uint64 // bytes, by component.Stream

	mu    sync.Mutex
	cause error // why the store was stopped: the first stays
}

func (s *shared) because(cause error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cause == nil {
		s.cause = cause
	}
}

func (s *shared) why() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cause
}

// NewStore creates a store with the caller's state, which host functions get
// with State.
func NewStore(e *Engine, state any) *Store {
	s := &Store{raw: component.NewStore(orClosed(e.raw)), engine: e, state: state, shared: new(shared)}
	s.SetLimits(Limits{})
	runtime.SetFinalizer(s, func(s *Store) { go s.Close() }) // destructors may block
	return s
}

// Engine returns the engine that the store belongs to.
func (s *Store) Engine() *Engine { return s.engine }

// State returns what NewStore was given.
func (s *Store) State() any { return s.state }

// Table holds the host's resources that guests have handles to.
func (s *Store) Table() *Table { return &s.table }

// SetLimits bounds what is created or grown from now on.
func (s *Store) SetLimits(l Limits) {
	if l.TableElements == 0 {
		l.TableElements = DefaultTableElements
	}
	if l.Tables == 0 {
		l.Tables = DefaultTables
	}
	orClosed(s.raw).SetLimits(component.Limits{
		Memory: orDefault(l.Memory), TableElements: orDefault(l.TableElements),
		Instances: orDefault(l.Instances), Tables: orDefault(l.Tables),
		Memories: orDefault(l.Memories), TotalMemory: l.TotalMemory,
	})
}

// orDefault writes a limit as wasmtime_store_limiter takes it.
func orDefault(n uint64) int64 {
	const most = 1<<63 - 1
	switch {
	case n == 0:
		return -1
	case n > most:
		return most
	default:
		return int64(n)
	}
}

// SetFuel gives the guest fuel; about one unit per instruction is consumed. The
// engine must have been configured with ConsumeFuel.
func (s *Store) SetFuel(fuel uint64) error { return s.opError("fuel", orClosed(s.raw).SetFuel(fuel)) }

// Fuel returns what is left.
func (s *Store) Fuel() (uint64, error) {
	fuel, err := orClosed(s.raw).Fuel()
	return fuel, s.opError("fuel", err)
}

func (s *Store) opError(op string, err error) error {
	if err == nil {
		return nil
	}
	return s.runError(op, err)
}

// Interrupt stops the guest at its next loop or call, from any goroutine, if
// the engine has EpochInterruption. The call that runs returns an
// InterruptError with the cause; so does every later one. A guest that is
// inside of a native host call stops when that returns.
func (s *Store) Interrupt(cause error) {
	if s.raw == nil {
		return
	}
	s.shared.because(cause)
	s.raw.Stop(component.StoppedInterrupted)
}

// Stats are the counters of a store.
type Stats struct {
	// Stopped is the reason for which the store was stopped, or 0.
	Stopped Reason
	// PeakMemory is the most bytes that all linear memories had together; 0 if
	// the engine has no MemoryAccounting.
	PeakMemory uint64
	// Stdout and Stderr are bytes that reached an Output's Writer.
	Stdout, Stderr uint64
}

// Stats reads the counters, from any goroutine, also after Close.
func (s *Store) Stats() Stats {
	if s.raw == nil {
		return Stats{}
	}
	raw := s.raw.Stats()
	return Stats{
		Stopped: Reason(raw.Stopped), PeakMemory: raw.PeakMemory, //nolint:gosec // one of the reasons
		Stdout: s.shared.written[component.Stdout].Load(), Stderr: s.shared.written[component.Stderr].Load(),
	}
}

// Close frees the store with its instances, once the calls that are under way
// have ended. Then the destructors of those host resources run that guests still
// had; what they return is lost. Close may be called twice, and from any
// goroutine.
func (s *Store) Close() {
	if s.raw == nil {
		return
	}
	runtime.SetFinalizer(s, nil)
	orClosed(s.raw).Close(s.owner())
}

// OnClose has a function called when the store is closed, after its instances are
// gone, by whichever goroutine closes it; the last one first. It is for the
// goroutine that uses the store.
func (s *Store) OnClose(end func()) { s.ends = append(s.ends, end) }

// storeOwner is a Store as package component sees it.
type storeOwner Store

func (s *Store) owner() *storeOwner { return (*storeOwner)(s) }

// storeOf is the store of a host call.
func storeOf(raw *component.Store) *Store {
	return (*Store)(raw.Owner().(*storeOwner)) //nolint:forcetypeassert // there is no other
}

// StoreFreed ends what outlives the store's instances.
func (o *storeOwner) StoreFreed() {
	s := (*Store)(o)
	s.table.clear(s)
	for i := len(s.ends) - 1; i >= 0; i-- {
		s.ends[i]()
	}
	s.ends = nil
	for _, end := range s.pipes {
		end()
	}
	s.pipes = nil
}
