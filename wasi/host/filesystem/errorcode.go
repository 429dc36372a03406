package filesystem

import (
	"errors"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/io"
)

// ErrorCode is the enum error-code of wasi:filesystem/types@0.2.12.
type ErrorCode vfs.Errno

// Cases names the codes, in the order of vfs.Errno.
func (ErrorCode) Cases() []string {
	names := make([]string, 0, vfs.CrossDevice+1)
	for e := range vfs.CrossDevice + 1 {
		names = append(names, e.Error())
	}
	return names
}

// result makes the result of a function of value and err.
func result[T any](value T, err error) (engine.Result[T, ErrorCode], error) {
	var code vfs.Errno
	switch {
	case err == nil:
		return engine.Ok[T, ErrorCode](value), nil
	case errors.As(err, &code):
		return engine.Err[T](ErrorCode(code.Code())), nil
	default: // the guest has no word for it
		return engine.Result[T, ErrorCode]{}, err
	}
}

// done is a result without a value.
type done = engine.Result[engine.Unit, ErrorCode]

func finish(err error) (done, error) { return result(engine.Unit{}, err) }

// filesystemErrorCode is wasi:filesystem/types@0.2.12, filesystem-error-code: of
// the error of a stream over a file.
func filesystemErrorCode(_ host.Call, e engine.Borrow[*io.Error]) (engine.Option[ErrorCode], error) {
	var code vfs.Errno
	if errors.As(e.Value, &code) {
		return engine.Some(ErrorCode(code.Code())), nil
	}
	return engine.None[ErrorCode](), nil
}
