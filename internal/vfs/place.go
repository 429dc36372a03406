package vfs

import "github.com/qyvol/qyvol/internal/policy"

// place is a directory of the guest's tree, open.
type place struct {
	dir   Dir
	mount *mounted
	// path is where it is in its mount: what exclude is about. A directory that
	// is renamed keeps the old one here, which is why none is renamed that exclude
	// concerns, from or to.
	path string
	// at is the same place, for exclude: what of it is in force here.
	at policy.Place
	// twins says that names in it, or in one above, have other spellings: see twinner.
	twins bool
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
	exclude := p.excludes()
	return exclude.Hidden(exclude.Enter(p.at, name))
}

// twinner is a Dir that may know that each of its entries has other names than the one
// that a listing gives.
type twinner interface {
	// twins says so. delicate is about accents and the like, too.
	twins(delicate bool) bool
}

// asked finds out about the names in a directory that was opened, where it matters.
func (p place) asked() place {
	if p.twins || p.mount.exclude.Empty() {
		return p
	}
	if dir, ok := p.dir.(twinner); ok && dir.twins(p.mount.exclude.Delicate()) {
		p.twins = true
		p.at = p.excludes().At(p.path)
	}
	return p
}

// excludes are the patterns as they are to be read here.
func (p place) excludes() policy.Exclude {
	if p.twins {
		return p.mount.exclude.InTwins()
	}
	return p.mount.exclude
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
	next := place{mount: p.mount, path: p.join(name), twins: p.twins}
	hidden := false
	if exclude := p.mount.exclude; !exclude.Empty() {
		exclude = p.excludes()
		next.at = exclude.Enter(p.at, name)
		hidden = exclude.Hidden(next.at)
	}
	if hidden && !p.pinned(name) {
		return place{}, NoEntry
	}
	if len(next.path) > maxPlace {
		return place{}, NameTooLong
	}
	if p.pinned(name) {
		next.point = p.point.below[name]
	}
	var err error
	if next.point != nil && next.point.mount != nil {
		next.mount, next.path, next.twins = next.point.mount, "", false
		next.at = next.mount.exclude.Mount()
		if next.dir, err = next.mount.fs.Root(); err != nil {
			return next, err
		}
		return next.asked(), nil
	}
	if next.point == nil {
		if next.dir, err = p.mount.guard.opendir(p.dir, name, flags); err != nil {
			return next, err
		}
		return next.asked(), nil
	}
	// On the way to a mount. Where there is no directory, or not for the guest,
	// one is made up: an empty one, in which the tree shows mounts.
	if !hidden {
		if next.dir, err = p.mount.guard.opendir(p.dir, name, flags); err == nil {
			return next.asked(), nil
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
