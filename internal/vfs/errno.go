package vfs

// Errno is an error in a guest's terms: error-code of wasi:filesystem/types 0.2,
// whose names and order it has. It implements error.
type Errno uint8

// The error codes: wasi:filesystem/types@0.2, enum error-code, with POSIX's name.
const (
	Access              Errno = iota // EACCES: permission denied, or the policy forbids it
	WouldBlock                       // EAGAIN: it would have to wait
	Already                          // EALREADY: it is under way already
	BadDescriptor                    // EBADF: closed, or not opened for this
	Busy                             // EBUSY: in use, as a mount point is
	Deadlock                         // EDEADLK: waiting would never end
	Quota                            // EDQUOT: the host's quota for its user
	Exist                            // EEXIST: there is one already
	FileTooLarge                     // EFBIG: larger than files can be
	IllegalByteSequence              // EILSEQ: a name that is not UTF-8
	InProgress                       // EINPROGRESS: it has begun
	Interrupted                      // EINTR: a signal came between
	Invalid                          // EINVAL: an argument makes no sense
	IO                               // EIO: the device failed, or an error that has no name here
	IsDirectory                      // EISDIR: not for a directory
	Loop                             // ELOOP: too many symbolic links, or one where none may be
	TooManyLinks                     // EMLINK: more hard links than a file can have
	MessageSize                      // EMSGSIZE: a message too large
	NameTooLong                      // ENAMETOOLONG: a name over 255 bytes, a path over 4,095
	NoDevice                         // ENODEV: no such device
	NoEntry                          // ENOENT: nothing has that name
	NoLock                           // ENOLCK: no locks left
	InsufficientMemory               // ENOMEM: no memory left for it
	InsufficientSpace                // ENOSPC: no space left, or past the quota
	NotDirectory                     // ENOTDIR: only for a directory
	NotEmpty                         // ENOTEMPTY: the directory has entries
	NotRecoverable                   // ENOTRECOVERABLE: the state is lost
	Unsupported                      // ENOTSUP, ENOSYS: this file system can't
	NoTTY                            // ENOTTY: not for this kind of file
	NoSuchDevice                     // ENXIO: a FIFO, a socket or a device, none of which is opened
	Overflow                         // EOVERFLOW: a value that doesn't fit
	NotPermitted                     // EPERM: never allowed, as paths that lead out
	Pipe                             // EPIPE: nobody reads
	ReadOnly                         // EROFS: the file system is read-only
	InvalidSeek                      // ESPIPE: not at an offset
	TextFileBusy                     // ETXTBSY: a program that runs
	CrossDevice                      // EXDEV: from one mount to another

	// Errors of the host that WASI has one word for with others: see Code.

	HostAccess           // EACCES of the host's own permissions
	HostNotPermitted     // EPERM of the host
	HostReadOnly         // EROFS of the host's file system
	TooManyFiles         // EMFILE: the process has no descriptors left
	TooManyFilesInSystem // ENFILE: the host has none left
)

// Code gives WASI's word for an error that is told apart here: error-code has none for
// descriptors that ran out.
func (e Errno) Code() Errno {
	switch e {
	case HostAccess:
		return Access
	case HostNotPermitted:
		return NotPermitted
	case HostReadOnly:
		return ReadOnly
	case TooManyFiles, TooManyFilesInSystem:
		return InsufficientMemory
	default:
		return e
	}
}

// Is takes an error for the one that WASI has the word for.
func (e Errno) Is(target error) bool { return target == e.Code() }

// errnoNames are WASI's names.
var errnoNames = [...]string{
	"access", "would-block", "already", "bad-descriptor", "busy", "deadlock", "quota", "exist", "file-too-large",
	"illegal-byte-sequence", "in-progress", "interrupted", "invalid", "io", "is-directory", "loop", "too-many-links",
	"message-size", "name-too-long", "no-device", "no-entry", "no-lock", "insufficient-memory", "insufficient-space",
	"not-directory", "not-empty", "not-recoverable", "unsupported", "no-tty", "no-such-device", "overflow",
	"not-permitted", "pipe", "read-only", "invalid-seek", "text-file-busy", "cross-device",
}

// Error gives WASI's name of the code.
func (e Errno) Error() string {
	if e = e.Code(); int(e) < len(errnoNames) {
		return errnoNames[e]
	}
	return "unknown error-code"
}
