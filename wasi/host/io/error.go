package io

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// Error is the resource error of wasi:io/error@0.2.12.
type Error struct{ err error }

// NewError makes the resource of an error. A guest gets its text to read.
func NewError(err error) *Error { return &Error{err} }

func (e *Error) Error() string { return e.err.Error() }

// Unwrap returns the error that the resource was made of, for functions such as
// wasi:filesystem's filesystem-error-code.
func (e *Error) Unwrap() error { return e.err }

// defineError defines the resource type in an interface that has or uses it.
func defineError(l *engine.LinkerInstance) error {
	return engine.DefineResource[*Error](l, "error", nil)
}

func errorFuncs() []host.Func {
	return []host.Func{{Name: "[method]error.to-debug-string", Func: host.F1(host.Error, toDebugString)}}
}

// toDebugString is wasi:io/error@0.2.12, error.to-debug-string.
func toDebugString(_ host.Call, e engine.Borrow[*Error]) (string, error) {
	return e.Value.Error(), nil
}
