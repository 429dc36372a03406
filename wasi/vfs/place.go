package vfs

// place is a directory of the guest's tree, open.
type place struct {
	dir   Dir
	mount *mounted
	// path is where it is in its mount: what exclude is about. A directory that
	// is renamed keeps the old one here, which is why none is renamed that exclude
	// concerns, from or to.
	path string
	// point is not nil where a mount is at it or below.
	point *point
}

// join gives an entry's path in the mount.
func (p place) join(name string) string {
	if p.path == "" {
		return name
	}
	return p.path + "/" + name
}

// pinned says whether a name is a mount, or on the way to one.
func (p place) pinned(name string) bool {
	return p.point != nil && p.point.below[name] != nil
}

// hidden says whether exclude hides a name. A mount shows all the same.
func (p place) hidden(name string) bool {
	if p.mount.exclude.Empty() || p.pinned(name) {
		return false
	}
	return p.mount.exclude.Hides(p.join(name))
}

// visible refuses a name that is hidden: nothing has it.
func (p place) visible(name string) error {
	if p.hidden(name) {
		return NoEntry
	}
	return nil
}

// changeable refuses a name that the guest can't give or take: hidden ones, whose
// error is given, and those of mounts.
func (p place) changeable(name string, hidden Errno) error {
	switch {
	case p.pinned(name):
		return Busy
	case p.hidden(name):
		return hidden
	}
	return nil
}

// open opens a directory below: another mount's root, or an entry.
func (p place) open(name string, flags OpenFlags) (place, error) {
	if err := p.visible(name); err != nil {
		return place{}, err
	}
	next := place{mount: p.mount, path: p.join(name)}
	if len(next.path) > maxPlace {
		return place{}, NameTooLong
	}
	if p.pinned(name) {
		next.point = p.point.below[name]
	}
	var err error
	if next.point != nil && next.point.mount != nil {
		next.mount, next.path = next.point.mount, ""
		next.dir, err = next.mount.fs.Root()
		return next, err
	}
	if next.point == nil {
		next.dir, err = p.dir.OpenDir(name, flags)
		return next, err
	}
	// On the way to a mount. Where there is no directory, or not for the guest,
	// one is made up: an empty one, in which the tree shows mounts.
	if !p.mount.exclude.Hides(next.path) {
		if next.dir, err = p.dir.OpenDir(name, flags); err == nil {
			return next, nil
		}
	}
	next.dir, err = next.point.way.Root()
	return next, err
}

// lstat describes an entry.
func (p place) lstat(name string) (Info, error) {
	if !p.pinned(name) {
		if err := p.visible(name); err != nil {
			return Info{}, err
		}
		return p.dir.Lstat(name)
	}
	next, err := p.open(name, 0)
	if err != nil {
		return Info{}, err
	}
	defer func() { _ = next.dir.Close() }()
	return next.dir.Stat()
}
