package manifest

import "time"

// Recovery is what to do when a run fails.
type Recovery struct {
	Retries *Retries `yaml:"retries"`
	// Fallback is the path of a component that runs when all attempts failed.
	Fallback string `yaml:"fallback" form:"component"`
	// Degrade lets an import that nobody provides trap when it is called,
	// instead of keeping the component from being loaded.
	Degrade bool `yaml:"degrade"`
}

// Retries is how often and after which failures to try again.
type Retries struct {
	// Attempts is the number of attempts, the first one included.
	Attempts int `yaml:"attempts" jsonschema:"required,minimum=1,maximum=100"`
	// Backoff is the wait before the second attempt; it grows from then on. 0
	// means DefaultBackoff.
	Backoff time.Duration `yaml:"backoff"`
	// MaxBackoff is the longest wait. 0 means DefaultMaxBackoff, or Backoff if
	// that is longer.
	MaxBackoff time.Duration `yaml:"max_backoff"`
	// On has the failures after which to try again; it is never empty.
	On []Cause `yaml:"on" jsonschema:"required,minItems=1"`
}

// The waits of retries that don't say theirs.
const (
	DefaultBackoff    = 200 * time.Millisecond
	DefaultMaxBackoff = 5 * time.Second
)

// Waits returns the first and the longest wait, defaults applied.
func (r *Retries) Waits() (first, longest time.Duration) {
	first, longest = r.Backoff, r.MaxBackoff
	if first == 0 {
		first = DefaultBackoff
	}
	if longest == 0 {
		longest = max(first, DefaultMaxBackoff)
	}
	return first, longest
}

// Cause is a failure after which an attempt can be repeated.
type Cause string

// The causes.
const (
	// OnLoad: the component couldn't be loaded or instantiated.
	OnLoad Cause = "load"
	// OnTrap: the guest trapped.
	OnTrap Cause = "trap"
	// OnTimeout: the guest was stopped at Resources.Timeout.
	OnTimeout Cause = "timeout"
	// OnExit: the guest ended with an exit code other than 0.
	OnExit Cause = "exit"
)

// Choices returns the values that the format has.
func (Cause) Choices() []string {
	return []string{string(OnLoad), string(OnTrap), string(OnTimeout), string(OnExit)}
}
