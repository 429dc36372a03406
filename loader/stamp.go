package loader

import "time"

// stamp is what the file system says about one state of one file. Times are in
// nanoseconds since the Unix epoch.
//
// Where [statProves] holds, two equal stamps that prove something mean equal
// content: every write changes ctime, and no system call sets it.
type stamp struct {
	dev, ino     uint64
	size         int64
	mtime, ctime int64
	mode, uid    uint32
}

// proves reports whether the file can't change without its stamp changing,
// apart from a change in the same instant as the last one. A whole second means
// a file system that counts in seconds, or an image whose times were all set
// when it was made: neither tells one content from another.
func (s stamp) proves() bool {
	return statProves && s.ctime%int64(time.Second) != 0
}

// isPrivateFile reports whether this is a file that only this user can change, and
// root, who made it or not.
func (s stamp) isPrivateFile() bool {
	return s.fileMode().IsRegular() && !s.isShared() && (s.isOwn() || s.isRoots())
}

func (e *encoder) stamp(s stamp) {
	e.u64(s.dev)
	e.u64(s.ino)
	e.i64(s.size)
	e.i64(s.mtime)
	e.i64(s.ctime)
	e.u32(s.mode)
	e.u32(s.uid)
}

func (d *decoder) stamp() stamp {
	return stamp{
		dev: d.u64(), ino: d.u64(),
		size: d.i64(), mtime: d.i64(), ctime: d.i64(),
		mode: d.u32(), uid: d.u32(),
	}
}
