package vfs

import "time"

// Rename moves an entry: POSIX.1-2024, rename. Where two errors apply, the one
// that Linux gives.
func (d *memDir) Rename(name string, to Dir, newName string) error {
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
	old := other.n.entries.get(newName)
	switch {
	case n.kind == Directory && other.n.below(n):
		return Invalid
	case old == n:
		return nil
	case old != nil:
		if err := replaceable(n, old, d.n); err != nil {
			return err
		}
	case other.n.links == 0:
		return NoEntry
	}
	return d.move(name, n, other, newName)
}

// below says whether a directory is another one, or lies below it.
func (n *inode) below(other *inode) bool {
	for ; n != nil; n = n.parent {
		if n == other {
			return true
		}
	}
	return false
}

// replaceable says whether n can take the place of old; from is where n is.
func replaceable(n, old, from *inode) error {
	switch {
	case old.kind == Directory && from.below(old):
		return NotEmpty // it holds what is to take its place
	case n.kind == Directory && old.kind != Directory:
		return NotDirectory
	case n.kind != Directory && old.kind == Directory:
		return IsDirectory
	case old.entries.len() > 0:
		return NotEmpty
	}
	return nil
}

// move takes n out of one directory and puts it into the other, in the place of
// what is there. mu is held, and nothing speaks against it but the quota, which
// may not hold a longer name. What the entry costs never leaves the quota between,
// or a writer could take it, and the entry would be lost.
func (d *memDir) move(name string, n *inode, other *memDir, newName string) error {
	old := other.n.entries.get(newName)
	switch {
	case old != nil:
		d.fs.give(named(name)) // the new name has been paid for
	case len(newName) <= len(name):
		d.fs.give(named(name) - named(newName))
	case !d.fs.take(named(newName) - named(name)):
		return InsufficientSpace
	}
	d.detach(name)
	if old != nil {
		other.n.entries.replace(newName, n)
		other.left(old)
		other.joined(n)
		d.fs.unlinked(old)
	} else {
		other.attach(newName, n)
	}
	n.mark(time.Now())
	return nil
}
