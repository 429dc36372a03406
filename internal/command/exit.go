package command

import (
	"errors"
	"io/fs"
	"syscall"

	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// The exit codes of all commands but run.
const (
	exitOK       = 0
	exitUsage    = 1
	exitManifest = 2
	exitFailed   = 3 // not found, not valid, or it would not start
	exitDeploy   = 4
	exitCluster  = 6

	// exitSignal is added to a signal's number, as shells do.
	exitSignal = 128
)

// The exit codes of run beside the guest's own, as timeout (124) and docker run (125
// to 127) have them: docs/RATIONALE.md says why.
const (
	exitLimit    = 124 // stopped at a limit
	exitQyvol    = 125 // no fault of the guest's: usage, manifest, grant, output
	exitCannot   = 126 // found, and can't be run
	exitNotFound = 127
	exitTrap     = exitSignal + 6 // as of SIGABRT, whose number is the same on all systems
)

// runError ends with the exit codes of run.
type runError struct{ error }

func (e *runError) Unwrap() error { return e.error }

func atRun(err error) error {
	if err == nil {
		return nil
	}
	return &runError{err}
}

// exitCode maps an error to an exit code.
func exitCode(err error) int {
	var (
		running   *runError
		signalled *signalError
	)
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &signalled):
		return exitSignal + int(signalled.number())
	case errors.As(err, &running):
		return exitCodeOfRun(running.error)
	default:
		return exitCodeOfOthers(err)
	}
}

// exitCodeOfRun tells a guest's own code, which is passed on, from what else may
// end a run.
func exitCodeOfRun(err error) int {
	var (
		exit     *program.ModuleExitError
		fallback *runner.FallbackError
		own      ownError
	)
	switch {
	case isPipeClosed(err):
		return exitSignal + int(syscall.SIGPIPE)
	case errors.As(err, &own):
		return exitQyvol
	case errors.As(err, &exit):
		return exit.Code
	case errors.As(err, &fallback):
		return exitCodeOfRun(fallback.Why)
	case errors.Is(err, manifest.ErrNotFound):
		return exitNotFound
	default:
		return exitCodeOfKind(runKind(err), errors.Is(err, fs.ErrNotExist))
	}
}

// runKind is the kind of an error of a run; what has none kept it from starting.
func runKind(err error) program.Kind {
	if kind := program.KindOf(err); kind != program.KindNone || err == nil {
		return kind
	}
	return program.KindLoad
}

// ownError is an error of the command's own, rather than of a component or of what
// runs it.
type ownError interface {
	error
	own()
}

func (*usageError) own()      {}
func (*resultFileError) own() {}
func (*outputError) own()     {}

func exitCodeOfKind(kind program.Kind, missing bool) int {
	switch kind {
	case program.KindTimeout, program.KindMemoryLimit, program.KindFuel, program.KindInstances,
		program.KindCompileTime, program.KindCompileMemory:
		return exitLimit
	case program.KindTrap:
		return exitTrap
	case program.KindLink, program.KindPermission:
		return exitCannot
	case program.KindLoad:
		if missing {
			return exitNotFound
		}
		return exitCannot
	default:
		return exitQyvol
	}
}

func exitCodeOfOthers(err error) int {
	var (
		usage     *usageError
		invalid   manifest.Errors
		one       *manifest.Error
		directory *wasi.DirectoryError
		variable  *wasi.VariableError
		argument  *wasi.ArgumentError
		beyond    *wasi.ImplementationError
		ended     *EndError
		missing   *nodeMissingError
	)
	switch {
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &ended):
		return ended.Code
	case errors.As(err, &missing):
		return exitFailed
	case errors.As(err, &invalid), errors.As(err, &one):
		return exitManifest
	case isPipeClosed(err):
		return exitSignal + int(syscall.SIGPIPE)
	case errors.As(err, &directory):
		return exitOf(directory.Mount.Origin)
	case errors.As(err, &variable):
		return exitOf(variable.Origin)
	case errors.As(err, &argument):
		return exitOf(argument.Origin)
	case errors.As(err, &beyond):
		return exitOf(beyond.Mount.Origin)
	default:
		return exitFailed
	}
}

// isPipeClosed tells that nobody reads the guest's output, or the command's own. A
// server that hangs up is something else, and so is a result that nobody takes.
func isPipeClosed(err error) bool {
	var (
		ended   *EndError
		unsaved *resultFileError
	)
	if errors.As(err, &ended) || errors.As(err, &unsaved) {
		return false
	}
	return program.KindOf(err) == program.KindPipeClosed || errors.Is(err, syscall.EPIPE)
}

// exitOf tells a bad flag from a bad manifest.
func exitOf(o wasi.Origin) int {
	if o == wasi.FromFlag {
		return exitUsage
	}
	return exitManifest
}

// kindOf is the kind of an error, for programs.
func kindOf(err error) string {
	var (
		usage     *usageError
		ended     *EndError
		unsaved   *resultFileError
		signalled *signalError
	)
	switch {
	case errors.As(err, &signalled):
		return string(program.KindInterrupted)
	case errors.As(err, &usage):
		return KindUsage
	case errors.As(err, &ended):
		return ended.Kind
	case errors.As(err, &unsaved):
		return string(program.KindOutput)
	default:
		return string(runKind(err))
	}
}
