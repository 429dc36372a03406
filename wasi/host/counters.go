package host

import (
	"sync/atomic"
	"time"

	"github.com/qyvol/qyvol/engine"
)

// Interface is an interface of WASI, for the counters.
type Interface uint8

// The interfaces that have counters.
const (
	Error Interface = iota
	Poll
	Streams
	MonotonicClocks
	WallClocks
	Random
	Insecure
	InsecureSeed
	Environment
	Exit
	Stdio
	Terminal
	Filesystem
	Preopens
	Sockets
	Preview1
	interfaces // how many there are
)

// String is the name of the interface in WASI; those that WASI divides further
// share one.
func (i Interface) String() string {
	names := [interfaces]string{
		"wasi:io/error", "wasi:io/poll", "wasi:io/streams",
		"wasi:clocks/monotonic-clock", "wasi:clocks/wall-clock",
		"wasi:random/random", "wasi:random/insecure", "wasi:random/insecure-seed",
		"wasi:cli/environment", "wasi:cli/exit", "wasi:cli/stdio", "wasi:cli/terminal",
		"wasi:filesystem/types", "wasi:filesystem/preopens", "wasi:sockets",
		"wasi_snapshot_preview1",
	}
	if int(i) < len(names) {
		return names[i]
	}
	return "unknown"
}

// Counters count what a guest uses. They can be read from any goroutine.
type Counters struct {
	direct  atomic.Pointer[engine.DirectHost] // what Go isn't asked; nil: nothing yet
	calls   [interfaces]atomic.Uint64
	bytes   [interfaces]atomic.Uint64
	blocked atomic.Int64
	denials atomic.Uint64
	open    atomic.Int64
	opened  atomic.Uint64
}

// Calls counts the calls to an interface.
func (c *Counters) Calls(i Interface) uint64 {
	n := c.calls[i].Load()
	if d := c.direct.Load(); d != nil {
		n += d.Calls(uint8(i))
	}
	return n
}

// Bytes counts the bytes that went through an interface, in either direction.
func (c *Counters) Bytes(i Interface) uint64 {
	n := c.bytes[i].Load()
	if d := c.direct.Load(); d != nil {
		n += d.Bytes(uint8(i))
	}
	return n
}

// Blocked is how long the guest has waited in calls that have returned.
func (c *Counters) Blocked() time.Duration { return time.Duration(c.blocked.Load()) }

// AddBytes counts bytes that went through an interface.
func (c *Counters) AddBytes(i Interface, n int) { c.bytes[i].Add(uint64(max(n, 0))) }

// Denials counts what the policy refused.
func (c *Counters) Denials() uint64 { return c.denials.Load() }

// Open is how many files and directories the guest has open, without those that
// it had from the beginning.
func (c *Counters) Open() int { return int(c.open.Load()) }

// Opened counts a file or a directory that the guest opened (1) or closed (-1).
func (c *Counters) Opened(n int) {
	c.open.Add(int64(n))
	if n > 0 {
		c.opened.Add(uint64(n))
	}
}

// Interfaces lists all interfaces.
func Interfaces() []Interface {
	all := make([]Interface, interfaces)
	for i := range all {
		all[i] = Interface(i)
	}
	return all
}
