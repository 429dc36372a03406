package program

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/wasi"
)

// storeLimits are the engine's limits of one attempt.
func storeLimits(l wasi.Limits) engine.Limits {
	return engine.Limits{
		TotalMemory: l.Memory, Instances: l.Instances, TableElements: tableElements(l.Memory), Memories: max(mostMemories, l.Instances),
	}
}

// mostMemories is how many linear memories a guest may have. Each reserves 4 GiB of
// addresses, of which the other guests of a process need some as well.
const mostMemories = 1000

const (
	// leastElements is what a table may have under any limit of memory: what
	// compilers emit for a guest that fits into a page or two.
	leastElements = 8192
	// bytesPerElement is how much memory a guest may have for each element of a
	// table. Elements are not in a guest's memory: the host has 8 bytes for each.
	bytesPerElement = 64
)

// tableElements is the most elements of each table under a limit of memory; 0 is
// the engine's default. All tables together can then take many times the limit,
// but no longer whatever they like: SECURITY.md has the figures.
func tableElements(memory uint64) uint64 {
	if memory == 0 {
		return 0
	}
	return min(max(leastElements, memory/bytesPerElement), engine.DefaultTableElements)
}

// defaultInstances is wasmtime's limit where there is no other.
const defaultInstances = 10_000

// InstanceLimitError is a guest that is made of more core instances than it was
// granted.
type InstanceLimitError struct {
	Path  string
	Limit uint64
	Err   error
}

// ErrorKind is for KindOf.
func (e *InstanceLimitError) ErrorKind() Kind { return KindInstances }

// Words are what the error says.
func (e *InstanceLimitError) Words() message.Text {
	return message.RunnerInstances.With(e.Path, e.Limit)
}

// Unwrap returns the engine's error.
func (e *InstanceLimitError) Unwrap() error { return e.Err }

// Error is in English.
func (e *InstanceLimitError) Error() string { return e.Words().String() }

// Hint says what the user can do.
func (e *InstanceLimitError) Hint() message.Text { return message.RunnerInstancesHint.With() }

// countError makes an error of a count that was exceeded.
func countError(e *engine.CountLimitError, where place) error {
	if e.What != "instance" {
		return &InstantiateError{Path: where.path, Err: e}
	}
	limit := where.limits.Instances
	if limit == 0 {
		limit = defaultInstances
	}
	return &InstanceLimitError{Path: where.path, Limit: limit, Err: e}
}
