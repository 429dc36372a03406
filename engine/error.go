package engine

import (
	"errors"
	"fmt"
	"strings"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// ErrClosed is returned where a closed object is used.
var ErrClosed = component.ErrClosed

// ErrInvalidUTF8 refuses a Go string that isn't valid in the Component Model.
var ErrInvalidUTF8 = component.ErrInvalidUTF8

// ErrInvalidChar refuses a rune that is no Unicode scalar value.
var ErrInvalidChar = component.ErrInvalidChar

// ErrTooLarge refuses a value of which a call would take gigabytes.
var ErrTooLarge = component.ErrTooLarge

// ErrTypeSize is returned for a type whose parts are too many to be described.
var ErrTypeSize = component.ErrTypeSize

// PanicError is a panic of a host function: the Cause of a Trap with TrapHost.
// It unwraps to the panic's value if that is an error.
type PanicError = component.PanicError

// Error is what wasmtime refuses to do: compile, link, convert a value.
type Error struct {
	Op      string // "compile", "parse", "link", "instantiate", "call"
	Message string // wasmtime's own words
	Cause   error  // where the cause is an error of Go
}

func (e *Error) Error() string { return e.Op + ": " + e.Message }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// ExitError is a guest's own exit, by wasi:cli/exit or proc_exit. Code 0 is a
// success all the same.
type ExitError struct {
	Code int
}

func (e *ExitError) Error() string { return fmt.Sprintf("the guest exited with code %d", e.Code) }

// CountLimitError is an instantiation that needs more than Limits let a store
// have of something.
type CountLimitError struct {
	What  string // "instance", "table", "memory"
	Count uint64 // how many there would be, of core modules
}

func (e *CountLimitError) Error() string {
	return fmt.Sprintf("resource limit exceeded: %s count too high at %d", e.What, e.Count)
}

// countLimit reads a CountLimitError out of wasmtime's message.
func countLimit(message string) *CountLimitError {
	e := &CountLimitError{}
	_, err := fmt.Sscanf(rootCause(message), "resource limit exceeded: %s count too high at %d", &e.What, &e.Count)
	if err != nil {
		return nil
	}
	return e
}

// Reason tells why a store was stopped from outside of the guest.
type Reason uint8

// The reasons.
const (
	// Interrupted: Store.Interrupt was called.
	Interrupted Reason = iota + 1
	// MemoryLimit: linear memories would have outgrown Limits.TotalMemory.
	MemoryLimit
	// PipeClosed: nobody reads the guest's standard output any more.
	PipeClosed
)

// InterruptError ends a guest that was stopped from outside. It unwraps to the
// cause that Store.Interrupt was given, such as context.DeadlineExceeded, or to
// the error of the Writer that takes no more output.
type InterruptError struct {
	Reason Reason
	Cause  error
	Frames []Frame
}

func (e *InterruptError) Error() string {
	switch e.Reason {
	case MemoryLimit:
		return "the guest reached its memory limit"
	case PipeClosed:
		return "the guest's standard output is closed"
	case Interrupted:
	}
	if e.Cause != nil {
		return "the guest was interrupted: " + e.Cause.Error()
	}
	return "the guest was interrupted"
}

// Unwrap returns the cause given to Store.Interrupt.
func (e *InterruptError) Unwrap() error { return e.Cause }

// compileError is for errors that come before a guest runs.
func compileError(err error) error {
	var raw *component.Error
	if !errors.As(err, &raw) {
		return err
	}
	return &Error{Op: "compile", Message: raw.Message}
}

// runError makes sense of what ended a call or an instantiation.
func (s *Store) runError(op string, err error) error {
	if s.raw == nil {
		return err
	}
	var raw *component.Error
	hostErr := s.raw.TakeHostError()
	s.lane, s.reallocs = nil, false
	switch {
	case errors.As(err, &raw):
	case errors.Is(err, component.ErrMemory):
		return &InterruptError{Reason: MemoryLimit}
	case errors.Is(err, component.ErrTaken):
		return &Error{Op: op, Message: err.Error(), Cause: err}
	default:
		return err
	}
	if gaveUp(raw, hostErr) {
		s.raw.Failed()
	}
	frames := s.framesOf(raw)
	reason := Reason(s.raw.Stats().Stopped) //nolint:gosec // one of the reasons
	if reason == 0 || reason == Interrupted {
		if exit := exitOf(raw, hostErr); exit != nil {
			return exit
		}
	}
	if reason == Interrupted && len(frames) == 0 && !strings.Contains(rootCause(raw.Message), "interrupt") {
		reason = 0 // it failed before the guest could be stopped
	}
	if reason != 0 {
		return &InterruptError{Reason: reason, Cause: s.shared.why(), Frames: frames}
	}
	var abi *abiError
	if errors.As(hostErr, &abi) {
		return &Trap{Code: abi.code, Message: abi.text, Frames: frames}
	}
	if hostErr != nil {
		return &Trap{Code: TrapHost, Message: hostMessage(hostErr), Frames: frames, Cause: hostErr}
	}
	if code, message, ok := trapOf(raw); ok {
		return &Trap{Code: code, Message: message, Frames: frames}
	}
	if wrong := wrongImport(raw.Message); wrong != nil {
		return wrong
	}
	if missing := missingImport(raw.Message); missing != nil {
		return missing
	}
	if limit := countLimit(raw.Message); limit != nil { // after those that hold names of the guest
		return limit
	}
	return &Error{Op: op, Message: raw.Message}
}

// gaveUp tells whether a guest may have failed because it was refused memory: it aborted,
// or there was no room for a value. Another trap has a reason of its own.
func gaveUp(raw *component.Error, hostErr error) bool {
	if raw.Exit != nil || hostErr != nil {
		return false
	}
	code, _, isTrap := trapOf(raw)
	return !isTrap || code == TrapUnreachable || code == TrapUnknown || code == TrapException
}

// exitOf reports whether the guest ended itself, by wasmtime's WASI or by a host
// function that returned an *ExitError.
func exitOf(raw *component.Error, hostErr error) *ExitError {
	if raw.Exit != nil {
		return &ExitError{Code: *raw.Exit}
	}
	var exit *ExitError
	if errors.As(hostErr, &exit) {
		return exit
	}
	return nil
}

// hostMessage is what a host function's error says; a trap that it passed on is
// announced once only.
func hostMessage(err error) string {
	if trap, ok := err.(*Trap); ok { //nolint:errorlint // another one has its own words around it
		return trap.Message
	}
	return component.Message(err)
}
