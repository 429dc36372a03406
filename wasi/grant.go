package wasi

import (
	"time"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/loader/manifest"
)

// Grant is what a guest is given, decided from a manifest and from what the
// user allowed on the command line. The zero value grants nothing.
type Grant struct {
	// Args are the guest's arguments, its own name first.
	Args []Argument
	// Env are the variables that the guest sees.
	Env []Variable
	// Mounts are the directories that the guest sees, of the host or in memory.
	Mounts []Mount
	// Stdin, Stdout and Stderr tell whether the run's streams reach the guest.
	Stdin, Stdout, Stderr bool
	// Limits bound the run.
	Limits Limits
	// Degrade lets an import that nothing provides trap when it is called.
	Degrade bool
	// Features are those of WebAssembly that the engine has off by default and the guest
	// may use.
	Features []manifest.WasmFeature
	// Implementation serves the guest; empty is Hosted.
	Implementation Implementation
	// Unset are the variables of the manifest's permissions.env that the guest does
	// not get, since the host doesn't have them.
	Unset []string
	// Kept are what the guest can't change of what it may write to: what the host trusts.
	// It is empty with the native implementation, which doesn't keep it.
	Kept []string
	// Warnings are about what was granted.
	Warnings []message.Text

	guarded *vfs.Guard // nil: nothing
	cache   string     // that was decided about
	exposed string     // by which directory
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
	// Missing is the variable of the host that Value lacks. It is empty but in a
	// preview.
	Missing string
}

// Variable is one variable of the guest's environment.
type Variable struct {
	Name, Value string
	// Origin tells where the value comes from. One from the host may be a
	// secret, and is not printed.
	Origin Origin
	// Missing is the variable of the host that Value lacks. It is empty but in a
	// preview.
	Missing string
}

// Mount is a file system under a name of the guest's.
type Mount struct {
	Kind   MountKind
	Host   string // of Disk: an existing directory
	Guest  string // a clean path with slashes; the manifest's are absolute, or "."
	Write  bool
	Origin Origin
	// Exclude are the patterns of what the guest doesn't see: policy.Exclude.
	Exclude []string
	// Quota is how many bytes the guest may add to a directory, and how many memory
	// takes. 0 is no limit; Memory always has one.
	Quota uint64
	// From is Host as the manifest or the option has it, or "memfs".
	From string
	// Key is where the manifest grants it: "permissions.fs[0]", or "fs". Empty for
	// an option.
	Key string
}

// MountKind is where the files of a mount are.
type MountKind uint8

// The kinds of mounts.
const (
	Disk   MountKind = iota // a directory of the host
	Memory                  // memory that begins empty and ends with the run
)

// Limits bound one attempt of a run; a zero is no limit.
type Limits struct {
	Memory    uint64        // bytes of all linear memories together
	Timeout   time.Duration // from instantiation on; compiling doesn't count
	Fuel      uint64
	Instances uint64 // core instances
	Compile   CompileLimits
}

// CompileLimits bound compiling a guest; a zero is loader's default.
type CompileLimits struct {
	Timeout time.Duration
	Memory  uint64 // bytes that the compiler takes
}

// Implementation is one of the implementations of WASI.
type Implementation string

// The implementations.
const (
	// Native is wasmtime's own. It knows directories, to be read or written.
	Native Implementation = "native"
	// Hosted is Qyvol's own. It holds a guest to all that a Grant says of files.
	Hosted Implementation = "hosted"
)
