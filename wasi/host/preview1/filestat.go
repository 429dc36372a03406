package preview1

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/internal/vfs"
)

// lookupFollow is the only flag of lookupflags.
const lookupFollow = 1

// Which times to set: typenames.witx, flags fstflags.
const (
	setAccessed = 1 << iota
	setAccessedNow
	setModified
	setModifiedNow
	fstflags = 1<<iota - 1
)

// stat describes what a descriptor of files stands for.
func (d *descriptor) stat() (vfs.Info, error) {
	if d.kind == directory {
		return d.dir.Stat()
	}
	return d.file.Stat()
}

// inode tells files apart. The host's numbers stay the host's.
func (c *call) inode(i vfs.Info) uint64 {
	lower, _ := c.Identity(i.Device, i.ID)
	return lower
}

// putStat writes a filestat where an argument says.
func (c *call) putStat(arg int, info vfs.Info) error {
	b, err := c.record(c.pointer(arg), 64, 8)
	if err != nil {
		return err
	}
	clear(b)
	le := binary.LittleEndian
	le.PutUint64(b, 1) // there is one device
	le.PutUint64(b[8:], c.inode(info))
	b[16] = filetype(info.Type)
	le.PutUint64(b[24:], info.Links)
	le.PutUint64(b[32:], info.Size)
	for i, t := range [...]time.Time{info.Accessed, info.Modified, info.Changed} {
		ns, err := timestamp(t)
		if err != nil {
			return err
		}
		le.PutUint64(b[40+8*i:], ns)
	}
	return nil
}

// fdFilestatGet is fd_filestat_get.
func fdFilestatGet(c *call) error {
	d, err := c.look(c.u32(0))
	if err != nil {
		return err
	}
	if d.kind < directory {
		b, err := c.record(c.pointer(1), 64, 8)
		if err != nil {
			return err
		}
		clear(b)
		b[16] = d.streamType()
		return nil
	}
	info, err := d.stat()
	if err != nil {
		return fileError(err)
	}
	return c.putStat(1, info)
}

// pathFilestatGet is path_filestat_get.
func pathFilestatGet(c *call) error {
	flags, err := c.flags(1, "lookupflags", lookupFollow)
	if err != nil {
		return err
	}
	at, err := c.at(policy.Read, 2)
	if err != nil {
		return err
	}
	info, err := at.dir.StatAt(at.path, flags != 0)
	if err != nil {
		return c.refused(policy.Read, at, err)
	}
	return c.putStat(4, info)
}

// fdFilestatSetSize is fd_filestat_set_size.
func fdFilestatSetSize(c *call) error {
	d, err := c.ofKind(c.u32(0), file)
	if err != nil {
		return err
	}
	size := c.u64(1)
	switch {
	case !d.from.dir.CanMutate:
		err = vfs.NotPermitted
	case size > math.MaxInt64 || d.flags&vfs.Write == 0:
		return Invalid
	default:
		err = d.file.SetSize(size)
	}
	return c.refused(policy.Change, d.from, err)
}

// times reads two times to set, and which of them.
func (c *call) times(arg int) (accessed, modified vfs.SetTime, err error) {
	flags, err := c.flags(arg+2, "fstflags", fstflags)
	if err != nil {
		return accessed, modified, err
	}
	both := [...]uint32{setAccessed | setAccessedNow, setModified | setModifiedNow}
	if flags&both[0] == both[0] || flags&both[1] == both[1] {
		return accessed, modified, Invalid
	}
	accessed = setTime(flags&setAccessed != 0, flags&setAccessedNow != 0, c.u64(arg))
	modified = setTime(flags&setModified != 0, flags&setModifiedNow != 0, c.u64(arg+1))
	return accessed, modified, nil
}

func setTime(set, now bool, ns uint64) vfs.SetTime {
	if set {
		return vfs.SetTime{At: time.Unix(int64(ns/second), int64(ns%second))} //nolint:gosec // it fits, divided
	}
	return vfs.SetTime{Now: now}
}

// fdFilestatSetTimes is fd_filestat_set_times.
func fdFilestatSetTimes(c *call) error {
	accessed, modified, err := c.times(1)
	if err != nil {
		return err
	}
	d, err := c.ofFiles(c.u32(0))
	switch {
	case err != nil:
		return err
	case d.kind == directory:
		return c.refused(policy.Change, place{d.dir, "."}, d.dir.SetTimes(accessed, modified))
	}
	return c.refused(policy.Change, d.from, d.file.SetTimes(accessed, modified))
}

// pathFilestatSetTimes is path_filestat_set_times.
func pathFilestatSetTimes(c *call) error {
	flags, err := c.flags(1, "lookupflags", lookupFollow)
	if err != nil {
		return err
	}
	accessed, modified, err := c.times(4)
	if err != nil {
		return err
	}
	at, err := c.at(policy.Change, 2)
	if err != nil {
		return err
	}
	return c.refused(policy.Change, at, at.dir.SetTimesAt(at.path, flags != 0, accessed, modified))
}
