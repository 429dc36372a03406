//go:build unix

package vfs

import (
	"errors"

	"golang.org/x/sys/unix"
)

// errno gives an error of the system in WASI's terms; one that WASI has no name
// for is IO.
func errno(err error) error {
	if err == nil { // nearly always, and then nothing is allocated
		return nil
	}
	return errnoOf(err)
}

func errnoOf(err error) error {
	var sys unix.Errno
	var own Errno
	switch {
	case errors.As(err, &own):
		return own
	case !errors.As(err, &sys):
		return IO
	case sys == unix.EOPNOTSUPP || sys == unix.ENOSYS:
		return Unsupported // on some systems ENOTSUP, which a switch may have but once
	}
	return fromSystem(sys)
}

//nolint:funlen // a table, but one that isn't filled at start
func fromSystem(sys unix.Errno) Errno {
	switch sys {
	case unix.EACCES:
		return HostAccess
	case unix.EAGAIN:
		return WouldBlock
	case unix.EBADF:
		return BadDescriptor
	case unix.EBUSY:
		return Busy
	case unix.EDQUOT:
		return Quota
	case unix.EEXIST:
		return Exist
	case unix.EFBIG:
		return FileTooLarge
	case unix.EILSEQ:
		return IllegalByteSequence
	case unix.EINVAL:
		return Invalid
	case unix.EISDIR:
		return IsDirectory
	case unix.ELOOP:
		return Loop
	case unix.EMLINK:
		return TooManyLinks
	case unix.ENAMETOOLONG:
		return NameTooLong
	case unix.ENODEV:
		return NoDevice
	case unix.ENOENT:
		return NoEntry
	case unix.ENOLCK:
		return NoLock
	case unix.ENOMEM:
		return InsufficientMemory
	case unix.EMFILE:
		return TooManyFiles
	case unix.ENFILE:
		return TooManyFilesInSystem
	case unix.ENOSPC:
		return InsufficientSpace
	case unix.ENOTDIR:
		return NotDirectory
	case unix.ENOTEMPTY:
		return NotEmpty
	case unix.ENOTTY:
		return NoTTY
	case unix.ENXIO:
		return NoSuchDevice
	case unix.EOVERFLOW:
		return Overflow
	case unix.EPERM:
		return HostNotPermitted
	case unix.EROFS:
		return HostReadOnly
	case unix.ESPIPE:
		return InvalidSeek
	case unix.ETXTBSY:
		return TextFileBusy
	case unix.EXDEV:
		return CrossDevice
	default:
		return IO
	}
}
