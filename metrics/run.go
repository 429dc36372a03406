package metrics

import "time"

// Run is what was measured of one run, all its attempts together.
type Run struct {
	// LoadTime is how long it took to have the compiled component: reading and
	// compiling it, or mapping it from the cache.
	LoadTime time.Duration
	// ExecutionTime is how long the guest ran, instantiation included.
	ExecutionTime time.Duration
	// MemoryUsage is the most bytes that the guest's linear memories had
	// together, or 0 if that was not measured.
	MemoryUsage uint64
	// ErrorCount is how many attempts failed.
	ErrorCount uint64
}
