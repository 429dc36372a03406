package command

import (
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/metrics"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// result is a run's result as data. Times are in milliseconds, sizes in bytes. The
// comments of these types are the descriptions of the schema.
type result struct {
	// Name is the manifest's, or made of the file's.
	Name string `json:"name,omitempty"`
	// Path is the component that ran last: the fallback's if it came to that.
	Path string `json:"path"`
	// Digest is that component's: "sha256:" and 64 hexadecimal digits.
	Digest string `json:"digest,omitempty"`
	// Started is when the command began: a date and time of RFC 3339, in UTC.
	Started string `json:"started"`
	// Duration is how long all of it took, until the result was written.
	Duration float64 `json:"duration_ms"`
	// CPUTime is what the process and its children took of all processors together;
	// absent where the system doesn't tell.
	CPUTime float64 `json:"cpu_time_ms,omitempty"`
	// Success tells that the guest ended with code 0.
	Success bool `json:"success"`
	// ExitCode is that of the command: the guest's own, or one of Qyvol's.
	ExitCode int `json:"exit_code"`
	// Error is what ended the run; absent after a success.
	Error *resultError `json:"error,omitempty"`
	// Attempts are all attempts, in order; the last one decides.
	Attempts []attempt `json:"attempts"`
	// Phases are durations, added up over the attempts.
	Phases phases `json:"phases_ms"`
	// LoadTime is how long it took to have compiled code; the same as
	// phases_ms.load_component.
	LoadTime float64 `json:"load_time_ms"`
	// Execution is how long the guest ran; the same as phases_ms.execute.
	Execution float64 `json:"execution_time_ms"`
	// MemoryUsage is the most that the guest's linear memories had together, in bytes.
	MemoryUsage uint64 `json:"memory_usage"`
	// ErrorCount is how many attempts failed.
	ErrorCount uint64 `json:"error_count"`
	// Limits are those that were in force in the last attempt.
	Limits limits `json:"limits"`
	// Hosted is what the hosted WASI counted; absent with the native one.
	Hosted *hosted `json:"hosted,omitempty"`
	// Bytes is how much the guest wrote, except to a terminal.
	Bytes streams `json:"bytes"`
	// Fallback tells that the manifest's fallback ran.
	Fallback bool `json:"fallback"`
	// Degraded tells that imports that nothing provides were left to trap.
	Degraded bool `json:"degraded"`
	// CacheHit tells that the last attempt compiled nothing.
	CacheHit bool `json:"cache_hit"`
	// WASI is the implementation that served the last attempt: native or hosted.
	WASI string `json:"wasi,omitempty"`
	// Versions are of what ran it.
	Versions runVersions `json:"versions"`
	// Warnings are in the language of the messages.
	Warnings []string `json:"warnings,omitempty"`
}

// resultError is what went wrong.
type resultError struct {
	// Kind is the same in every language.
	Kind string `json:"kind"`
	// Message is in the language of the messages; it may have several lines.
	Message string `json:"message"`
	// Hint is what can be done about it.
	Hint string `json:"hint,omitempty"`
}

// attempt is one attempt.
type attempt struct {
	// Path is the component.
	Path string `json:"path"`
	// Duration is in milliseconds.
	Duration float64 `json:"duration_ms"`
	// Error is absent if the guest ended with code 0.
	Error *resultError `json:"error,omitempty"`
	// Fuel is what was consumed, if there was a limit: about one unit per instruction.
	Fuel uint64 `json:"fuel,omitempty"`
	// Abandoned tells that the guest had not ended when the attempt did.
	Abandoned bool `json:"abandoned,omitempty"`
}

// phases are durations in milliseconds.
type phases struct {
	// ParseManifest is reading the manifest.
	ParseManifest float64 `json:"parse_manifest"`
	// InitEngine is making wasmtime's engine and linker.
	InitEngine float64 `json:"init_engine"`
	// LoadComponent is compiling, or mapping compiled code from the cache.
	LoadComponent float64 `json:"load_component"`
	// ConfigureWASI is opening what the guest is granted.
	ConfigureWASI float64 `json:"configure_wasi"`
	// Execute is the guest, its instantiation included.
	Execute float64 `json:"execute"`
	// CleanUp is giving back what the guest had.
	CleanUp float64 `json:"clean_up"`
}

// limits have what is absent unlimited.
type limits struct {
	// Memory is for all linear memories together, in bytes.
	Memory uint64 `json:"memory,omitempty"`
	// Timeout is for an attempt, in milliseconds.
	Timeout float64 `json:"timeout_ms,omitempty"`
	// Fuel is for an attempt: about one unit an instruction.
	Fuel uint64 `json:"fuel,omitempty"`
	// Instances is the number of core instances.
	Instances uint64 `json:"instances,omitempty"`
}

// streams are numbers of bytes.
type streams struct {
	// Stdout went to standard output.
	Stdout uint64 `json:"stdout"`
	// Stderr went to standard error.
	Stderr uint64 `json:"stderr"`
}

// hosted is what the hosted WASI counted.
type hosted struct {
	// Interfaces are those that were used.
	Interfaces []usedInterface `json:"interfaces"`
	// Denials is how often the guest was refused something.
	Denials uint64 `json:"denials"`
	// Denied are the kinds of refusals, at most 50 of an attempt.
	Denied []denied `json:"denied,omitempty"`
	// OpenDescriptors is how many files the guest had left open.
	OpenDescriptors int `json:"open_descriptors"`
	// Blocked is how long the guest waited, in milliseconds.
	Blocked float64 `json:"blocked_ms"`
}

// denied is a kind of refusal.
type denied struct {
	// Path is the guest's, the first time.
	Path string `json:"path"`
	// Access is read or change.
	Access string `json:"access"`
	// Error is WASI's name of what the guest got.
	Error string `json:"error"`
	// Rule is the manifest's that decided.
	Rule string `json:"rule,omitempty"`
	// AllowWith is a rule that would allow it.
	AllowWith string `json:"allow_with,omitempty"`
	// RefusedBy is what of the host refused it, and to whom, where no rule did.
	RefusedBy string `json:"refused_by,omitempty"`
	// Count is how often.
	Count uint64 `json:"count"`
}

// usedInterface is what was used of one interface of WASI.
type usedInterface struct {
	// Name is WASI's, without the version.
	Name string `json:"name"`
	// Calls is their number.
	Calls uint64 `json:"calls"`
	// Bytes went in either direction.
	Bytes uint64 `json:"bytes"`
}

// runVersions are of what ran a guest.
type runVersions struct {
	// Qyvol is the command's.
	Qyvol string `json:"qyvol"`
	// Wasmtime is the library's.
	Wasmtime string `json:"wasmtime"`
	// WASI is the version that guests get.
	WASI string `json:"wasi"`
}

func (r *reporter) result(res runner.Result, err error) result {
	r.mu.Lock()
	defer r.mu.Unlock()
	if res.Path == "" {
		res.Path = r.path
	}
	out := result{
		Name: res.Name, Path: res.Path, Digest: res.Digest,
		Started: r.started.UTC().Format("2006-01-02T15:04:05.000Z07:00"), Duration: ms(time.Since(r.started)), CPUTime: ms(cpuTime()),
		Success: err == nil, ExitCode: exitCode(atRun(err)), Error: r.describe(err),
		Attempts: []attempt{}, Phases: phasesOf(res.Phases),
		LoadTime: ms(res.Metrics.LoadTime), Execution: ms(res.Metrics.ExecutionTime),
		MemoryUsage: res.Metrics.MemoryUsage, ErrorCount: res.Metrics.ErrorCount,
		Bytes:    streams{res.Stdout, res.Stderr},
		Fallback: res.Fallback, Degraded: res.Degraded, CacheHit: res.CacheHit,
		WASI: string(res.Implementation), Warnings: r.warnings, Limits: limitsOf(res.Limits),
		Versions: runVersions{versionNumber(), engine.WasmtimeVersion(), wasiVersion},
	}
	if res.Implementation == wasi.Hosted {
		out.Hosted = hostedOf(&res.Metrics)
	}
	for _, a := range res.Attempts {
		out.Attempts = append(out.Attempts, attempt{
			Path: a.Path, Duration: ms(a.Duration), Error: r.describe(a.Err), Fuel: a.Fuel, Abandoned: a.Abandoned,
		})
	}
	return out
}

func (r *reporter) describe(err error) *resultError {
	if err == nil {
		return nil
	}
	return &resultError{Kind: kindOf(err), Message: message.Of(err, r.ui.lang), Hint: message.HintOf(err).In(r.ui.lang)}
}

func limitsOf(l wasi.Limits) limits {
	return limits{Memory: l.Memory, Timeout: ms(l.Timeout), Fuel: l.Fuel, Instances: l.Instances}
}

func hostedOf(m *metrics.Run) *hosted {
	h := &hosted{
		Interfaces: []usedInterface{}, Denials: m.Denials, OpenDescriptors: m.OpenDescriptors, Blocked: ms(m.Blocked),
	}
	for _, i := range m.Interfaces {
		h.Interfaces = append(h.Interfaces, usedInterface(i))
	}
	for _, d := range m.Denied {
		h.Denied = append(h.Denied, denied(d))
	}
	return h
}

func phasesOf(p program.Phases) phases {
	return phases{
		ms(p.ParseManifest), ms(p.InitEngine), ms(p.LoadComponent),
		ms(p.ConfigureWASI), ms(p.Execute), ms(p.CleanUp),
	}
}

// ms keeps microseconds.
func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
