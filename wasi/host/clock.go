package host

import "time"

// systemMonotonic begins near zero, as wasmtime's does: a guest doesn't learn
// how long the machine has been up.
type systemMonotonic struct{ start time.Time }

// Now begins near zero.
func (c systemMonotonic) Now() uint64 { return uint64(max(time.Since(c.start), 0)) }

// Resolution is that of Go's clocks. What they get it from says no more on any
// of our systems: it is one nanosecond on Linux and macOS.
func (systemMonotonic) Resolution() uint64 { return 1 }

type systemWall struct{}

// Now is the system's time.
func (systemWall) Now() time.Time { return time.Now() }

// Resolution is that of Go's clocks.
func (systemWall) Resolution() time.Duration { return 1 }
