package program

import (
	"context"
	"errors"
	"time"

	"github.com/docker/go-units"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/wasi"
)

// place is what an error is about: the unit, and its limits.
type place struct {
	path   string
	limits wasi.Limits
}

// ModuleExitError is a guest that ended with an exit code other than 0.
type ModuleExitError struct {
	Path string
	Code int
}

// ErrorKind is for KindOf.
func (e *ModuleExitError) ErrorKind() Kind { return KindExit }

// Words are what the error says.
func (e *ModuleExitError) Words() message.Text { return message.RunnerExit.With(e.Code) }

// Error is in English.
func (e *ModuleExitError) Error() string { return e.Words().String() }

// TrapError is a guest that trapped.
type TrapError struct {
	Path string
	Trap *engine.Trap
}

// ErrorKind is for KindOf.
func (e *TrapError) ErrorKind() Kind { return KindTrap }

// Unwrap returns the trap.
func (e *TrapError) Unwrap() error { return e.Trap }

// Error is in English.
func (e *TrapError) Error() string { return e.Words().String() }

// Words are what the error says, with the guest's stack.
func (e *TrapError) Words() message.Text {
	var reason any = message.Said(e.Trap.Message)
	if known := trapReason(e.Trap.Code); known != nil {
		reason = known.With()
	}
	return message.Saying(message.Func(func(lang message.Lang) string {
		return message.RunnerTrap.With(e.Path, reason).In(lang) + backtrace(e.Trap.Frames)
	}))
}

// TimeoutError is an attempt that was stopped at its deadline. It is a
// context.DeadlineExceeded.
type TimeoutError struct {
	Path  string
	Limit time.Duration // 0 if the deadline was the caller's
}

// ErrorKind is for KindOf.
func (e *TimeoutError) ErrorKind() Kind { return KindTimeout }

// Words are what the error says.
func (e *TimeoutError) Words() message.Text {
	if e.Limit == 0 {
		return message.RunnerDeadline.With(e.Path)
	}
	return message.RunnerTimeout.With(e.Path, e.Limit)
}

// Unwrap returns context.DeadlineExceeded.
func (e *TimeoutError) Unwrap() error { return context.DeadlineExceeded }

// Error is in English.
func (e *TimeoutError) Error() string { return e.Words().String() }

// Hint says what the user can do.
func (e *TimeoutError) Hint() message.Text { return message.RunnerTimeoutHint.With() }

// MemoryLimitError is a guest that was stopped as it asked for more memory than
// it was granted, or made the host take more.
type MemoryLimitError struct {
	Path  string
	Limit uint64 // bytes
	Host  uint64 // bytes by which the process grew, where that is why; else 0
}

// ErrorKind is for KindOf.
func (e *MemoryLimitError) ErrorKind() Kind { return KindMemoryLimit }

// Words are what the error says.
func (e *MemoryLimitError) Words() message.Text {
	if e.Host > 0 {
		return message.RunnerHostMemory.With(e.Path, units.BytesSize(float64(e.Limit)))
	}
	return message.RunnerMemory.With(e.Path, units.BytesSize(float64(e.Limit)))
}

// Error is in English.
func (e *MemoryLimitError) Error() string { return e.Words().String() }

// Hint says what the user can do.
func (e *MemoryLimitError) Hint() message.Text { return message.RunnerMemoryHint.With() }

// FuelError is a guest that used up its fuel.
type FuelError struct {
	Path  string
	Limit uint64
}

// ErrorKind is for KindOf.
func (e *FuelError) ErrorKind() Kind { return KindFuel }

// Words are what the error says.
func (e *FuelError) Words() message.Text { return message.RunnerFuel.With(e.Path, e.Limit) }

// Error is in English.
func (e *FuelError) Error() string { return e.Words().String() }

// Hint says what the user can do.
func (e *FuelError) Hint() message.Text { return message.RunnerFuelHint.With() }

// InterruptedError is a run that its caller cancelled. It unwraps to the cause
// of the cancellation.
type InterruptedError struct {
	Path string
	Err  error
}

// ErrorKind is for KindOf.
func (e *InterruptedError) ErrorKind() Kind { return KindInterrupted }

// Words are what the error says.
func (e *InterruptedError) Words() message.Text { return message.RunnerInterrupted.With(e.Path) }

// Unwrap returns the cause.
func (e *InterruptedError) Unwrap() error { return e.Err }

// Error is in English.
func (e *InterruptedError) Error() string { return e.Words().String() }

// PipeClosedError is a guest that was stopped because nobody reads its standard
// output any more.
type PipeClosedError struct{ Path string }

// ErrorKind is for KindOf.
func (e *PipeClosedError) ErrorKind() Kind { return KindPipeClosed }

// Words are what the error says.
func (e *PipeClosedError) Words() message.Text { return message.RunnerPipeClosed.With(e.Path) }

// Error is in English.
func (e *PipeClosedError) Error() string { return e.Words().String() }

// OutputError is a guest that was stopped because its standard output could not
// be written: the disk is full, say.
type OutputError struct {
	Path string
	Err  error
}

// ErrorKind is for KindOf.
func (e *OutputError) ErrorKind() Kind { return KindOutput }

// Words are what the error says.
func (e *OutputError) Words() message.Text { return message.RunnerOutput.With(e.Path, e.Err) }

// Unwrap returns the writer's error.
func (e *OutputError) Unwrap() error { return e.Err }

// Error is in English.
func (e *OutputError) Error() string { return e.Words().String() }

// StreamError is a guest that was stopped because a Reader or a Writer that the run
// was given panicked or counted wrong.
type StreamError struct {
	Path string
	Err  *engine.StreamError
}

// ErrorKind is for KindOf.
func (e *StreamError) ErrorKind() Kind { return KindStream }

// Words are what the error says.
func (e *StreamError) Words() message.Text { return message.RunnerStream.With(e.Path, e.Err) }

// Unwrap returns the engine's error.
func (e *StreamError) Unwrap() error { return e.Err }

// Error is in English.
func (e *StreamError) Error() string { return e.Words().String() }

// Cancelled is how a session that is interrupted for a cause ends: it distinguishes a
// deadline from other causes.
func Cancelled(cause error, path string) error {
	var own *deadline
	var large *grown
	switch {
	case errors.As(cause, &large):
		return &MemoryLimitError{Path: path, Limit: large.limit, Host: large.by}
	case errors.As(cause, &own):
		return &TimeoutError{Path: path, Limit: own.limit}
	case errors.Is(cause, context.DeadlineExceeded):
		return &TimeoutError{Path: path}
	default:
		return &InterruptedError{Path: path, Err: cause}
	}
}

// deadline is the cause with which an attempt's own timeout cancels it.
type deadline struct{ limit time.Duration }

func (*deadline) Error() string { return context.DeadlineExceeded.Error() }
func (*deadline) Unwrap() error { return context.DeadlineExceeded }
