package message_test

import (
	"errors"
	"io/fs"
	"syscall"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
)

// The system's errors are said in Spanish where they stand by themselves, and
// in its own words in English.
func TestSystemErrors(t *testing.T) {
	cases := map[error]string{
		syscall.EACCES:   "permiso denegado",
		fs.ErrPermission: "permiso denegado",
		syscall.ENOSPC:   "no queda espacio en el dispositivo",
		syscall.ENOENT:   "no existe el archivo o el directorio",
		syscall.EDOM:     syscall.EDOM.Error(),
		&fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES}: "open x: " + syscall.EACCES.Error(),
	}
	for err, want := range cases {
		if got := message.Of(err, message.Spanish); got != want {
			t.Errorf("%v: got %q, want %q", err, got, want)
		}
		if got := message.Of(err, message.English); got != err.Error() {
			t.Errorf("%v: got %q in English", err, got)
		}
	}
	if got := message.SayingError(syscall.EROFS).In(message.Spanish); got != message.SystemReadOnly.ES {
		t.Errorf("as an argument: %q", got)
	}
	if got := message.Of(errors.New("other"), message.Spanish); got != "other" {
		t.Errorf("got %q", got)
	}
}
