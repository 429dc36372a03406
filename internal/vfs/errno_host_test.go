package vfs_test

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
)

// An error for guests is one of the system's to the host.
func TestHostError(t *testing.T) {
	plain := errors.New("plain")
	for err, want := range map[error]error{
		nil:                                    nil,
		plain:                                  plain,
		vfs.NoEntry:                            fs.ErrNotExist,
		vfs.HostAccess:                         fs.ErrPermission,
		vfs.HostNotPermitted:                   fs.ErrPermission,
		vfs.Loop:                               syscall.ELOOP,
		vfs.TooManyFiles:                       syscall.EMFILE,
		vfs.TooManyFilesInSystem:               syscall.ENFILE,
		vfs.CrossDevice:                        syscall.EXDEV,
		vfs.Errno(200):                         syscall.EIO,
		fmt.Errorf("in: %w", vfs.NotDirectory): syscall.ENOTDIR,
	} {
		if got := vfs.HostError(err); !errors.Is(got, want) {
			t.Errorf("%v is %v, want %v", err, got, want)
		}
	}
	for e := vfs.Access; e <= vfs.TooManyFilesInSystem; e++ {
		if system, is := vfs.HostError(e).(syscall.Errno); !is || system == 0 { //nolint:errorlint // the very type
			t.Errorf("%v has no error of the system's", e)
		}
	}
}
