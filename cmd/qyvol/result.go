package main

import (
	"os"
	"time"

	"github.com/rs/zerolog"
	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/data"
	"github.com/qyvol/qyvol/message"
	"github.com/qyvol/qyvol/metrics"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// result is a run's result as data: what --format json and yaml print. Times
// are in milliseconds, sizes in bytes.
type result struct {
	Name        string       `json:"name,omitempty"`
	Path        string       `json:"path"`
	Digest      string       `json:"digest,omitempty"`
	Success     bool         `json:"success"`
	ExitCode    int          `json:"exit_code"`
	Error       *resultError `json:"error,omitempty"`
	Attempts    []attempt    `json:"attempts"`
	Phases      phases       `json:"phases_ms"`
	LoadTime    float64      `json:"load_time_ms"`
	Execution   float64      `json:"execution_time_ms"`
	MemoryUsage uint64       `json:"memory_usage"`
	ErrorCount  uint64       `json:"error_count"`
	Hosted      *hosted      `json:"hosted,omitempty"`
	Bytes       streams      `json:"bytes"`
	Fallback    bool         `json:"fallback"`
	Degraded    bool         `json:"degraded"`
	CacheHit    bool         `json:"cache_hit"`
	WASI        string       `json:"wasi,omitempty"`
	Warnings    []string     `json:"warnings,omitempty"`
}

type resultError struct {
	Kind    runner.Kind `json:"kind"`
	Message string      `json:"message"`
	Hint    string      `json:"hint,omitempty"`
}

type attempt struct {
	Path      string       `json:"path"`
	Duration  float64      `json:"duration_ms"`
	Error     *resultError `json:"error,omitempty"`
	Fuel      uint64       `json:"fuel,omitempty"`
	Abandoned bool         `json:"abandoned,omitempty"`
}

type phases struct {
	ParseManifest float64 `json:"parse_manifest"`
	InitEngine    float64 `json:"init_engine"`
	LoadComponent float64 `json:"load_component"`
	ConfigureWASI float64 `json:"configure_wasi"`
	Execute       float64 `json:"execute"`
	CleanUp       float64 `json:"clean_up"`
}

type streams struct {
	Stdout uint64 `json:"stdout"`
	Stderr uint64 `json:"stderr"`
}

// hosted is what the hosted WASI counted.
type hosted struct {
	Interfaces      []usedInterface `json:"interfaces"`
	Denials         uint64          `json:"denials"`
	Denied          []denied        `json:"denied,omitempty"`
	OpenDescriptors int             `json:"open_descriptors"`
	Blocked         float64         `json:"blocked_ms"`
}

// denied is a kind of refusal.
type denied struct {
	Path      string `json:"path"`
	Access    string `json:"access"`
	Error     string `json:"error"`
	Rule      string `json:"rule,omitempty"`
	AllowWith string `json:"allow_with,omitempty"`
	Count     uint64 `json:"count"`
}

type usedInterface struct {
	Name  string `json:"name"`
	Calls uint64 `json:"calls"`
	Bytes uint64 `json:"bytes"`
}

// reporter writes the result where the user wants it.
type reporter struct {
	ui       *ui
	format   string
	file     string
	warnings []string
}

func newReporter(c *cli.Command, ui *ui) (*reporter, error) {
	format, err := formatOf(c, "text")
	if err != nil {
		return nil, err
	}
	r := &reporter{ui: ui, format: format, file: c.String("result")}
	if r.file != "" && format == "text" {
		r.format = "json"
	}
	if r.onStderr() && !c.IsSet("log-level") {
		ui.log = zerolog.Nop() // the attempts are in the result
	}
	return r, nil
}

// wanted tells whether the result is asked for as data.
func (r *reporter) wanted() bool { return r.format != "text" }

// onStderr tells whether standard error is for data.
func (r *reporter) onStderr() bool { return r.wanted() && r.file == "" }

// warn keeps a warning for the result, and says it where that leaves the data
// alone.
func (r *reporter) warn(t message.Text) {
	r.warnings = append(r.warnings, t.In(r.ui.lang))
	if !r.onStderr() {
		r.ui.warn(t)
	}
}

// write writes the result and returns the error that decides the exit code.
func (r *reporter) write(path string, res runner.Result, err error) error {
	if !r.wanted() {
		return err
	}
	document, encodeErr := r.encode(path, res, err)
	if encodeErr != nil {
		return encodeErr
	}
	if r.onStderr() {
		_, writeErr := r.ui.err.Write(document)
		return reported(err, writeErr)
	}
	if writeErr := os.WriteFile(r.file, document, 0o644); writeErr != nil { //nolint:gosec // for others to read
		unsaved := &resultFileError{r.file, reason(writeErr)}
		if err == nil {
			return unsaved
		}
		r.ui.warn(message.SayingError(unsaved))
	}
	return err
}

func (r *reporter) encode(path string, res runner.Result, err error) ([]byte, error) {
	if res.Path == "" {
		res.Path = path
	}
	return data.Encode(r.result(res, err), data.Format(r.format))
}

func (r *reporter) result(res runner.Result, err error) result {
	out := result{
		Name: res.Name, Path: res.Path, Digest: res.Digest,
		Success: err == nil, ExitCode: exitCode(err), Error: r.describe(err),
		Attempts: []attempt{}, Phases: phasesOf(res.Phases),
		LoadTime: ms(res.Metrics.LoadTime), Execution: ms(res.Metrics.ExecutionTime),
		MemoryUsage: res.Metrics.MemoryUsage, ErrorCount: res.Metrics.ErrorCount,
		Bytes:    streams{res.Stdout, res.Stderr},
		Fallback: res.Fallback, Degraded: res.Degraded, CacheHit: res.CacheHit,
		WASI: string(res.Implementation), Warnings: r.warnings,
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
	return &resultError{Kind: runner.KindOf(err), Message: message.Of(err, r.ui.lang), Hint: message.HintOf(err).In(r.ui.lang)}
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

func phasesOf(p runner.Phases) phases {
	return phases{
		ms(p.ParseManifest), ms(p.InitEngine), ms(p.LoadComponent),
		ms(p.ConfigureWASI), ms(p.Execute), ms(p.CleanUp),
	}
}

// ms keeps microseconds.
func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// reportedError is an error that the result tells already.
type reportedError struct{ error }

func (e reportedError) Unwrap() error { return e.error }

// reported keeps the ui from saying an error that was written as data.
func reported(err, writeErr error) error {
	if err == nil {
		return writeErr
	}
	return reportedError{err}
}

// resultFileError is a result that could not be kept.
type resultFileError struct {
	path string
	err  error
}

// Error is in English.
func (e *resultFileError) Error() string { return e.Localize(message.English) }

// Unwrap returns the system's error.
func (e *resultFileError) Unwrap() error { return e.err }

// Localize says the error in a language.
func (e *resultFileError) Localize(lang message.Lang) string {
	return message.CmdResultNotSaved.With(e.path, e.err).In(lang)
}
