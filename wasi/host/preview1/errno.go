package preview1

import "github.com/qyvol/qyvol/internal/vfs"

// Errno is an error as the guest gets it: errno of snapshot 1.
type Errno uint16

// The errors that functions give: typenames.witx, enum errno.
const (
	success Errno = iota
	TooBig
	Access
	AddressInUse
	AddressNotAvailable
	AddressFamily
	Again
	Already
	BadDescriptor
	BadMessage
	Busy
	Canceled
	Child
	ConnectionAborted
	ConnectionRefused
	ConnectionReset
	Deadlock
	DestinationRequired
	Domain
	Quota
	Exist
	Fault
	FileTooLarge
	HostUnreachable
	IdentifierRemoved
	IllegalByteSequence
	InProgress
	Interrupted
	Invalid
	IO
	IsConnected
	IsDirectory
	Loop
	TooManyFiles
	TooManyLinks
	MessageSize
	Multihop
	NameTooLong
	NetworkDown
	NetworkReset
	NetworkUnreachable
	TooManyFilesInSystem
	NoBuffers
	NoDevice
	NoEntry
	NoExecutable
	NoLock
	NoLink
	NoMemory
	NoMessage
	NoProtocolOption
	NoSpace
	NoSystemCall
	NotConnected
	NotDirectory
	NotEmpty
	NotRecoverable
	NotSocket
	NotSupported
	NoTerminal
	NoSuchDevice
	Overflow
	OwnerDead
	NotPermitted
	Pipe
	Protocol
	ProtocolNotSupported
	ProtocolType
	Range
	ReadOnly
	InvalidSeek
	NoProcess
	Stale
	TimedOut
	TextFileBusy
	CrossDevice
	NotCapable
)

// errnoNames are those of the snapshot.
var errnoNames = [...]string{
	"success", "2big", "acces", "addrinuse", "addrnotavail", "afnosupport", "again", "already", "badf", "badmsg",
	"busy", "canceled", "child", "connaborted", "connrefused", "connreset", "deadlk", "destaddrreq", "dom", "dquot",
	"exist", "fault", "fbig", "hostunreach", "idrm", "ilseq", "inprogress", "intr", "inval", "io", "isconn", "isdir",
	"loop", "mfile", "mlink", "msgsize", "multihop", "nametoolong", "netdown", "netreset", "netunreach", "nfile",
	"nobufs", "nodev", "noent", "noexec", "nolck", "nolink", "nomem", "nomsg", "noprotoopt", "nospc", "nosys",
	"notconn", "notdir", "notempty", "notrecoverable", "notsock", "notsup", "notty", "nxio", "overflow", "ownerdead",
	"perm", "pipe", "proto", "protonosupport", "prototype", "range", "rofs", "spipe", "srch", "stale", "timedout",
	"txtbsy", "xdev", "notcapable",
}

// Error gives the snapshot's name of the error.
func (e Errno) Error() string {
	if int(e) < len(errnoNames) {
		return errnoNames[e]
	}
	return "unknown errno"
}

// fileErrnos are the errors of package vfs, by its numbers.
var fileErrnos = [...]Errno{
	vfs.Access: Access, vfs.WouldBlock: Again, vfs.Already: Already, vfs.BadDescriptor: BadDescriptor,
	vfs.Busy: Busy, vfs.Deadlock: Deadlock, vfs.Quota: Quota, vfs.Exist: Exist, vfs.FileTooLarge: FileTooLarge,
	vfs.IllegalByteSequence: IllegalByteSequence, vfs.InProgress: InProgress, vfs.Interrupted: Interrupted,
	vfs.Invalid: Invalid, vfs.IO: IO, vfs.IsDirectory: IsDirectory, vfs.Loop: Loop, vfs.TooManyLinks: TooManyLinks,
	vfs.MessageSize: MessageSize, vfs.NameTooLong: NameTooLong, vfs.NoDevice: NoDevice, vfs.NoEntry: NoEntry,
	vfs.NoLock: NoLock, vfs.InsufficientMemory: NoMemory, vfs.InsufficientSpace: NoSpace,
	vfs.NotDirectory: NotDirectory, vfs.NotEmpty: NotEmpty, vfs.NotRecoverable: NotRecoverable,
	vfs.Unsupported: NotSupported, vfs.NoTTY: NoTerminal, vfs.NoSuchDevice: NoSuchDevice, vfs.Overflow: Overflow,
	vfs.NotPermitted: NotPermitted, vfs.Pipe: Pipe, vfs.ReadOnly: ReadOnly, vfs.InvalidSeek: InvalidSeek,
	vfs.TextFileBusy: TextFileBusy, vfs.CrossDevice: CrossDevice,
	vfs.HostAccess: Access, vfs.HostNotPermitted: NotPermitted, vfs.HostReadOnly: ReadOnly,
	vfs.TooManyFiles: TooManyFiles, vfs.TooManyFilesInSystem: TooManyFilesInSystem,
}

// fileError gives an error of a file system as the guest gets it.
func fileError(err error) error {
	if err == nil {
		return nil
	}
	if code, ok := err.(vfs.Errno); ok && int(code) < len(fileErrnos) { //nolint:errorlint // vfs gives Errno
		return fileErrnos[code]
	}
	return IO
}
