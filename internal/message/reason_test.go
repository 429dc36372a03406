package message

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"testing"
)

// What a message has said already isn't in the reason.
func TestReason(t *testing.T) {
	plain := errors.New("plain")
	for _, c := range []struct{ err, want error }{
		{&fs.PathError{Op: "open", Path: "/x", Err: syscall.EACCES}, syscall.EACCES},
		{&os.LinkError{Op: "rename", Old: "/x", New: "/y", Err: syscall.EXDEV}, syscall.EXDEV},
		{fmt.Errorf("also: %w", &fs.PathError{Op: "open", Path: "/x", Err: syscall.EIO}), syscall.EIO},
		{plain, plain},
	} {
		if got := Reason(c.err); got != c.want { //nolint:errorlint // the very one
			t.Errorf("the reason of %v is %v", c.err, got)
		}
	}
}
