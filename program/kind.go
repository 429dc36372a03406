package program

import (
	"errors"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/wasi"
)

// Kind is the kind of an error that ended a session, or kept it from starting.
type Kind string

// The kinds.
const (
	KindNone        Kind = ""             // ended with code 0; of an error, that it is none of Qyvol's
	KindExit        Kind = "exit"         // ended with another code
	KindTrap        Kind = "trap"         // trapped
	KindTimeout     Kind = "timeout"      // stopped at its deadline
	KindMemoryLimit Kind = "memory-limit" // stopped at its memory limit
	KindFuel        Kind = "fuel"         // burnt all its fuel
	KindInstances   Kind = "instances"    // made of more instances than its limit
	KindInterrupted Kind = "interrupted"  // stopped from outside
	KindPipeClosed  Kind = "pipe-closed"  // nobody read its output
	KindLink        Kind = "link"         // an import is missing
	KindPermission  Kind = "permission"   // an import is not granted
	KindOutput      Kind = "output"       // its output could not be written
	KindStream      Kind = "stream"       // a stream of the caller's broke its contract
	KindLeftBehind  Kind = "left-behind"  // too many guests were left behind
	KindLoad        Kind = "load"         // not found, not valid, not a command
	KindGrant       Kind = "grant"        // what it was to be granted can't be had
	KindManifest    Kind = "manifest"     // the manifest is not valid
	KindCall        Kind = "call"         // a wrong call: no such export, arguments that don't fit, a closed session
)

// The kinds of guests that don't come out of the compiler.
const (
	KindCompileTime   Kind = "compile-timeout" // compiling took longer than its limit
	KindCompileMemory Kind = "compile-memory"  // compiling took more memory than its limit
)

// KindOf tells the kind of an error of Prepare, or of a Session. An error that has a
// method ErrorKind is of that kind. Errors of others, such as those that a function of
// Options.Link or of Session.Do returns, have none: KindNone.
func KindOf(err error) Kind {
	if err == nil {
		return KindNone
	}
	var (
		kinded    interface{ ErrorKind() Kind }
		invalid   manifest.Errors
		argument  *wasi.ArgumentError
		variable  *wasi.VariableError
		directory *wasi.DirectoryError
		beyond    *wasi.ImplementationError
		unknown   *wasi.UnknownImplementationError
		limit     *wasi.LimitError
		late      *loader.CompileTimeoutError
		large     *loader.CompileMemoryError
		busy      *loader.CompileBusyError
		feature   *engine.FeatureError
		library   *engine.LibraryError
	)
	switch {
	case errors.As(err, &kinded):
		return kinded.ErrorKind()
	case errors.As(err, &invalid):
		return KindManifest
	case errors.As(err, &argument), errors.As(err, &variable), errors.As(err, &directory), errors.As(err, &beyond),
		errors.As(err, &unknown), errors.As(err, &limit), errors.As(err, &feature), errors.As(err, &library):
		return KindGrant
	case errors.As(err, &late):
		return KindCompileTime
	case errors.As(err, &large):
		return KindCompileMemory
	case errors.As(err, &busy):
		return KindLeftBehind
	default:
		return kindOfEngine(err)
	}
}

// kindOfEngine tells the kind of what the engine returns, where no session has made
// sense of it, and of what the loader does.
func kindOfEngine(err error) Kind {
	var (
		export *engine.ExportError
		typ    *engine.TypeError
		raw    *engine.Error
		twice  *engine.DuplicateError
		ours   message.Speaker
	)
	switch {
	case errors.Is(err, ErrClosed), errors.Is(err, ErrInUse), errors.Is(err, engine.ErrClosed), errors.As(err, &export):
		return KindCall
	case errors.As(err, &raw) && raw.Op == "call", raw == nil && errors.As(err, &typ):
		return KindCall
	case raw != nil, errors.As(err, &twice), errors.Is(err, engine.ErrSealed), errors.Is(err, engine.ErrTypeSize), errors.As(err, &ours):
		return KindLoad
	default:
		return kindOfEnd(err)
	}
}

// kindOfEnd tells the kind of how a guest ended, as the engine has it.
func kindOfEnd(err error) Kind {
	var stopped *engine.InterruptError
	if errors.As(err, &stopped) {
		switch stopped.Reason {
		case engine.MemoryLimit:
			return KindMemoryLimit
		case engine.PipeClosed:
			return KindPipeClosed
		case engine.Interrupted:
		}
		return KindOf(Cancelled(stopped.Cause, ""))
	}
	end := ending(err, place{})
	var unknown *InstantiateError
	if end == nil || errors.As(end, &unknown) {
		return KindNone
	}
	return KindOf(end)
}

// Cause tells which of the manifest's causes for a retry a kind is.
func (k Kind) Cause() (manifest.Cause, bool) {
	switch k {
	case KindLoad, KindCompileTime, KindCompileMemory, KindLink, KindPermission:
		return manifest.OnLoad, true
	case KindTrap, KindMemoryLimit, KindFuel, KindInstances:
		return manifest.OnTrap, true
	case KindTimeout:
		return manifest.OnTimeout, true
	case KindExit:
		return manifest.OnExit, true
	case KindNone, KindInterrupted, KindPipeClosed, KindOutput, KindStream, KindLeftBehind, KindGrant, KindManifest, KindCall:
		return "", false
	}
	return "", false
}

// ending makes an error of how a guest ended by itself.
func ending(err error, where place) error {
	var (
		exit *engine.ExitError
		trap *engine.Trap
		link *engine.LinkError
		typ  *engine.ImportTypeError
		many *engine.CountLimitError
	)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &exit):
		if exit.Code == 0 {
			return nil
		}
		return &ModuleExitError{Path: where.path, Code: exit.Code}
	case errors.As(err, &link):
		return linkError(link, where)
	case errors.As(err, &typ):
		return &ImportTypeError{Path: where.path, Err: typ}
	case errors.As(err, &many):
		return countError(many, where)
	case errors.As(err, &trap):
		if trap.Code == engine.TrapOutOfFuel {
			return &FuelError{Path: where.path, Limit: where.limits.Fuel}
		}
		return &TrapError{Path: where.path, Trap: trap}
	default:
		return &InstantiateError{Path: where.path, Err: err}
	}
}

// endingOfCall is ending of a guest that has an instance: what else may be wrong is about
// the call.
func endingOfCall(err error, where place) error {
	end := ending(err, where)
	var other *InstantiateError
	if errors.As(end, &other) {
		return err
	}
	return end
}
