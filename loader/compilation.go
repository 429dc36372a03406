package loader

import (
	"time"
)

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
