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
	Threads       bool
	AccountMemory bool
	MaxWasmStack  uint64 // bytes, 0: wasmtime's default
	Pooling       *Pooling
}

// Pooling configures the pooling allocator; a zero keeps wasmtime's default.
type Pooling struct {
	Instances          uint32
	MaxMemory          uint64 // bytes
	TableElements      uint64
	KeepResident       uint64 // bytes
	MaxUnusedWarmSlots uint32
}

// Engine is a wasmtime engine.
type Engine struct {
	engine *wasmtime.Engine
	epoch  bool
}

// NewEngine creates an engine.
func NewEngine(cfg EngineConfig) *Engine {
	c := wasmtime.NewConfig()
	c.SetCraneliftOptLevel(cfg.OptLevel)
	c.SetEpochInterruption(cfg.Epoch)
	c.SetConsumeFuel(cfg.Fuel)
	c.SetDebugInfo(cfg.DebugInfo)
	c.SetWasmMemory64(cfg.Memory64)
	c.SetWasmThreads(cfg.Threads)
	if cfg.MaxWasmStack > 0 {
		c.SetMaxWasmStack(int(cfg.MaxWasmStack)) //nolint:gosec // bytes of a stack
	}
	raw := (*C.wasm_config_t)(pointerOf(c))
	C.wasmtime_config_wasm_component_model_set(raw, true)
	C.wasmtime_config_parallel_compilation_set(raw, C.bool(!cfg.Serial))
	if cfg.AccountMemory {
		C.qv_config_account_memory(raw)
	}
	if cfg.Pooling != nil {
		usePooling(raw, cfg.Pooling)
	}
	return &Engine{engine: wasmtime.NewEngineWithConfig(c), epoch: cfg.Epoch}
}

func usePooling(config *C.wasm_config_t, p *Pooling) {
	c := C.wasmtime_pooling_allocation_config_new()
	defer C.wasmtime_pooling_allocation_config_delete(c)
	if n := C.uint32_t(p.Instances); n > 0 {
		C.wasmtime_pooling_allocation_config_total_component_instances_set(c, n)
		C.wasmtime_pooling_allocation_config_total_core_instances_set(c, n)
		C.wasmtime_pooling_allocation_config_total_memories_set(c, n)
		C.wasmtime_pooling_allocation_config_total_tables_set(c, n)
	}
	if p.MaxMemory > 0 {
		C.wasmtime_pooling_allocation_config_max_memory_size_set(c, C.size_t(p.MaxMemory))
	}
	if p.TableElements > 0 {
		C.wasmtime_pooling_allocation_config_table_elements_set(c, C.size_t(p.TableElements))
	}
	if p.KeepResident > 0 {
		C.wasmtime_pooling_allocation_config_linear_memory_keep_resident_set(c, C.size_t(p.KeepResident))
	}
	if p.MaxUnusedWarmSlots > 0 {
		C.wasmtime_pooling_allocation_config_max_unused_warm_slots_set(c, C.uint32_t(p.MaxUnusedWarmSlots))
	}
	C.wasmtime_pooling_allocation_strategy_set(config, c)
}

// Close frees the engine; components and stores made with it keep what they
// need of it alive.
func (e *Engine) Close() { e.engine.Close() }

// IncrementEpoch moves the engine's epoch, at which every running store looks
// whether it was told to stop.
func (e *Engine) IncrementEpoch() { e.engine.IncrementEpoch() }

func (e *Engine) ptr() *C.wasm_engine_t { return (*C.wasm_engine_t)(pointerOf(e.engine)) }

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
