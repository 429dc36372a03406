package wasi

import (
	"errors"
	"io/fs"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// flaw is what is wrong with an argument, a variable or a directory.
type flaw struct{ template *message.Template }

func (f *flaw) Error() string { return f.template.EN }

// Words are what the error says.
func (f *flaw) Words() message.Text { return f.template.With() }

var (
	errNUL          = &flaw{&message.WASIHasNUL}
	errNotUTF8      = &flaw{&message.WASINotUTF8}
	errNoPair       = &flaw{&message.WASINoPair}
	errNoPattern    = &flaw{&message.WASINoPattern}
	errNotDirectory = &flaw{&message.WASINotDirectory}
	errNoName       = &flaw{&message.WASINoName}
	errReplaced     = &flaw{&message.WASIReplacedNow}
)

// ArgumentError is an argument that a guest can't be given.
type ArgumentError struct {
	Index int // 1 is the first after the guest's own name
	// Origin tells where it comes from.
	Origin Origin
	Err    error
}

// Words are what the error says.
func (e *ArgumentError) Words() message.Text { return message.WASIArgument.With(e.Index, e.Err) }

// Error is in English.
func (e *ArgumentError) Error() string { return e.Words().String() }

// Unwrap returns the cause.
func (e *ArgumentError) Unwrap() error { return e.Err }

// VariableError is a variable that a guest can't be given.
type VariableError struct {
	Name string
	// Origin tells who let it pass: FromManifest or FromFlag.
	Origin Origin
	Err    error
}

// Words are what the error says.
func (e *VariableError) Words() message.Text {
	switch {
	case errors.Is(e.Err, errNoPair):
		return message.WASIBadPair.With(e.Name, e.Err)
	case errors.Is(e.Err, errNoPattern):
		return message.WASIBadPattern.With(e.Name, e.Err)
	default:
		return message.WASIVariable.With(e.Name, e.Err)
	}
}

// Error is in English.
func (e *VariableError) Error() string { return e.Words().String() }

// Unwrap returns the cause.
func (e *VariableError) Unwrap() error { return e.Err }

// DirectoryError is a mount whose directory can't be opened.
type DirectoryError struct {
	Mount Mount
	Err   error
	// Place is where a manifest names the directory, nil where none does.
	Place *manifest.Notice

	hint message.Text
}

// Where is Place.
func (e *DirectoryError) Where() *manifest.Notice { return e.Place }

// Words are what the error says.
func (e *DirectoryError) Words() message.Text {
	if e.Place != nil {
		return message.Saying(e.Place)
	}
	return e.what()
}

func (e *DirectoryError) what() message.Text {
	if errors.Is(e.Err, fs.ErrNotExist) {
		return message.WASINoDirectory.With(e.Mount.Host, e.Mount.Guest)
	}
	return message.WASIDirectory.With(e.Mount.Host, e.Mount.Guest, message.Reason(e.Err))
}

// Error is in English.
func (e *DirectoryError) Error() string { return e.Words().String() }

// Unwrap returns the system's error.
func (e *DirectoryError) Unwrap() error { return e.Err }

// Hint says what the user can do.
func (e *DirectoryError) Hint() message.Text {
	var link *LinkError
	switch {
	case !e.hint.IsZero():
		return e.hint
	case errors.As(e.Err, &link):
		return message.WASIGuestLinkHint.With()
	case errors.Is(e.Err, fs.ErrPermission):
		return message.WASIDirectoryAccessHint.With()
	case e.Mount.Origin == FromFlag:
		return message.WASIDirectoryFlagHint.With()
	}
	return message.WASIDirectoryHint.With()
}

// ImplementationError is a mount that an implementation of WASI can't hold a guest
// to.
type ImplementationError struct {
	Implementation Implementation
	Mount          Mount
	Key            string // of the manifest: "permissions.fs[0].quota"
}

// Words are what the error says.
func (e *ImplementationError) Words() message.Text {
	return message.WASIBeyondNative.With(e.Key, string(e.Implementation))
}

// Error is in English.
func (e *ImplementationError) Error() string { return e.Words().String() }

// Hint says what the user can do.
func (e *ImplementationError) Hint() message.Text { return message.WASIBeyondNativeHint.With() }

// UnknownImplementationError is an implementation that doesn't exist.
type UnknownImplementationError struct{ Implementation Implementation }

// Words are what the error says.
func (e *UnknownImplementationError) Words() message.Text {
	return message.WASIUnknown.With(string(e.Implementation))
}

// Error is in English.
func (e *UnknownImplementationError) Error() string { return e.Words().String() }

// Hint says what the user can do.
func (e *UnknownImplementationError) Hint() message.Text { return message.WASIUnknownHint.With() }

// LimitError is a limit that no guest can be held to.
type LimitError struct {
	What  string // "timeout"
	Value any    // the limit: negative
}

// Words are what the error says.
func (e *LimitError) Words() message.Text { return message.WASINegativeLimit.With(e.What, e.Value) }

// Error is in English.
func (e *LimitError) Error() string { return e.Words().String() }
