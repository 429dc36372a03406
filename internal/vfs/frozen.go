package vfs

// Frozen is a file system that nothing can be changed in: each mutation is
// ReadOnly (POSIX's EROFS), whatever flags it comes with, before anything below
// hears of it.
func Frozen(fs FS) FS { return frozenFS{fs} }

type frozenFS struct{ FS }

// Root opens the root directory, frozen.
func (f frozenFS) Root() (Dir, error) { return freezeDir(f.FS.Root()) }

func freezeDir(d Dir, err error) (Dir, error) {
	if err != nil {
		return nil, err
	}
	return frozenDir{d}, nil
}

// frozenDir answers every mutation of a Dir; reading passes.
type frozenDir struct{ Dir }

// twins asks what is frozen.
func (d frozenDir) twins(delicate bool) bool {
	dir, ok := d.Dir.(twinner)
	return ok && dir.twins(delicate)
}

// SetTimes is refused.
func (d frozenDir) SetTimes(_, _ SetTime) error { return ReadOnly }

// LsetTimes is refused.
func (d frozenDir) LsetTimes(_ string, _, _ SetTime) error { return ReadOnly }

// Mkdir is refused.
func (d frozenDir) Mkdir(string) error { return ReadOnly }

// Rmdir is refused.
func (d frozenDir) Rmdir(string) error { return ReadOnly }

// Unlink is refused.
func (d frozenDir) Unlink(string) error { return ReadOnly }

// Symlink is refused.
func (d frozenDir) Symlink(_, _ string) error { return ReadOnly }

// Link is refused.
func (d frozenDir) Link(_ string, _ Dir, _ string) error { return ReadOnly }

// Rename is refused.
func (d frozenDir) Rename(_ string, _ Dir, _ string) error { return ReadOnly }

// Dup opens the directory again, frozen.
func (d frozenDir) Dup(flags OpenFlags) (Dir, error) { return freezeDir(d.Dir.Dup(flags)) }

// OpenDir opens an entry, frozen.
func (d frozenDir) OpenDir(name string, flags OpenFlags) (Dir, error) {
	return freezeDir(d.Dir.OpenDir(name, flags))
}

// Open opens for reading alone. Create is refused even where the file exists: a
// guest that asks for it wants to write.
func (d frozenDir) Open(name string, flags OpenFlags) (File, error) {
	if flags&(Write|Append|Truncate) != 0 {
		return nil, ReadOnly
	}
	if flags&Create != 0 {
		return nil, d.refuseCreate(name, flags)
	}
	f, err := d.Dir.Open(name, flags)
	if err != nil {
		return nil, err
	}
	return frozenFile{f, ReadOnly}, nil
}

// refuseCreate says why a file isn't created: links are told apart, so that the
// tree follows them.
func (d frozenDir) refuseCreate(name string, flags OpenFlags) error {
	info, err := d.Lstat(name)
	switch {
	case err == nil && flags&Exclusive != 0:
		return Exist
	case err == nil && info.Type == SymbolicLink:
		return Loop
	}
	return ReadOnly
}

// frozenFile is a file that can't be changed, not even its times.
type frozenFile struct {
	File
	why Errno
}

// SetTimes is refused.
func (f frozenFile) SetTimes(_, _ SetTime) error { return f.why }

// SetSize fails as on any file opened read-only.
func (f frozenFile) SetSize(uint64) error { return BadDescriptor }

// WriteAt fails as on any file opened read-only.
func (f frozenFile) WriteAt([]byte, uint64) (int, error) { return 0, BadDescriptor }

// WriteEnd is refused likewise.
func (f frozenFile) WriteEnd([]byte) (int, error) { return 0, BadDescriptor }
