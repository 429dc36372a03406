package host

import (
	"io"
	"math/rand/v2"
	"time"

	"github.com/qyvol/qyvol/internal/policy"
)

// Version is the version under which the interfaces are defined. It serves
// imports of every version 0.2.
const Version = "0.2.12"

// Config is what a guest is given. The zero value is no arguments, no variables,
// an empty standard input, output that is thrown away, and the system's clocks
// and randomness.
type Config struct {
	Args []string // the program's name first
	Env  []Variable

	// Stdin is read as far as the guest asks, and at most one buffer of 64 KiB
	// further if the guest waits for it without reading. A Read that is under
	// way when the run ends is left behind.
	Stdin io.Reader
	// Stdout and Stderr get what the guest writes, in order and at once. A
	// Write that is under way when the run ends is left behind.
	Stdout, Stderr io.Writer
	// Terminals tells which of them are terminals.
	Terminals Terminals
	// Preopens are the directories that the guest begins with, in this order.
	Preopens []Preopen
	// Files are the rules that Preopens were made by. They tell which rule refused
	// something; nil tells nothing.
	Files *policy.Files
	// OnDenial, if not nil, is called for each refusal, on the guest's goroutine.
	OnDenial func(Denial)

	Monotonic MonotonicClock
	Wall      WallClock
	// Random is where wasi:random/random reads from. Default: the system.
	Random io.Reader
	// Insecure is behind wasi:random/insecure. Default: one that is seeded from
	// crypto/rand.
	Insecure rand.Source
	// Seed is wasi:random/insecure-seed's. Default: from crypto/rand.
	Seed *[2]uint64

	Limits Limits
}

// Variable is one variable of the guest's environment.
type Variable struct{ Name, Value string }

// Terminals tells which of the standard streams are terminals.
type Terminals struct{ Stdin, Stdout, Stderr bool }

// Limits bound what a guest may make the host keep. A zero is the default.
type Limits struct {
	// Resources is the most resources that the guest has at once. Default:
	// DefaultResources.
	Resources int
	// RandomBytes is the most bytes that the guest gets at once. Default:
	// DefaultRandomBytes.
	RandomBytes uint64
	// Descriptors is the most files and directories that the guest has open at
	// once. Default: DefaultDescriptors.
	Descriptors int
}

// DefaultResources is the most live resources where Limits say nothing: as many
// as wasmtime's table has.
const DefaultResources = 1_000_000

// DefaultRandomBytes is the most random bytes at once where Limits say nothing.
// wasmtime's own WASI allows 64 MiB, and so would take gigabytes of the host's
// memory here, where each byte that crosses is a value of 32 bytes on its way.
// For the same reason wasmtime lets no list of more elements in.
const DefaultRandomBytes = 4 << 20

// DefaultDescriptors is the most open files and directories where Limits say
// nothing: each may cost a descriptor of the host's, of which all guests of a
// process share one supply.
const DefaultDescriptors = 4096

func (l Limits) orDefault() Limits {
	if l.Resources == 0 {
		l.Resources = DefaultResources
	}
	if l.RandomBytes == 0 {
		l.RandomBytes = DefaultRandomBytes
	}
	if l.Descriptors == 0 {
		l.Descriptors = DefaultDescriptors
	}
	return l
}

// MonotonicClock is a clock that never goes back.
type MonotonicClock interface {
	// Now is in nanoseconds since a beginning of the clock's own.
	Now() uint64
	// Resolution is in nanoseconds.
	Resolution() uint64
}

// WallClock tells the time of day.
type WallClock interface {
	Now() time.Time
	Resolution() time.Duration
}
