package preview1

import (
	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/internal/vfs"
)

// How to open: typenames.witx, flags oflags.
const (
	openCreate = 1 << iota
	openDirectory
	openExclusive
	openTruncate
	oflags = 1<<iota - 1
)

// pathOpen is path_open. Of the rights, reading and writing count; what is opened
// without either can be read; a directory that may not be is good for passing through.
// What is created can be written, as in wasmtime.
func pathOpen(c *call) error {
	lookup, err := c.flags(1, "lookupflags", lookupFollow)
	if err != nil {
		return err
	}
	flags, fdFlags, err := c.openFlags()
	if err != nil {
		return err
	}
	rel, err := c.path(2)
	if err != nil {
		return err
	}
	access := policy.Read
	if flags&(vfs.Write|vfs.Create|vfs.Truncate) != 0 {
		access = policy.Change
	}
	dir, err := c.get(c.u32(0))
	switch {
	case err != nil:
		return c.nowhere(access, 2, err)
	case dir.kind == file:
		return NotDirectory
	case dir.kind != directory:
		return BadDescriptor
	}
	if fdFlags&syncs != 0 && (access == policy.Read || dir.dir.CanMutate) {
		return NotSupported // wasmtime's answer
	}
	if err := c.admit(); err != nil {
		return err
	}
	opened, err := dir.dir.OpenAt(rel, lookup != 0, flags)
	if err != nil {
		return c.refused(access, place{dir.dir, rel}, err)
	}
	d := descriptor{
		kind: file, dir: opened.Dir, file: opened.File, flags: flags, from: place{dir.dir, rel},
		append: fdFlags&fdAppend != 0, nonblock: fdFlags&fdNonblock != 0,
	}
	if opened.Dir != nil {
		d.kind = directory
	}
	return c.put32(8, c.add(&d))
}

// openFlags reads how a file is to be opened.
func (c *call) openFlags() (flags vfs.OpenFlags, fdFlags uint32, err error) {
	how, err := c.flags(4, "oflags", oflags)
	if err != nil {
		return 0, 0, err
	}
	for arg := 5; arg <= 6; arg++ {
		if v := c.u64(arg); v&^allRights != 0 {
			return 0, 0, &ArgumentError{"rights", v}
		}
	}
	if fdFlags, err = c.flags(7, "fdflags", fdflags); err != nil {
		return 0, 0, err
	}
	rights := c.u64(5)
	for _, f := range [...]struct {
		is  bool
		add vfs.OpenFlags
	}{
		{rights&(fdReadRight|fdWriteRight) == 0, vfs.Read | vfs.Search},
		{rights&fdReadRight != 0, vfs.Read},
		{rights&fdWriteRight != 0, vfs.Write},
		{how&openCreate != 0, vfs.Create | vfs.Write},
		{how&openDirectory != 0, vfs.DirectoryOnly},
		{how&openExclusive != 0, vfs.Exclusive},
		{how&openTruncate != 0, vfs.Truncate},
	} {
		if f.is {
			flags |= f.add
		}
	}
	return flags, fdFlags, nil
}
