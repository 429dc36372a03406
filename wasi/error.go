package wasi

import (
	"errors"
	"io/fs"

	"github.com/qyvol/qyvol/message"
)

// What can be wrong with a variable or a directory.
var (
	errNoPair       = errors.New("not NAME=VALUE")
	errNUL          = errors.New("it holds a NUL byte")
	errNotUTF8      = errors.New("it is not valid UTF-8")
	errNotDirectory = errors.New("not a directory")
)

// DirectoryError is a mount whose directory can't be had.
type DirectoryError struct {
	Mount Mount
	Err   error
}

func (e *DirectoryError) text() message.Text {
	switch {
	case errors.Is(e.Err, fs.ErrNotExist):
		return message.WASINoDirectory.With(e.Mount.Host, e.Mount.Guest)
	case errors.Is(e.Err, errNotDirectory):
		return message.WASINotDirectory.With(e.Mount.Host, e.Mount.Guest)
	default:
		return message.WASIBadDirectory.With(e.Mount.Host, e.Mount.Guest, reason(e.Err))
	}
}

// Error is in English.
func (e *DirectoryError) Error() string { return e.text().String() }

// Unwrap returns the system's error.
func (e *DirectoryError) Unwrap() error { return e.Err }

// Localize says the error in a language.
func (e *DirectoryError) Localize(lang message.Lang) string { return e.text().In(lang) }

// Hint tells what the user can do.
func (e *DirectoryError) Hint() message.Text {
	if e.Mount.Origin == FromFlag {
		return message.WASIDirectoryFlagHint.With()
	}
	return message.WASIDirectoryHint.With()
}

// VariableError is a variable that a guest can't be given.
type VariableError struct {
	Name string
	Err  error
}

func (e *VariableError) text() message.Text {
	switch {
	case errors.Is(e.Err, errNoPair):
		return message.WASINoPair.With(e.Name)
	case errors.Is(e.Err, errNUL):
		return message.WASIVariableNUL.With(e.Name)
	default:
		return message.WASIVariableUTF8.With(e.Name)
	}
}

// Error is in English.
func (e *VariableError) Error() string { return e.text().String() }

// Unwrap returns the cause.
func (e *VariableError) Unwrap() error { return e.Err }

// Localize says the error in a language.
func (e *VariableError) Localize(lang message.Lang) string { return e.text().In(lang) }

// reason is a system's error without the operation and the path, which the
// message names already.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
