package loader

import (
	"context"
	"time"

	"github.com/qyvol/qyvol/engine"
)

// LoadComponent maps the unit's compiled code from the cache, or compiles it,
// adapted, and leaves it there. The component is the caller's to close.
//
// A file that the engine can't compile is a [*ModuleLoadError]; one that no
// longer has the unit's content, a [*ChangedError]. Compiling ends at its limits
// with a [*CompileTimeoutError] or a [*CompileMemoryError], with a
// [*CompilerCrashError] where a process of its own broke down, with a
// [*CompilerThreadsError] where the system refused it threads, with a
// [*CompilerProcessError] where it has nothing left to start one with, with a
// [*CompileBusyError] where too many others were left behind, and with the cause
// of the context. A unit with an Err gives that. The cache's own problems are no
// errors but warnings in the LoadInfo.
func LoadComponent(ctx context.Context, eng *engine.Engine, unit *Unit, opts LoadOptions) (*engine.Component, LoadInfo, error) {
	if unit.err != nil {
		return nil, LoadInfo{}, unit.err
	}
	return load[*engine.Component](ctx, eng, unit, opts)
}

// Compiled reports whether the cache has an entry for a unit as the engine would
// compile it. The entry is not looked into.
func Compiled(eng *engine.Engine, unit *Unit, cache *Cache, with *Adapter) bool {
	if unit.Err() != nil {
		return false
	}
	l := &loading[*engine.Component]{compiler: eng, unit: unit, cache: cache, adapter: with}
	l.find()
	return l.entry != nil && l.entry.Exists()
}

// LoadOptions configures [LoadComponent]. The zero value compiles, within the
// default limit of time, and keeps nothing.
type LoadOptions struct {
	// Cache keeps compiled code; nil keeps none.
	Cache *Cache
	// Adapter changes components before they are compiled; nil changes none.
	Adapter *Adapter
	// Compilation is how code is compiled that the cache doesn't have.
	Compilation Compilation
}

// Compilation is how code is compiled, and what that may take. A compiler's time
// and memory are not in proportion to its input: 50 kB can be made to take hours,
// or gigabytes.
type Compilation struct {
	// Timeout is the most time that compiling one guest may take; 0 is
	// [DefaultCompileTimeout].
	Timeout time.Duration
	// Memory is the most memory, in bytes, that the compiler may take; 0 is
	// [DefaultCompileMemory]. In this process, where memory can't be told from that
	// of everything else, only a limit that is set holds: it is held against all
	// by which the process grows meanwhile.
	Memory uint64
	// Process is the program that compiles, in a process of its own: its crash is
	// an error, and it is killed at a limit or with the context. Where it can't be
	// started, and where it is nil, guests are compiled in this process. There a
	// crash of the compiler is one of the process, and at a limit the compilation
	// is left behind: it goes on, and what comes of it is kept in the cache.
	Process *CompilerProcess
}

// CompilerProcess is the command line of a program that calls [ServeCompiler]. It
// must be built from the same version of this module.
type CompilerProcess struct {
	Path string
	Args []string // its own name first
}

// DefaultCompileTimeout is ten times what a componentize-py component of 18 MB
// takes on two idle cores, and three times what it takes beside twenty other busy
// threads there.
const DefaultCompileTimeout = 2 * time.Minute

// The default limit of a compiler's memory grows with the guest. Compilers of real
// programs take 20 to 40 bytes for each of theirs: 380 MiB for that of 18 MB. Small
// ones need the floor, since a single large function takes much more.
const (
	leastCompileMemory = 1 << 30
	compileMemoryRatio = 64
)

// DefaultCompileMemory is the limit of memory for compiling a guest of that size,
// both in bytes: 1 GiB, and 64 times the guest.
func DefaultCompileMemory(size int64) uint64 {
	return leastCompileMemory + compileMemoryRatio*uint64(max(size, 0))
}

func (c *Compilation) timeout() time.Duration {
	if c.Timeout > 0 {
		return c.Timeout
	}
	return DefaultCompileTimeout
}

func (c *Compilation) memory(size int) uint64 {
	if c.Memory > 0 {
		return c.Memory
	}
	return DefaultCompileMemory(int64(size))
}
