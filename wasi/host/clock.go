package host

import (
	"time"

	"github.com/qyvol/qyvol/engine"
)

// systemMonotonic begins near zero, as wasmtime's does: a guest doesn't learn
// how long the machine has been up.
// It is the engine's, which answers for it: a guest that is told the time by both
// sees one clock.
type systemMonotonic struct{ start uint64 }

// Now begins near zero.
func (c systemMonotonic) Now() uint64 { return engine.Monotonic() - c.start }

// Resolution is what the systems say: it is one nanosecond on Linux and macOS.
func (systemMonotonic) Resolution() uint64 { return 1 }

type systemWall struct{}

// Now is the system's time.
func (systemWall) Now() time.Time { return time.Now() }

// Resolution is that of Go's clocks.
func (systemWall) Resolution() time.Duration { return 1 }
