package io

import (
	"errors"
	goio "io"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// StreamError is the variant stream-error of wasi:io/streams@0.2.12.
type StreamError struct {
	engine.OneOf
	LastOperationFailed *engine.Own[*Error]
	Closed              *engine.Unit
}

// ErrClosed is what a Source or Sink returns when its stream has ended; io.EOF
// is the same.
var ErrClosed = errors.New("the stream is closed")

func isClosed(err error) bool { return errors.Is(err, ErrClosed) || errors.Is(err, goio.EOF) }

// streamError tells the guest an error of a Source or Sink, unless it ends the
// guest.
func streamError(c host.Call, err error) (StreamError, error) {
	var fatal *host.FatalError
	switch {
	case errors.As(err, &fatal):
		return StreamError{}, fatal.Err
	case isClosed(err):
		return StreamError{Closed: &engine.Unit{}}, nil
	default:
		own, err := host.Own(c, NewError(err))
		return StreamError{LastOperationFailed: &own}, err
	}
}

// outcome makes the result of a function of value and err.
func outcome[T any](c host.Call, value T, err error) (engine.Result[T, StreamError], error) {
	if err == nil {
		return engine.Ok[T, StreamError](value), nil
	}
	told, err := streamError(c, err)
	return engine.Err[T](told), err
}

// trap is an error of the guest's own that ends it.
func trap(message string) error { return &host.FatalError{Err: errors.New(message)} }
