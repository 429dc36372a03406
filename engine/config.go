//go:build cgo

package engine

import (
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"sync"

	"github.com/bytecodealliance/wasmtime-go/v44"

	"github.com/qyvol/qyvol/engine/internal/component"
	"github.com/qyvol/qyvol/internal/guest/image"
	"github.com/qyvol/qyvol/internal/wasm"
)

// OptLevel is Cranelift's optimisation level.
type OptLevel uint8

// The optimisation levels.
const (
	OptSpeed OptLevel = iota
	OptSpeedAndSize
	OptNone
)

// Config configures an engine, as wasmtime's Config does. The zero value
// compiles for speed, on all cores, with nothing that can interrupt a guest.
type Config struct {
	OptLevel OptLevel
	// SerialCompilation compiles on the calling thread only.
	SerialCompilation bool
	// EpochInterruption compiles checks into loops and calls, so that
	// Store.Interrupt can stop a guest that never calls the host.
	EpochInterruption bool
	// ConsumeFuel compiles counters in, so that Store.SetFuel bounds a run by
	// the work it does.
	ConsumeFuel bool
	// DebugInfo keeps DWARF, for native debuggers.
	DebugInfo bool
	// Memory64 accepts 64-bit memories and tables. Off by default: a table
	// larger than the address space panics wasmtime 44 (RUSTSEC-2026-0114).
	Memory64 bool
	// Exceptions accepts the WebAssembly proposal for exception handling (tags, throw and
	// try_table; not its legacy form).
	Exceptions bool
	// GC accepts garbage-collected types, structs and arrays, and typed function
	// references, which they need. What a guest has allocated counts as memory.
	GC bool
	// ComponentMaps accepts the Component Model's map<K, V>, which is not part of
	// WASI 0.2 yet.
	ComponentMaps bool
	// MemoryAccounting makes linear memories the host's own, so that
	// Limits.TotalMemory holds over all memories of a store and PeakMemory is
	// known. Data that a memory begins with is mapped all the same where it is
	// worth it, and its pages are copied when they are written.
	MemoryAccounting bool
	// MaxWasmStack bounds a guest's stack, in bytes; 0 is 512 KiB, and 4 MiB
	// is the most. Where the system gives threads less than twice of that
	// (ulimit -s), guests have half of what it gives.
	MaxWasmStack uint64
	// Pooling, if its Instances are not 0, reserves memory for instances up
	// front, which makes creating them cheaper.
	Pooling PoolingConfig
}

// PoolingConfig configures the pooling allocator. Zeroes are wasmtime's
// defaults.
type PoolingConfig struct {
	// Instances is how many instances there may be at once, at most 10,000. Of
	// each, there may be four core instances and tables, and one memory.
	Instances uint32
	// MaxMemory is the most bytes that one linear memory can grow to.
	MaxMemory uint64
	// TableElements is the most elements of one table.
	TableElements uint64
	// KeepResident is how many bytes of a memory are zeroed, rather than given
	// back to the system, when an instance ends.
	KeepResident uint64
	// MaxUnusedWarmSlots is how many slots stay ready for the component that
	// used them last.
	MaxUnusedWarmSlots uint32
}

const (
	maxWasmStack        = 4 << 20
	maxPoolingInstances = 10_000
	maxMemory32         = 4 << 30
)

// ErrConfig is returned by New for a configuration that wasmtime would refuse
// by ending the process, also because the system has no memory for it.
var ErrConfig = errors.New("invalid engine configuration")

func (c Config) validate() error {
	switch {
	case c.OptLevel > OptNone:
		return fmt.Errorf("%w: OptLevel %d", ErrConfig, c.OptLevel)
	case c.MaxWasmStack > maxWasmStack:
		return fmt.Errorf("%w: MaxWasmStack %d is above %d", ErrConfig, c.MaxWasmStack, maxWasmStack)
	case c.Pooling.Instances > maxPoolingInstances:
		return fmt.Errorf("%w: %d pooled instances are above %d", ErrConfig, c.Pooling.Instances, maxPoolingInstances)
	case c.Pooling.MaxMemory > maxMemory32:
		return fmt.Errorf("%w: pooled memories of %d bytes are above 4 GiB", ErrConfig, c.Pooling.MaxMemory)
	case c.Pooling.KeepResident > maxMemory32:
		return fmt.Errorf("%w: %d bytes to keep resident are above 4 GiB", ErrConfig, c.Pooling.KeepResident)
	case c.Pooling.Instances == 0 && c.Pooling != PoolingConfig{}:
		return fmt.Errorf("%w: pooling needs Instances", ErrConfig)
	case c.Pooling.Instances > 0 && c.MemoryAccounting:
		return fmt.Errorf("%w: pooled memories can't be accounted for", ErrConfig)
	case c.Pooling.Instances > 0 && (c.GC || c.Exceptions):
		return fmt.Errorf("%w: pooled memories have no room for the garbage collector's heap", ErrConfig)
	}
	return nil
}

func (c Config) lower() component.EngineConfig {
	levels := [...]wasmtime.OptLevel{wasmtime.OptLevelSpeed, wasmtime.OptLevelSpeedAndSize, wasmtime.OptLevelNone}
	out := component.EngineConfig{
		OptLevel: levels[c.OptLevel], Serial: c.SerialCompilation, Epoch: c.EpochInterruption,
		Fuel: c.ConsumeFuel, DebugInfo: c.DebugInfo, Memory64: c.Memory64, Maps: c.ComponentMaps,
		Exceptions: c.Exceptions, GC: c.GC,
		AccountMemory: c.MemoryAccounting, MaxWasmStack: c.MaxWasmStack,
	}
	if p := c.Pooling; p.Instances > 0 {
		out.Pooling = &component.Pooling{
			Instances: p.Instances, MaxMemory: p.MaxMemory, TableElements: p.TableElements,
			KeepResident: p.KeepResident, MaxUnusedWarmSlots: p.MaxUnusedWarmSlots,
		}
	}
	return out
}

// fingerprint names everything that compiled code depends on.
func (c Config) fingerprint() string {
	b := make([]byte, 0, 256)
	b = append(b, "wasmtime "+libraryName(WasmtimeVersion())+" "+runtime.GOOS+"/"+runtime.GOARCH+" opt="...)
	b = strconv.AppendUint(b, uint64(c.OptLevel), 10)
	for _, option := range [...]struct {
		name string
		on   bool
	}{
		{"epoch", c.EpochInterruption},
		{"fuel", c.ConsumeFuel},
		{"debug", c.DebugInfo},
		{"memory64", c.Memory64},
		{"exceptions", c.Exceptions},
		{"gc", c.GC},
		{"maps", c.ComponentMaps},
		{"pooling", c.Pooling.Instances > 0},
		{"account", c.MemoryAccounting},
	} {
		b = append(b, " "+option.name+"="...)
		b = strconv.AppendBool(b, option.on)
	}
	if c.MemoryAccounting {
		b = append(b, " images="...)
		b = strconv.AppendUint(b, image.Version, 10)
	}
	b = append(b, " checks="...)
	b = strconv.AppendUint(b, wasm.CheckVersion, 10)
	return string(append(b, " cpu="+cpuFeatures()...))
}

// cpuFeatures lists the features that Cranelift looks for.
var cpuFeatures = sync.OnceValue(component.CPUFeatures)
