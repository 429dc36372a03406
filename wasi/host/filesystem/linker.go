package filesystem

import (
	"slices"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/io"
)

var descriptorResource = host.Resource{Name: "descriptor", Define: defineDescriptor}

// Definitions are the interfaces of wasi:filesystem.
func Definitions() []host.Definition {
	return []host.Definition{
		{
			Name: "wasi:filesystem/types", About: host.AboutFiles,
			Resources: []host.Resource{descriptorResource, {Name: "directory-entry-stream", Define: defineDirectoryEntryStream}},
			Uses:      []host.Resource{io.ErrorResource, io.InputStreamResource, io.OutputStreamResource},
			Functions: func() []host.Func { return slices.Concat(descriptorFuncs(), pathFuncs(), otherFuncs()) }, Bytes: byteFuncs,
		},
		{
			Name: "wasi:filesystem/preopens", About: host.AboutFiles, Uses: []host.Resource{descriptorResource},
			Functions: func() []host.Func {
				return []host.Func{{Name: "get-directories", Func: host.F0(host.Preopens, getDirectories)}}
			},
		},
	}
}

// otherFuncs are not of a descriptor.
func otherFuncs() []host.Func {
	return []host.Func{
		{Name: "[method]directory-entry-stream.read-directory-entry", Func: host.F1(host.Filesystem, readDirectoryEntry)},
		{Name: "filesystem-error-code", Func: host.F1(host.Filesystem, filesystemErrorCode)},
	}
}

// byteFuncs are those that carry bytes.
func byteFuncs() []host.Func {
	return []host.Func{
		host.Bytes(
			"[method]descriptor.read",
			host.F3(host.Filesystem, read[[]byte]), host.F3(host.Filesystem, read[engine.LaneBytes]),
		),
		host.Bytes(
			"[method]descriptor.write",
			host.F3(host.Filesystem, write[[]byte]), host.F3(host.Filesystem, write[engine.LaneBytes]),
		),
	}
}

// descriptorFuncs are those that concern what is open.
func descriptorFuncs() []host.Func {
	return host.Methods("descriptor", []host.Func{
		{Name: "read-via-stream", Func: host.F2(host.Filesystem, readViaStream)},
		{Name: "write-via-stream", Func: host.F2(host.Filesystem, writeViaStream)},
		{Name: "append-via-stream", Func: host.F1(host.Filesystem, appendViaStream)},
		{Name: "advise", Func: host.F4(host.Filesystem, advise)},
		{Name: "sync-data", Func: host.F1(host.Filesystem, syncData)},
		{Name: "sync", Func: host.F1(host.Filesystem, sync)},
		{Name: "get-flags", Func: host.F1(host.Filesystem, getFlags)},
		{Name: "get-type", Func: host.F1(host.Filesystem, getType)},
		{Name: "set-size", Func: host.F2(host.Filesystem, setSize)},
		{Name: "set-times", Func: host.F3(host.Filesystem, setTimes)},
		{Name: "read-directory", Func: host.F1(host.Filesystem, readDirectory)},
		{Name: "stat", Func: host.F1(host.Filesystem, stat)},
		{Name: "is-same-object", Func: host.F2(host.Filesystem, isSameObject)},
		{Name: "metadata-hash", Func: host.F1(host.Filesystem, metadataHash)},
	}...)
}

// pathFuncs are those that concern paths.
func pathFuncs() []host.Func {
	return host.Methods("descriptor", []host.Func{
		{Name: "create-directory-at", Func: host.F2(host.Filesystem, createDirectoryAt)},
		{Name: "stat-at", Func: host.F3(host.Filesystem, statAt)},
		{Name: "set-times-at", Func: host.F5(host.Filesystem, setTimesAt)},
		{Name: "link-at", Func: host.F5(host.Filesystem, linkAt)},
		{Name: "open-at", Func: host.F5(host.Filesystem, openAt)},
		{Name: "readlink-at", Func: host.F2(host.Filesystem, readlinkAt)},
		{Name: "remove-directory-at", Func: host.F2(host.Filesystem, removeDirectoryAt)},
		{Name: "rename-at", Func: host.F4(host.Filesystem, renameAt)},
		{Name: "symlink-at", Func: host.F3(host.Filesystem, symlinkAt)},
		{Name: "unlink-file-at", Func: host.F2(host.Filesystem, unlinkFileAt)},
		{Name: "metadata-hash-at", Func: host.F3(host.Filesystem, metadataHashAt)},
	}...)
}
