package vfs

// System is how the host's system has a file open: by which descriptor, and what it can be
// used for.
type System struct {
	FD          int
	Read, Write bool
}

// SystemFile tells it of files that are read and written by pread(2) and pwrite(2) alone,
// without a look at anything else. The descriptor is good until the file is closed.
func SystemFile(f File) (System, bool) {
	switch f := f.(type) {
	case frozenFile:
		s, ok := SystemFile(f.File)
		s.Write = false
		return s, ok
	case guardedFile:
		return SystemFile(f.File)
	case interface{ system() (System, bool) }:
		return f.system()
	}
	return System{}, false
}
