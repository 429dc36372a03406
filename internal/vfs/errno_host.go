package vfs

import (
	"errors"
	"syscall"
)

// HostError is an error as the system gives it to a program of the host's: an Errno is for
// guests, and has no words for people. Other errors it gives back.
func HostError(err error) error {
	var e Errno
	if !errors.As(err, &e) {
		return err
	}
	if int(e) < len(hostErrors) {
		return hostErrors[e]
	}
	return syscall.EIO
}

var hostErrors = [...]syscall.Errno{
	Access: syscall.EACCES, WouldBlock: syscall.EAGAIN, Already: syscall.EALREADY, BadDescriptor: syscall.EBADF, Busy: syscall.EBUSY,
	Deadlock: syscall.EDEADLK, Quota: syscall.EDQUOT, Exist: syscall.EEXIST, FileTooLarge: syscall.EFBIG,
	IllegalByteSequence: syscall.EILSEQ, InProgress: syscall.EINPROGRESS, Interrupted: syscall.EINTR, Invalid: syscall.EINVAL,
	IO: syscall.EIO, IsDirectory: syscall.EISDIR, Loop: syscall.ELOOP, TooManyLinks: syscall.EMLINK, MessageSize: syscall.EMSGSIZE,
	NameTooLong: syscall.ENAMETOOLONG, NoDevice: syscall.ENODEV, NoEntry: syscall.ENOENT, NoLock: syscall.ENOLCK,
	InsufficientMemory: syscall.ENOMEM, InsufficientSpace: syscall.ENOSPC, NotDirectory: syscall.ENOTDIR, NotEmpty: syscall.ENOTEMPTY,
	NotRecoverable: syscall.EIO, Unsupported: syscall.ENOTSUP, NoTTY: syscall.ENOTTY, NoSuchDevice: syscall.ENXIO,
	Overflow: syscall.EOVERFLOW, NotPermitted: syscall.EPERM, Pipe: syscall.EPIPE, ReadOnly: syscall.EROFS, InvalidSeek: syscall.ESPIPE,
	TextFileBusy: syscall.ETXTBSY, CrossDevice: syscall.EXDEV,
	HostAccess: syscall.EACCES, HostNotPermitted: syscall.EPERM, HostReadOnly: syscall.EROFS,
	TooManyFiles: syscall.EMFILE, TooManyFilesInSystem: syscall.ENFILE,
}
