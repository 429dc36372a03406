package vfs

import "time"

// FileType is what a file is: descriptor-type of wasi:filesystem/types 0.2, in
// its order.
type FileType uint8

// The types of files: wasi:filesystem/types@0.2, enum descriptor-type.
const (
	Unknown FileType = iota
	BlockDevice
	CharacterDevice
	Directory
	FIFO
	SymbolicLink
	RegularFile
	Socket
)

// Info describes a file: descriptor-stat of wasi:filesystem/types 0.2.
type Info struct {
	Type  FileType
	Links uint64
	Size  uint64 // bytes; of a link, of its target's name
	// Accessed, Modified, Changed are zero where the file system doesn't know.
	Accessed, Modified, Changed time.Time
	// ID tells files apart within a file system, Device file systems. Between two
	// mounts they say nothing. On Windows an entry that is not open has none: 0.
	Device, ID uint64
}

// OpenFlags say how a file is opened: open-flags and descriptor-flags of
// wasi:filesystem/types 0.2 together.
type OpenFlags uint16

// The flags of an open.
const (
	Read          OpenFlags = 1 << iota
	Write                   // the contents
	Append                  // every write at the end; needs Write
	Create                  // a regular file, if there is none
	Exclusive               // with Create: there must be none, not even a link
	Truncate                // to nothing, if it is a regular file
	DirectoryOnly           // it must be a directory
	Sync                    // writes are on disk when they return: data and metadata
	DataSync                // data alone
	Search                  // with Read: a directory that may not be read is opened to pass through
)

// mutates are the flags of an open that changes something or allows to.
const mutates = Write | Append | Create | Truncate

// FS is a file system. Its methods are safe for use by several goroutines, and so
// are those of what it opens.
type FS interface {
	// Root opens the root directory. Who gets it closes it.
	Root() (Dir, error)
	// Close lets go of the file system. What is open stays usable.
	Close() error
}

// Dir is an open directory. Each operation names one entry of it: a name without
// a slash or NUL, neither empty nor "." or "..", valid UTF-8, at most 255 bytes.
// None of them follows a symbolic link: paths are resolved above, by Tree. A
// directory stays what it is when it is renamed or removed. All errors are Errno.
type Dir interface {
	// Stat describes the directory itself.
	Stat() (Info, error)
	// SetTimes sets the directory's own times.
	SetTimes(accessed, modified SetTime) error
	// Sync writes the entries to the device.
	Sync(dataOnly bool) error
	// ReadDir lists the entries, without "." and "..", as they were at some time
	// during the call or while the listing is read.
	ReadDir() (Listing, error)

	// Search says whether the host lets names be looked up in the directory: what the
	// names "." and ".." in it ask for, as any other does.
	Search() error

	// OpenDir opens an entry that is a directory. One that is a symbolic link is Loop;
	// anything else NotDirectory. Of the host it takes no permission of the directory's
	// own, unless flags has Read, without Search: then the directory can be listed.
	OpenDir(name string, flags OpenFlags) (Dir, error)
	// Open opens a regular file. A directory is IsDirectory, a symbolic link Loop
	// (with Exclusive both are Exist), anything else NoSuchDevice, unopened.
	Open(name string, flags OpenFlags) (File, error)
	// Readlink gives a link's target; of anything else Invalid.
	Readlink(name string) (string, error)
	// Lstat describes an entry.
	Lstat(name string) (Info, error)
	// LsetTimes sets an entry's times: of a link, the link's own.
	LsetTimes(name string, accessed, modified SetTime) error
	// Mkdir makes a directory.
	Mkdir(name string) error
	// Rmdir removes an empty directory.
	Rmdir(name string) error
	// Unlink removes a name that is not a directory's: that is IsDirectory.
	Unlink(name string) error
	// Symlink makes a link. The target is not looked at.
	Symlink(target, name string) error
	// Link gives what is no directory a second name, there where to is. A
	// directory of another file system is CrossDevice, here and in Rename.
	Link(name string, to Dir, newName string) error
	// Rename moves an entry, over what has the new name if that is of its kind.
	Rename(name string, to Dir, newName string) error

	// Dup opens the same directory again, as OpenDir would by the name ".".
	Dup(flags OpenFlags) (Dir, error)
	// Close lets go of the directory. A second time it does nothing.
	Close() error
}

// Listing reads a directory.
type Listing interface {
	// Next returns the next entry; ok is false at the end.
	Next() (e Entry, ok bool, err error)
	// Close lets go of the listing.
	Close() error
}

// Entry is an entry of a directory. A type may be Unknown.
type Entry struct {
	Name string
	Type FileType
}

// File is an open regular file. What the flags of its opening don't allow is
// BadDescriptor.
type File interface {
	// Stat describes the file.
	Stat() (Info, error)
	// SetTimes sets its times; needs no flag.
	SetTimes(accessed, modified SetTime) error
	// SetSize cuts it or lets it grow by zeroes.
	SetSize(size uint64) error
	// Sync writes it to the device.
	Sync(dataOnly bool) error
	// ReadAt reads at an offset. 0 bytes without an error is the end.
	ReadAt(b []byte, offset uint64) (int, error)
	// WriteAt writes at an offset; of a file that was opened with Append, at its
	// end, whatever the offset. It may write less, without an error; nothing at
	// all, and b not empty, comes with one.
	WriteAt(b []byte, offset uint64) (int, error)
	// WriteEnd writes at the end, whether the file was opened with Append or not;
	// otherwise as WriteAt.
	WriteEnd(b []byte) (int, error)
	// Close lets go of the file. A second time it does nothing.
	Close() error
}

// SetTime is a time to set: the zero value leaves it as it is.
type SetTime struct {
	Now bool
	At  time.Time // not zero: this one
}

// resolve gives the time to set, or the one that is.
func (s SetTime) resolve(is, now time.Time) time.Time {
	switch {
	case s.Now:
		return now
	case s.At.IsZero():
		return is
	}
	return s.At
}

const (
	maxName = 255       // bytes of a component: NAME_MAX
	maxPath = 4095      // bytes of a path: PATH_MAX, less C's NUL
	maxSize = 1<<63 - 1 // bytes of a file: off_t
	// maxPlace is how long a directory's path in its mount can be, in bytes. One
	// directory at a time a guest could go deeper than a path can name; each
	// directory that is open keeps its path in the host's memory.
	maxPlace = 8 * maxPath
)
