package component

// #include "shim.h"
import "C"

import "math/bits"

// Pooling configures the pooling allocator; a zero keeps wasmtime's default.
type Pooling struct {
	Instances          uint32
	MaxMemory          uint64 // bytes
	TableElements      uint64
	KeepResident       uint64 // bytes
	MaxUnusedWarmSlots uint32
}

// partsPerInstance is how many core instances and tables are reserved for each
// instance: a component that was made from a preview 1 module has a main
// module, an adapter and two that tie them together.
const partsPerInstance = 4

const (
	memorySlot           = 4<<30 + 64<<20 // bytes that wasmtime reserves for a memory, at most
	tableElement         = 16             // bytes, at most
	defaultTableElements = 20_000
)

// Available tells whether the system has the address space for a pool. wasmtime
// ends the process if it can't make one.
func (p *Pooling) Available() bool {
	elements := p.TableElements
	if elements == 0 {
		elements = defaultTableElements
	}
	high, tables := bits.Mul64(elements, tableElement*partsPerInstance*uint64(p.Instances))
	return high == 0 && tables < 1<<47 && bool(C.qv_can_map(C.size_t(tables), true)) &&
		bool(C.qv_can_map(C.size_t(memorySlot*(uint64(p.Instances)+1)), false))
}

func (p *Pooling) use(config *C.wasm_config_t) {
	c := C.wasmtime_pooling_allocation_config_new()
	defer C.wasmtime_pooling_allocation_config_delete(c)
	n := C.uint32_t(p.Instances)
	C.wasmtime_pooling_allocation_config_total_component_instances_set(c, n)
	C.wasmtime_pooling_allocation_config_total_core_instances_set(c, partsPerInstance*n)
	C.wasmtime_pooling_allocation_config_total_memories_set(c, n)
	C.wasmtime_pooling_allocation_config_total_tables_set(c, partsPerInstance*n)
	// Stacks are for asynchronous calls, which there are none of, and protecting
	// a thousand of them is most of what making a pool costs.
	C.wasmtime_pooling_allocation_config_total_stacks_set(c, 0)
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
