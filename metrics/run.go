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
	// Interfaces is what was used of each interface of WASI, of those that were; it
	// is known of the hosted implementation alone, as is what follows.
	Interfaces []Interface
	// Denials is how often the guest was refused something.
	Denials uint64
	// Denied are the kinds of refusals, at most 50 of an attempt.
	Denied []Denial
	// OpenDescriptors is how many files and directories the guest had open when it
	// ended, beyond those that it began with; the last attempt's.
	OpenDescriptors int
	// Blocked is how long the guest waited: for time to pass, for input, for its
	// output to be taken.
	Blocked time.Duration
	// ErrorCount is how many attempts failed.
	ErrorCount uint64
}

// Denial is what a guest was refused, and how often: all that has the access, the
// error and the rules in common.
type Denial struct {
	Path      string // the guest's, the first time
	Access    string // "read" or "change"
	Error     string // WASI's name of what the guest got
	Rule      string // the manifest's that decided; empty if none did
	AllowWith string // a rule that would allow it; empty if none can
	RefusedBy string // what of the host refused it, and to whom; empty if a rule did
	Count     uint64
}

// Interface is what was used of one interface.
type Interface struct {
	Name  string // as WASI has it, without the version
	Calls uint64
	Bytes uint64 // in either direction
}

// Use adds to what was used of an interface.
func (r *Run) Use(name string, calls, bytes uint64) {
	for i := range r.Interfaces {
		if r.Interfaces[i].Name == name {
			r.Interfaces[i].Calls += calls
			r.Interfaces[i].Bytes += bytes
			return
		}
	}
	r.Interfaces = append(r.Interfaces, Interface{name, calls, bytes})
}
