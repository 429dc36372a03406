package component

// #include "shim.h"
import "C"

import (
	"reflect"
	"runtime"
	"unsafe"

	"github.com/bytecodealliance/wasmtime-go/v44"
)

// EngineConfig is what engine.Config comes down to.
type EngineConfig struct {
	OptLevel      wasmtime.OptLevel
	Serial        bool // compile on one thread
	Epoch         bool
	Fuel          bool
	DebugInfo     bool
	Memory64      bool
	Exceptions    bool
	GC            bool
	Threads       bool
	AccountMemory bool
	Maps          bool   // the Component Model's map type
	MaxWasmStack  uint64 // bytes, 0: wasmtime's default
	Pooling       *Pooling
}

// Engine is a wasmtime engine.
type Engine struct {
	commonLifetime
	engine *wasmtime.Engine
	raw    *C.wasm_engine_t // the same
	epoch  bool
	// collects tells that guests may have garbage.
	collects bool
}

// NewEngine creates an engine.
func NewEngine(cfg EngineConfig) *Engine {
	c := wasmtime.NewConfig()
	if cfg.OptLevel != wasmtime.OptLevelSpeed { // which is the default; to set it builds Cranelift's tables
		c.SetCraneliftOptLevel(cfg.OptLevel)
	}
	c.SetEpochInterruption(cfg.Epoch)
	c.SetConsumeFuel(cfg.Fuel)
	c.SetDebugInfo(cfg.DebugInfo)
	c.SetWasmMemory64(cfg.Memory64)
	c.SetWasmThreads(cfg.Threads)
	raw := (*C.wasm_config_t)(pointerOf(c))
	if stack := wasmStack(cfg.MaxWasmStack, uint64(C.qv_thread_stack())); stack > 0 {
		c.SetMaxWasmStack(int(stack))
		// wasmtime refuses a configuration whose other stacks are smaller, although
		// nothing here uses them.
		C.wasmtime_config_async_stack_size_set(raw, C.uint64_t(stack+asyncStack))
	}
	C.wasmtime_config_wasm_exceptions_set(raw, C.bool(cfg.Exceptions))
	C.wasmtime_config_wasm_function_references_set(raw, C.bool(cfg.GC))
	C.wasmtime_config_wasm_gc_set(raw, C.bool(cfg.GC))
	C.wasmtime_config_wasm_component_model_set(raw, true)
	// Without it, what is asynchronous is refused by the library as well.
	C.wasmtime_config_concurrency_support_set(raw, false)
	C.wasmtime_config_wasm_component_model_map_set(raw, C.bool(cfg.Maps))
	C.wasmtime_config_parallel_compilation_set(raw, C.bool(!cfg.Serial))
	if cfg.AccountMemory {
		C.qv_config_account_memory(raw)
	}
	if cfg.Pooling != nil {
		cfg.Pooling.use(raw)
	}
	e := &Engine{engine: wasmtime.NewEngineWithConfig(c), epoch: cfg.Epoch, collects: cfg.GC || cfg.Exceptions}
	e.raw = (*C.wasm_engine_t)(pointerOf(e.engine))
	e.open()
	return e
}

// wasmStack is how much of a thread's stack guests may use; 0 is wasmtime's
// default. A guest that calls itself without end must meet this limit before the
// end of the stack, which ends the process: half is for the host. Compiled code
// doesn't depend on it, so that it isn't part of the fingerprint: wasmtime sets
// the limit as it enters a guest.
func wasmStack(wanted, thread uint64) uint64 {
	most := thread / 2
	if most == 0 || wanted == 0 && most >= defaultWasmStack || wanted > 0 && most >= wanted {
		return wanted
	}
	return most
}

// defaultWasmStack is wasmtime's.
const defaultWasmStack = 512 << 10

// asyncStack is wasmtime's default for the stacks of asynchronous calls.
const asyncStack = 2 << 20

// Close frees the engine once no store uses it; components keep what they need of it
// alive.
func (e *Engine) Close() {
	if e.close() {
		e.engine.Close()
	}
}

func (e *Engine) done() { e.doneAt(0) }

func (e *Engine) doneAt(place uintptr) {
	if e.releaseAt(place) {
		e.engine.Close()
	}
}

// IncrementEpoch moves the engine's epoch, at which every running store looks
// whether it was told to stop.
func (e *Engine) IncrementEpoch() {
	if e.acquire() {
		defer e.done()
		e.engine.IncrementEpoch()
	}
}

// ptr may be called between acquire and release.
func (e *Engine) ptr() *C.wasm_engine_t { return e.raw }

// pointerOf reads the C pointer that a wasmtime-go object wraps. It panics at
// once, in every test, if wasmtime-go renames the field.
func pointerOf(object any) unsafe.Pointer {
	p := reflect.ValueOf(object).Elem().FieldByName("_ptr").UnsafePointer()
	if p == nil {
		panic("component: use of a closed wasmtime object")
	}
	runtime.KeepAlive(object)
	return p
}
