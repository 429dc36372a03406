package vfs

import "time"

// Changing names: POSIX.1-2024, mkdir, rmdir, unlink, symlink, link, rename. The
// file system's lock is held from the look to the change.

// add gives a new inode its first name. mu is held.
func (d *memDir) add(name string, n *inode) error {
	if d.n.entries.get(name) != nil {
		return Exist
	}
	if d.n.links == 0 {
		return NoEntry // the directory was removed
	}
	if !d.fs.take(n.cost() + named(name)) {
		return InsufficientSpace
	}
	d.attach(name, n)
	n.links = 1
	if n.kind == Directory {
		n.links = 2
	}
	return nil
}

// attach puts an entry into the directory, where there is none. Its cost has been
// taken. mu is held.
func (d *memDir) attach(name string, n *inode) {
	d.fs.places++
	d.n.entries.add(name, n, d.fs.places)
	d.joined(n)
}

// joined notes that an inode has got an entry in the directory. mu is held.
func (d *memDir) joined(n *inode) {
	if n.kind == Directory {
		n.parent = d.n
		d.n.links++
	}
	d.n.touch(time.Now())
}

// detach takes an entry out. Its inode keeps its count of links, and the quota its
// cost. mu is held.
func (d *memDir) detach(name string) {
	n := d.n.entries.get(name)
	d.n.entries.remove(name)
	d.left(n)
}

// left notes that an inode has lost an entry of the directory. mu is held.
func (d *memDir) left(n *inode) {
	if n.kind == Directory {
		n.parent = nil
		d.n.links--
	}
	d.n.touch(time.Now())
}

// named is what an entry with this name costs of the quota.
func named(name string) uint64 { return entryCost + uint64(len(name)) }

// drop takes an entry out for good: its inode has a name less. mu is held.
func (d *memDir) drop(name string) {
	n := d.n.entries.get(name)
	d.detach(name)
	d.fs.give(named(name))
	d.fs.unlinked(n)
}

// unlinked frees an inode that has lost a name, if it was the last one. mu is held.
func (fs *memFS) unlinked(n *inode) {
	if n.links--; n.kind == Directory {
		n.links = 0
	}
	n.mark(time.Now())
	fs.release(n)
}

// Mkdir makes a directory.
func (d *memDir) Mkdir(name string) error {
	if err := d.lock(); err != nil {
		return err
	}
	defer d.fs.mu.Unlock()
	return d.add(name, d.fs.inode(Directory))
}

// Symlink makes a link.
func (d *memDir) Symlink(target, name string) error {
	if err := d.lock(); err != nil {
		return err
	}
	defer d.fs.mu.Unlock()
	n := d.fs.inode(SymbolicLink)
	n.target = target
	return d.add(name, n)
}

// Rmdir removes an empty directory.
func (d *memDir) Rmdir(name string) error {
	if err := d.lock(); err != nil {
		return err
	}
	defer d.fs.mu.Unlock()
	n, err := d.entry(name)
	switch {
	case err != nil:
		return err
	case n.kind != Directory:
		return NotDirectory
	case n.entries.len() > 0:
		return NotEmpty
	}
	d.drop(name)
	return nil
}

// Unlink removes the name of what is no directory.
func (d *memDir) Unlink(name string) error {
	if err := d.lock(); err != nil {
		return err
	}
	defer d.fs.mu.Unlock()
	n, err := d.entry(name)
	switch {
	case err != nil:
		return err
	case n.kind == Directory:
		return IsDirectory
	}
	d.drop(name)
	return nil
}

// sibling is another open directory of the same file system. mu is held.
func (d *memDir) sibling(to Dir) (*memDir, error) {
	other, ok := to.(*memDir)
	switch {
	case !ok || other.fs != d.fs:
		return nil, CrossDevice
	case other.closed:
		return nil, BadDescriptor
	}
	return other, nil
}

// Link gives what is no directory another name.
func (d *memDir) Link(name string, to Dir, newName string) error {
	if err := d.lock(); err != nil {
		return err
	}
	defer d.fs.mu.Unlock()
	other, err := d.sibling(to)
	if err != nil {
		return err
	}
	n, err := d.entry(name)
	if err != nil {
		return err
	}
	if other.n.entries.get(newName) != nil {
		return Exist
	}
	switch {
	case n.kind == Directory:
		return NotPermitted
	case other.n.links == 0:
		return NoEntry
	case !d.fs.take(named(newName)):
		return InsufficientSpace
	}
	other.attach(newName, n)
	n.links++
	n.mark(time.Now())
	return nil
}
