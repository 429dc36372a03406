package codecache

import "time"

// Stamp is what the file system says about one state of one file.
//
// Where the system keeps change times that nobody can set (see [Stamp.Proves]), two
// equal stamps mean equal content: every write changes the change time.
type Stamp struct {
	// Size is the file's, in bytes.
	Size int64

	dev, ino     uint64
	mtime, ctime int64 // nanoseconds since the Unix epoch
	mode, uid    uint32
}

// Proves reports whether the file can't change without its stamp changing,
// apart from a change in the same instant as the last one. A whole second means
// a file system that counts in seconds, or an image whose times were all set
// when it was made: neither tells one content from another.
func (s Stamp) Proves() bool {
	return statProves && s.ctime%int64(time.Second) != 0
}

// isPrivateFile reports whether this is a file that only this user can change, and
// root, who made it or not.
func (s Stamp) isPrivateFile() bool {
	return s.Mode().IsRegular() && !s.isShared() && (s.isOwn() || s.isRoots())
}

func (e *encoder) stamp(s Stamp) {
	e.u64(s.dev)
	e.u64(s.ino)
	e.i64(s.Size)
	e.i64(s.mtime)
	e.i64(s.ctime)
	e.u32(s.mode)
	e.u32(s.uid)
}

func (d *decoder) stamp() Stamp {
	return Stamp{
		dev: d.u64(), ino: d.u64(),
		Size: d.i64(), mtime: d.i64(), ctime: d.i64(),
		mode: d.u32(), uid: d.u32(),
	}
}
