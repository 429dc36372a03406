package main

import (
	"errors"
	"syscall"

	"github.com/qyvol/qyvol/deploy"
	"github.com/qyvol/qyvol/deploy/cluster"
	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// The exit codes of the command. A guest that exits has its own.
const (
	exitOK       = 0
	exitUsage    = 1
	exitManifest = 2
	exitRun      = 3 // not loaded, trapped, or stopped at a limit
	exitDeploy   = 4
	exitCluster  = 6

	// exitSignal is added to a signal's number, as shells do.
	exitSignal = 128
)

// exitCode maps an error to an exit code.
func exitCode(err error) int {
	var (
		usage     *usageError
		invalid   manifest.Errors
		one       *manifest.Error
		exit      *runner.ModuleExitError
		signalled *signalError
		directory *wasi.DirectoryError
		variable  *wasi.VariableError
		argument  *wasi.ArgumentError
		beyond    *wasi.ImplementationError
		target    *deploy.TargetError
		deployed  *sendingError
	)
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage), errors.As(err, &target), isClusterUsage(err):
		return exitUsage
	case errors.As(err, &invalid), errors.As(err, &one):
		return exitManifest
	case errors.As(err, &exit):
		return exit.Code
	case errors.As(err, &signalled):
		return exitSignal + int(signalled.number())
	case errors.As(err, &deployed):
		return exitDeploy
	case isCluster(err):
		return exitCluster
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
		return exitRun
	}
}

// isPipeClosed tells that nobody reads the guest's output, or the command's own. A
// server that hangs up is something else.
func isPipeClosed(err error) bool {
	var deployed *sendingError
	if errors.As(err, &deployed) {
		return false
	}
	return runner.KindOf(err) == runner.KindPipeClosed || errors.Is(err, syscall.EPIPE)
}

// exitOf tells a bad flag from a bad manifest.
func exitOf(o wasi.Origin) int {
	if o == wasi.FromFlag {
		return exitUsage
	}
	return exitManifest
}

// isCluster tells what clusters would do in another version.
func isCluster(err error) bool {
	var unavailable *cluster.UnavailableError
	return errors.As(err, &unavailable)
}

// isClusterUsage tells a command line that no version would take.
func isClusterUsage(err error) bool {
	var (
		required *cluster.NodeRequiredError
		invalid  *cluster.InvalidActionError
	)
	return errors.As(err, &required) || errors.As(err, &invalid)
}
