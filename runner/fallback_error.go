package runner

import (
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/program"
)

// FallbackError is a failed run whose fallback component can't be run either.
type FallbackError struct {
	Why error // that the fallback was for
	Err error
}

// ErrorKind is for KindOf.
func (e *FallbackError) ErrorKind() program.Kind { return program.KindOf(e.Why) }

// Words are what the error says.
func (e *FallbackError) Words() message.Text { return message.RunnerNoFallback.With(e.Why, e.Err) }

// Unwrap returns both errors.
func (e *FallbackError) Unwrap() []error { return []error{e.Why, e.Err} }

// Error is in English.
func (e *FallbackError) Error() string { return e.Words().String() }

// Hint is about the fallback.
func (e *FallbackError) Hint() message.Text { return message.HintOf(e.Err) }
