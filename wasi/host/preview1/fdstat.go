package preview1

import (
	"encoding/binary"

	"github.com/qyvol/qyvol/internal/vfs"
)

// Flags of a descriptor: typenames.witx, flags fdflags.
const (
	fdAppend = 1 << iota
	fdDsync
	fdNonblock
	fdRsync
	fdSyncFlag
	fdflags = 1<<iota - 1
	syncs   = fdDsync | fdRsync | fdSyncFlag
)

// Types of files: typenames.witx, enum filetype. FIFOs and sockets have none here.
const (
	unknownType = iota
	blockDevice
	characterDevice
	directoryType
	regularFile
	symbolicLink = 7
)

// filetype is a type of file in the snapshot's terms.
func filetype(t vfs.FileType) uint8 {
	switch t {
	case vfs.BlockDevice:
		return blockDevice
	case vfs.CharacterDevice:
		return characterDevice
	case vfs.Directory:
		return directoryType
	case vfs.RegularFile:
		return regularFile
	case vfs.SymbolicLink:
		return symbolicLink
	case vfs.Unknown, vfs.FIFO, vfs.Socket:
	}
	return unknownType
}

// streamType is the type of a standard stream.
func (d *descriptor) streamType() uint8 {
	if d.terminal {
		return characterDevice
	}
	return unknownType
}

// fdFdstatGet is fd_fdstat_get.
func fdFdstatGet(c *call) error {
	d, err := c.look(c.u32(0))
	if err != nil {
		return err
	}
	b, err := c.record(c.pointer(1), 24, 8)
	if err != nil {
		return err
	}
	clear(b)
	rights := uint64(allRights)
	inheriting := rights
	switch d.kind {
	case input:
		b[0], rights, inheriting = d.streamType(), fdReadRight, fdReadRight
	case output:
		b[0], rights, inheriting = d.streamType(), fdWriteRight, fdWriteRight
	case directory:
		b[0], rights, inheriting = directoryType, directoryRights, directoryRights
		if d.preopen != nil {
			rights, inheriting = preopenRights, preopenInheriting
		}
	case file:
		b[0], rights = regularFile, d.fileRights()
		inheriting = rights
		binary.LittleEndian.PutUint16(b[2:], d.fdflags())
	}
	binary.LittleEndian.PutUint64(b[8:], rights)
	binary.LittleEndian.PutUint64(b[16:], inheriting)
	return nil
}

// fileRights are what a file was opened for.
func (d *descriptor) fileRights() uint64 {
	rights := uint64(allRights)
	if d.flags&vfs.Read == 0 {
		rights &^= fdReadRight | fdReaddirRight
	}
	if d.flags&vfs.Write == 0 {
		rights &^= fdWriteRight
	}
	return rights
}

func (d *descriptor) fdflags() uint16 {
	flags := uint16(0)
	if d.append {
		flags |= fdAppend
	}
	if d.nonblock {
		flags |= fdNonblock
	}
	return flags
}

// fdFdstatSetFlags is fd_fdstat_set_flags, which can change append and nonblock.
// The latter is only remembered: files never wait.
func fdFdstatSetFlags(c *call) error {
	flags, err := c.flags(1, "fdflags", fdflags)
	if err != nil {
		return err
	}
	d, err := c.ofKind(c.u32(0), file)
	switch {
	case err != nil:
		return err
	case flags&syncs != 0:
		return Invalid
	}
	d.append, d.nonblock = flags&fdAppend != 0, flags&fdNonblock != 0
	return nil
}

// fdFdstatSetRights is fd_fdstat_set_rights: there are none to set.
func fdFdstatSetRights(c *call) error {
	for arg := 1; arg <= 2; arg++ {
		if v := c.u64(arg); v&^allRights != 0 {
			return &ArgumentError{"rights", v}
		}
	}
	if _, err := c.ofFiles(c.u32(0)); err != nil {
		return err
	}
	return NotSupported
}

// fdPrestatGet is fd_prestat_get.
func fdPrestatGet(c *call) error {
	c.Listed()
	d, err := c.get(c.u32(0))
	switch {
	case err != nil:
		return err
	case d.preopen == nil:
		return BadDescriptor
	}
	b, err := c.record(c.pointer(1), 8, 4)
	if err != nil {
		return err
	}
	clear(b)                                                          // 0 is a directory: typenames.witx, union prestat
	binary.LittleEndian.PutUint32(b[4:], uint32(len(d.preopen.Path))) //nolint:gosec // a path
	return nil
}

// fdPrestatDirName is fd_prestat_dir_name.
func fdPrestatDirName(c *call) error {
	d, err := c.get(c.u32(0))
	switch {
	case err != nil:
		return err
	case d.preopen == nil:
		return NotDirectory
	case uint64(len(d.preopen.Path)) > uint64(c.u32(2)):
		return NameTooLong
	}
	s := texts{call: c, at: c.pointer(1)}
	return s.text(d.preopen.Path)
}
