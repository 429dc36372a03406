package filesystem

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host/clocks"
)

// DescriptorType is the enum descriptor-type of wasi:filesystem/types@0.2.12.
type DescriptorType vfs.FileType

// Cases names the types, in the order of vfs.FileType.
func (DescriptorType) Cases() []string {
	return []string{
		"unknown", "block-device", "character-device", "directory", "fifo", "symbolic-link", "regular-file", "socket",
	}
}

// DescriptorFlags are the flags descriptor-flags of wasi:filesystem/types@0.2.12.
type DescriptorFlags uint8

// The flags of a descriptor.
const (
	Read DescriptorFlags = 1 << iota
	Write
	FileIntegritySync
	DataIntegritySync
	RequestedWriteSync
	MutateDirectory
)

// FlagNames names the flags.
func (DescriptorFlags) FlagNames() []string {
	return []string{
		"read", "write", "file-integrity-sync", "data-integrity-sync", "requested-write-sync", "mutate-directory",
	}
}

// PathFlags are the flags path-flags of wasi:filesystem/types@0.2.12.
type PathFlags uint8

// SymlinkFollow follows a link that is the last component of a path.
const SymlinkFollow PathFlags = 1

// FlagNames names the flag.
func (PathFlags) FlagNames() []string { return []string{"symlink-follow"} }

func (f PathFlags) follow() bool { return f&SymlinkFollow != 0 }

// OpenFlags are the flags open-flags of wasi:filesystem/types@0.2.12.
type OpenFlags uint8

// The flags of open-at.
const (
	Create OpenFlags = 1 << iota
	Directory
	Exclusive
	Truncate
)

// FlagNames names the flags.
func (OpenFlags) FlagNames() []string {
	return []string{"create", "directory", "exclusive", "truncate"}
}

// Advice is the enum advice of wasi:filesystem/types@0.2.12.
type Advice uint8

// Cases names the kinds of advice.
func (Advice) Cases() []string {
	return []string{"normal", "sequential", "random", "will-need", "dont-need", "no-reuse"}
}

// DescriptorStat is the record descriptor-stat of wasi:filesystem/types@0.2.12.
type DescriptorStat struct {
	Type                      DescriptorType
	LinkCount                 uint64
	Size                      uint64
	DataAccessTimestamp       engine.Option[clocks.Datetime]
	DataModificationTimestamp engine.Option[clocks.Datetime]
	StatusChangeTimestamp     engine.Option[clocks.Datetime]
}

// NewTimestamp is the variant new-timestamp of wasi:filesystem/types@0.2.12.
type NewTimestamp struct {
	engine.OneOf
	NoChange  *engine.Unit
	Now       *engine.Unit
	Timestamp *clocks.Datetime
}

// DirectoryEntry is the record directory-entry of wasi:filesystem/types@0.2.12.
type DirectoryEntry struct {
	Type DescriptorType
	Name string
}

// MetadataHashValue is the record metadata-hash-value of
// wasi:filesystem/types@0.2.12.
type MetadataHashValue struct{ Lower, Upper uint64 }
