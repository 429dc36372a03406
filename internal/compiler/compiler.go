package compiler

import (
	"errors"
	"os"

	"github.com/qyvol/qyvol/engine"
)

// Process is the command line of a program that calls [Serve], built from the same
// version of this module.
type Process struct {
	Path string
	Args []string // its own name first
}

// Job is a guest to compile.
type Job struct {
	// Config and Fingerprint are those of the engine that is to run the code.
	Config      engine.Config
	Fingerprint string
	Guest       []byte
	Origins     *engine.Origins // of a guest that was rewritten, else nil
	// Memory is the most that the compiler may have resident, in bytes.
	Memory uint64
}

// Code is compiled code in a file that has no name.
type Code struct {
	Kind engine.Kind
	// Path names the file, until Close. Not every system has a name for an open file.
	Path string
	// Bytes is the file's content, until Close.
	Bytes []byte

	file *os.File
}

// The errors of a process, beside an [*engine.Error] about the guest and the cause of a
// context.
var (
	// ErrUnavailable says that no process can be had to compile in, now or later: the
	// system lets nobody start one, say, or the program is another one by now.
	ErrUnavailable = errors.New("no process to compile in")
	// ErrThreads says that the system refused it a process or a thread, even when it
	// asked for one only.
	ErrThreads = errors.New("no thread for the compiler")
	// ErrMemory says that it took more memory than it may, or than there is.
	ErrMemory = errors.New("out of memory")
)

// ExhaustedError says that the system has, for now, nothing left to start the process
// with: descriptors or memory.
type ExhaustedError struct{ Err error }

// Error is the system's reason.
func (e *ExhaustedError) Error() string { return e.Err.Error() }

// Unwrap returns the system's error.
func (e *ExhaustedError) Unwrap() error { return e.Err }

// CrashError says that the process ended before it answered: how, and the first line of
// what it wrote about it.
type CrashError struct{ Reason string }

// Error is the reason.
func (e *CrashError) Error() string { return e.Reason }
