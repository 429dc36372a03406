package wasi

import (
	"strings"
	"unicode/utf8"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// Request is all that a Grant is decided from.
type Request struct {
	// Program is the guest's own name, its first argument.
	Program string
	// Manifest may be nil: then nothing but Allow is granted.
	Manifest *manifest.Manifest
	// BaseDir is what relative paths of the manifest are relative to.
	BaseDir string
	// Args follow those of the manifest.
	Args []string
	// Allow is what the user grants beyond the manifest.
	Allow Allow
	// Implementation is the one that the user asks for; empty is Hosted.
	Implementation Implementation
	// Limits replace those of the manifest where they are not zero.
	Limits Limits
	// Environ is the host's environment as os.Environ gives it, which is used
	// if it is nil.
	Environ []string
	// Guarded is what the guest is not to change, wherever it may write.
	Guarded Guarded
	// Preview decides what would be granted, for looking at it: variables that
	// aren't set are Missing in the Grant, and those of permissions.env and
	// directories that can't be mounted are warnings. Nothing can be run with such a Grant.
	Preview bool
}

// Allow is what a user grants by hand.
type Allow struct {
	Read  []string // directories: DIR, or DIR::NAME to choose the guest's name
	Write []string // likewise, to be written too
	Env   []string // names or prefixes (APP_*) of the host's variables
	Set   []string // NAME=VALUE
}

// Decide grants what the request asks for, and nothing else. The errors are
// manifest.Errors, for variables of the host that the manifest needs and that
// can't be put in, *ArgumentError, *VariableError, *DirectoryError, *LimitError,
// *ImplementationError and *UnknownImplementationError.
func Decide(r Request) (*Grant, error) {
	if r.Limits.Timeout < 0 {
		return nil, &LimitError{What: "timeout", Value: r.Limits.Timeout}
	}
	if r.Limits.Compile.Timeout < 0 {
		return nil, &LimitError{What: "compile.timeout", Value: r.Limits.Compile.Timeout}
	}
	g := &Grant{
		Stdin: true, Stdout: true, Stderr: true,
		Limits: limits(r),
	}
	if m := r.Manifest; m != nil {
		g.Features, g.Degrade = m.Features, m.Recovery.Degrade
	}
	expanded, err := r.expand()
	if err != nil {
		return nil, err
	}
	if g.Args, err = arguments(r, expanded.Args); err != nil {
		return nil, err
	}
	if g.Env, err = environment(r, expanded.Env); err != nil {
		return nil, err
	}
	g.noteUnset(r)
	if err = g.mounts(r); err != nil {
		return nil, err
	}
	g.guard(r.Guarded)
	if g.Implementation, err = implementation(g, r.Implementation); err != nil {
		return nil, err
	}
	if g.Implementation == Native {
		g.warnOfNative()
	}
	return g, nil
}

// warnOfNative says what the native implementation can't do of what was asked for.
func (g *Grant) warnOfNative() {
	if len(g.Mounts) > 0 && engine.NativeFilesLeak() {
		g.Warnings = append(g.Warnings, message.WASINativeMounts.With(engine.WasmtimeMajor()))
	}
	if len(g.Kept) > 0 {
		g.Warnings = append(g.Warnings, message.WASINativeKept.With(message.Name(g.Kept[0])))
		g.Kept = nil
	}
	if g.Limits.Timeout > 0 {
		g.Warnings = append(g.Warnings, message.WASINativeTimeout.With())
	}
}

func arguments(r Request, expanded []manifest.Expansion) ([]Argument, error) {
	args := []Argument{{Value: program(r.Program), Origin: FromManifest}}
	for _, arg := range expanded {
		args = append(args, Argument{arg.Value, originOf(arg), arg.Missing})
	}
	for _, arg := range r.Args {
		args = append(args, Argument{Value: arg, Origin: FromFlag})
	}
	for i, arg := range args {
		if err := checkText(arg.Value); err != nil {
			return nil, &ArgumentError{Index: i, Origin: arg.Origin, Err: err}
		}
	}
	return args, nil
}

// program makes a name that a guest can be given of any file's.
func program(name string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(name, "\x00", ""), "\uFFFD")
}

// checkText finds out what keeps a text from being passed to a guest.
func checkText(s string) error {
	switch {
	case strings.ContainsRune(s, 0):
		return errNUL
	case !utf8.ValidString(s):
		return errNotUTF8
	}
	return nil
}

// originOf tells a value that the manifest spells out from one that holds a
// variable of the host.
func originOf(e manifest.Expansion) Origin {
	if e.FromHost || e.Missing != "" {
		return FromHost
	}
	return FromManifest
}

func limits(r Request) Limits {
	var l Limits
	if r.Manifest != nil {
		res := r.Manifest.Resources
		l = Limits{
			Memory: uint64(res.Memory), Timeout: res.Timeout, Fuel: res.Fuel,
			Instances: uint64(res.Instances), //nolint:gosec // the manifest's is not negative
		}
		l.Compile = CompileLimits{Timeout: res.Compile.Timeout, Memory: uint64(res.Compile.Memory)}
	}
	if r.Limits.Compile.Timeout > 0 {
		l.Compile.Timeout = r.Limits.Compile.Timeout
	}
	if r.Limits.Compile.Memory > 0 {
		l.Compile.Memory = r.Limits.Compile.Memory
	}
	if r.Limits.Memory > 0 {
		l.Memory = r.Limits.Memory
	}
	if r.Limits.Timeout > 0 {
		l.Timeout = r.Limits.Timeout
	}
	if r.Limits.Fuel > 0 {
		l.Fuel = r.Limits.Fuel
	}
	if r.Limits.Instances > 0 {
		l.Instances = r.Limits.Instances
	}
	return l
}
