package wasi

import (
	"time"

	"github.com/qyvol/qyvol/message"
)

// Grant is what a guest is given, decided from a manifest and from what the
// user allowed on the command line. The zero value grants nothing.
type Grant struct {
	// Args are the guest's arguments, its own name first.
	Args []Argument
	// Env are the variables that the guest sees.
	Env []Variable
	// Mounts are the directories that the guest sees.
	Mounts []Mount
	// Stdin, Stdout and Stderr tell whether the run's streams reach the guest.
	Stdin, Stdout, Stderr bool
	// Limits bound the run.
	Limits Limits
	// Degrade lets an import that nothing provides trap when it is called.
	Degrade bool
	// Implementation serves the guest.
	Implementation Implementation
	// Warnings are about what was granted.
	Warnings []message.Text
}

// Origin tells who granted something.
type Origin string

// The origins.
const (
	FromManifest Origin = "manifest"
	FromHost     Origin = "host"
	FromFlag     Origin = "flag"
)

// Argument is one argument of the guest.
type Argument struct {
	Value string
	// Origin tells where the value comes from, as for a Variable.
	Origin Origin
}

// Variable is one variable of the guest's environment.
type Variable struct {
	Name, Value string
	// Origin tells where the value comes from. One from the host may be a
	// secret, and is not printed.
	Origin Origin
}

// Mount is a directory of the host under a name of the guest's.
type Mount struct {
	Host   string // an existing directory
	Guest  string // a clean path with slashes; the manifest's are absolute, or "."
	Write  bool
	Origin Origin
}

// Limits bound one attempt of a run; a zero is no limit.
type Limits struct {
	Memory    uint64 // bytes of all linear memories together
	Timeout   time.Duration
	Fuel      uint64
	Instances uint64 // core instances
}

// Implementation is one of the implementations of WASI.
type Implementation string

// The implementations.
const (
	// Native is wasmtime's own.
	Native Implementation = "native"
	// Hosted is the one in Go, of package host and those below it.
	Hosted Implementation = "hosted"
)
