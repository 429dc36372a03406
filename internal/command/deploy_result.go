package command

// DeployResult is what `qyvol deploy` prints as data. It is here for the schema, which
// `qyvol schema deploy` has without the rest.
type DeployResult = deployResult

// DeployError is its error.
type DeployError = deployError

// deployResult is a deployment's result as data. Times are in milliseconds, sizes
// in bytes. The comments of these types are the descriptions of the schema.
type deployResult struct {
	// Name is the manifest's, or made of the file's.
	Name string `json:"name,omitempty"`
	// Version is the manifest's.
	Version string `json:"version,omitempty"`
	// Path is as the command line has it.
	Path string `json:"path"`
	// Target is the address that it was sent to.
	Target string `json:"target"`
	// Digest is the component's: "sha256:" and 64 hexadecimal digits.
	Digest string `json:"digest,omitempty"`
	// Size is the component's, in bytes.
	Size int64 `json:"size"`
	// Success tells that the node took it.
	Success bool `json:"success"`
	// ExitCode is that of the command.
	ExitCode int `json:"exit_code"`
	// Error is absent after a success.
	Error *deployError `json:"error,omitempty"`
	// Attempts is how often it was sent.
	Attempts int `json:"attempts"`
	// Status is that of the last answer (HTTP); absent without one.
	Status int `json:"status,omitempty"`
	// URL is what the node calls it.
	URL string `json:"url,omitempty"`
	// Validated is how the component was checked before it was sent.
	Validated string `json:"validated"`
	// Duration is how long all of it took.
	Duration float64 `json:"duration_ms"`
	// Sending is how long the attempts took.
	Sending float64 `json:"sending_ms"`
	// Warnings are in the language of the messages.
	Warnings []string `json:"warnings,omitempty"`
}

// deployError is what went wrong.
type deployError struct {
	// Kind is the same in every language.
	Kind string `json:"kind"`
	// Message is in the language of the messages; it may have several lines.
	Message string `json:"message"`
	// Hint is what can be done about it.
	Hint string `json:"hint,omitempty"`
}
