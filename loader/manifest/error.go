package manifest

import (
	"slices"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

// Kind is the family of an [Error]. Each Kind is itself an error, so that
// errors.Is(err, manifest.ErrUnknownKey) finds it.
type Kind string //nolint:errname // what errors are compared with, not one that is returned

// The kinds of errors.
const (
	// ErrNotFound: there is no such file.
	ErrNotFound Kind = "manifest not found"
	// ErrDirectory: the path is a directory.
	ErrDirectory Kind = "manifest is a directory"
	// ErrUnreadable: the file is there and can't be read.
	ErrUnreadable Kind = "manifest not readable"
	// ErrTooLarge: more than [MaxSize] bytes, too many elements, or too deep.
	ErrTooLarge Kind = "manifest too large"
	// ErrEncoding: not UTF-8, or characters that YAML doesn't allow.
	ErrEncoding Kind = "manifest encoding"
	// ErrEmpty: nothing but blanks and comments.
	ErrEmpty Kind = "manifest empty"
	// ErrSyntax: not YAML, or YAML that a manifest can't have.
	ErrSyntax Kind = "manifest syntax"
	// ErrUnknownKey: a key that the format doesn't have.
	ErrUnknownKey Kind = "unknown key"
	// ErrDuplicateKey: a key written twice in one mapping.
	ErrDuplicateKey Kind = "duplicate key"
	// ErrMissingKey: a required key isn't there.
	ErrMissingKey Kind = "missing key"
	// ErrType: a list where a text is due, and the like.
	ErrType Kind = "wrong type"
	// ErrValue: a value that doesn't have the form that its key asks for.
	ErrValue Kind = "invalid value"
	// ErrRange: a number, size or duration of the right form and too small or
	// too large.
	ErrRange Kind = "out of range"
	// ErrVariable: a ${VARIABLE} that is malformed, unset, or where none can be.
	ErrVariable Kind = "variable"
	// ErrUnavailable: part of the format that this version can't enforce.
	ErrUnavailable Kind = "not available"
	// ErrIncoherent: values that are right alone and wrong together.
	ErrIncoherent Kind = "incoherent"
	// ErrFile: a file that the manifest names isn't there.
	ErrFile Kind = "file not found"
	// ErrMore stands for the errors beyond the first [MaxErrors].
	ErrMore Kind = "more errors"
)

// Error returns the kind's name, for logs.
func (k Kind) Error() string { return string(k) }

// MaxErrors is the number of errors that one reading reports.
const MaxErrors = 25

// Error is one thing that is wrong with a manifest.
type Error struct {
	Notice
	Kind Kind
	// Cause is the error behind this one, from the file system or the YAML
	// reader; it may be nil.
	Cause error
}

// Error renders the error in English, over several lines when it has a place.
func (e *Error) Error() string { return e.Words().String() }

// Unwrap returns the kind and, if there is one, the cause.
func (e *Error) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Cause}
}

// Errors is everything that is wrong with a manifest, in the order of its text.
// It is never empty when returned as an error.
type Errors []*Error

// Error renders all errors in English.
func (es Errors) Error() string { return es.Localize(message.English) }

// Words are all errors.
func (es Errors) Words() message.Text { return message.Saying(message.Func(es.Localize)) }

// Localize renders all errors, separated by empty lines. When there are
// several, each carries its own hint; a single one leaves it to Hint.
func (es Errors) Localize(lang message.Lang) string {
	if len(es) == 1 {
		return es[0].Localize(lang)
	}
	parts := make([]string, len(es))
	for i, e := range es {
		parts[i] = e.Localize(lang)
		if !e.HintText.IsZero() {
			parts[i] += "\n  " + message.ManifestHint.With(e.HintText).In(lang)
		}
	}
	return strings.Join(parts, "\n\n")
}

// Hint returns the hint of a single error; several errors carry theirs in
// their text.
func (es Errors) Hint() message.Text {
	if len(es) == 1 {
		return es[0].HintText
	}
	return message.Text{}
}

// Unwrap returns the errors one by one.
func (es Errors) Unwrap() []error {
	list := make([]error, len(es))
	for i, e := range es {
		list[i] = e
	}
	return list
}

func (es Errors) sorted() Errors {
	slices.SortStableFunc(es, func(a, b *Error) int {
		switch {
		case a.before(b.Position):
			return -1
		case b.before(a.Position):
			return 1
		}
		return 0
	})
	return es
}

// capped leaves the first MaxErrors errors and one that stands for the others.
func (es Errors) capped() Errors {
	if len(es) <= MaxErrors {
		return es
	}
	more := &Error{Kind: ErrMore, Notice: Notice{
		Path: es[0].Path,
		Text: message.ManifestMoreErrors.With(MaxErrors),
	}}
	return append(es[:MaxErrors:MaxErrors], more)
}
