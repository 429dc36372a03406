package loader

import (
	"context"
	"time"

	"github.com/docker/go-units"

	"github.com/qyvol/qyvol/internal/message"
)

// CompileTimeoutError says that compiling a guest took longer than it may. It
// matches [ErrModuleLoad] and context.DeadlineExceeded.
type CompileTimeoutError struct {
	Path  string
	Limit time.Duration
}

// Words are what the error says.
func (e *CompileTimeoutError) Words() message.Text {
	return message.LoaderCompileTimeout.With(e.Path, e.Limit)
}

// Error is in English.
func (e *CompileTimeoutError) Error() string { return e.Words().String() }

// Unwrap returns what the error matches.
func (e *CompileTimeoutError) Unwrap() []error {
	return []error{ErrModuleLoad, context.DeadlineExceeded}
}

// Hint says how to raise the limit.
func (e *CompileTimeoutError) Hint() message.Text { return message.LoaderCompileTimeoutHint.With() }

// CompileMemoryError says that compiling a guest took more memory than it may. It
// matches [ErrModuleLoad].
type CompileMemoryError struct {
	Path  string
	Limit uint64 // bytes
}

// Words are what the error says.
func (e *CompileMemoryError) Words() message.Text {
	return message.LoaderCompileMemory.With(e.Path, units.BytesSize(float64(e.Limit)))
}

// Error is in English.
func (e *CompileMemoryError) Error() string { return e.Words().String() }

// Unwrap returns what the error matches.
func (e *CompileMemoryError) Unwrap() error { return ErrModuleLoad }

// Hint says how to raise the limit.
func (e *CompileMemoryError) Hint() message.Text { return message.LoaderCompileMemoryHint.With() }

// CompilerCrashError says that the process of the compiler ended before it had
// anything to say. It matches [ErrModuleLoad].
type CompilerCrashError struct {
	Path   string
	Reason string // how it ended, and its first words about it
}

// Words are what the error says.
func (e *CompilerCrashError) Words() message.Text {
	return message.LoaderCompilerCrash.With(e.Path, e.Reason)
}

// Error is in English.
func (e *CompilerCrashError) Error() string { return e.Words().String() }

// Unwrap returns what the error matches.
func (e *CompilerCrashError) Unwrap() error { return ErrModuleLoad }

// Hint says what the user can do.
func (e *CompilerCrashError) Hint() message.Text { return message.LoaderCompilerCrashHint.With() }

// CompilerThreadsError says that the system refused the compiler a process or a
// thread, even when it asked for one only. It matches [ErrModuleLoad].
type CompilerThreadsError struct{ Path string }

// Words are what the error says.
func (e *CompilerThreadsError) Words() message.Text {
	return message.LoaderCompilerThreads.With(e.Path)
}

// Error is in English.
func (e *CompilerThreadsError) Error() string { return e.Words().String() }

// Unwrap returns what the error matches.
func (e *CompilerThreadsError) Unwrap() error { return ErrModuleLoad }

// Hint says which limits there are.
func (e *CompilerThreadsError) Hint() message.Text { return message.LoaderCompilerThreadsHint.With() }

// CompilerProcessError says that the system has, for now, nothing left to start the
// compiler's process with: descriptors or memory. It matches [ErrModuleLoad].
type CompilerProcessError struct {
	Path string
	Err  error // of the system
}

// Words are what the error says.
func (e *CompilerProcessError) Words() message.Text {
	return message.LoaderCompilerProcess.With(e.Path, e.Err)
}

// Error is in English.
func (e *CompilerProcessError) Error() string { return e.Words().String() }

// Unwrap returns what the error matches.
func (e *CompilerProcessError) Unwrap() []error { return []error{ErrModuleLoad, e.Err} }

// Hint says what the user can do.
func (e *CompilerProcessError) Hint() message.Text { return message.LoaderCompilerProcessHint.With() }

// CompileBusyError says that this process compiles nothing more for now: as many
// compilations as it may have go on after their loads gave up.
type CompileBusyError struct {
	Path  string
	Count int
}

// Words are what the error says.
func (e *CompileBusyError) Words() message.Text {
	return message.LoaderCompileBusy.With(e.Path, e.Count)
}

// Error is in English.
func (e *CompileBusyError) Error() string { return e.Words().String() }

// Hint says what the user can do.
func (e *CompileBusyError) Hint() message.Text { return message.LoaderCompileBusyHint.With() }
