package vfs

import "time"

// memDir is an open directory of a memFS.
type memDir struct {
	fs     *memFS
	n      *inode
	closed bool // guarded by fs.mu
}

// openDir opens a directory. mu is held.
func (fs *memFS) openDir(n *inode) *memDir {
	n.opens++
	return &memDir{fs: fs, n: n}
}

// lock takes the file system to change it, if the directory is open.
func (d *memDir) lock() error {
	d.fs.mu.Lock()
	if d.closed {
		d.fs.mu.Unlock()
		return BadDescriptor
	}
	return nil
}

// rlock takes the file system to look at it, if the directory is open.
func (d *memDir) rlock() error {
	d.fs.mu.RLock()
	if d.closed {
		d.fs.mu.RUnlock()
		return BadDescriptor
	}
	return nil
}

// entry finds an entry. mu is held.
func (d *memDir) entry(name string) (*inode, error) {
	if n := d.n.entries.get(name); n != nil {
		return n, nil
	}
	return nil, NoEntry
}

// Stat describes the directory.
func (d *memDir) Stat() (Info, error) {
	if err := d.rlock(); err != nil {
		return Info{}, err
	}
	defer d.fs.mu.RUnlock()
	return d.fs.info(d.n), nil
}

// SetTimes sets the directory's times.
func (d *memDir) SetTimes(accessed, modified SetTime) error {
	if err := d.rlock(); err != nil {
		return err
	}
	defer d.fs.mu.RUnlock()
	d.n.setTimes(accessed, modified)
	return nil
}

// Sync has nothing to do.
func (d *memDir) Sync(bool) error { return nil }

// Lstat describes an entry.
func (d *memDir) Lstat(name string) (Info, error) {
	if err := d.rlock(); err != nil {
		return Info{}, err
	}
	defer d.fs.mu.RUnlock()
	n, err := d.entry(name)
	if err != nil {
		return Info{}, err
	}
	return d.fs.info(n), nil
}

// LsetTimes sets an entry's times.
func (d *memDir) LsetTimes(name string, accessed, modified SetTime) error {
	if err := d.rlock(); err != nil {
		return err
	}
	defer d.fs.mu.RUnlock()
	n, err := d.entry(name)
	if err != nil {
		return err
	}
	n.setTimes(accessed, modified)
	return nil
}

// Readlink gives a link's target.
func (d *memDir) Readlink(name string) (string, error) {
	if err := d.rlock(); err != nil {
		return "", err
	}
	defer d.fs.mu.RUnlock()
	n, err := d.entry(name)
	switch {
	case err != nil:
		return "", err
	case n.kind != SymbolicLink:
		return "", Invalid
	}
	return n.target, nil
}

// OpenDir opens an entry that is a directory.
func (d *memDir) OpenDir(name string, _ OpenFlags) (Dir, error) {
	if err := d.lock(); err != nil {
		return nil, err
	}
	defer d.fs.mu.Unlock()
	n, err := d.entry(name)
	switch {
	case err != nil:
		return nil, err
	case n.kind == SymbolicLink:
		return nil, Loop
	case n.kind != Directory:
		return nil, NotDirectory
	}
	return d.fs.openDir(n), nil
}

// Search has nothing to say: here nobody is kept from anything.
func (d *memDir) Search() error {
	if err := d.lock(); err != nil {
		return err
	}
	d.fs.mu.Unlock()
	return nil
}

// Dup opens the same directory again.
func (d *memDir) Dup(OpenFlags) (Dir, error) {
	if err := d.lock(); err != nil {
		return nil, err
	}
	defer d.fs.mu.Unlock()
	return d.fs.openDir(d.n), nil
}

// Close lets go of the directory.
func (d *memDir) Close() error {
	if d.lock() != nil {
		return nil
	}
	defer d.fs.mu.Unlock()
	d.closed = true
	d.n.opens--
	d.fs.release(d.n)
	return nil
}

// Open opens a regular file, or makes one.
func (d *memDir) Open(name string, flags OpenFlags) (File, error) {
	if err := d.lock(); err != nil {
		return nil, err
	}
	defer d.fs.mu.Unlock()
	n, err := d.entry(name)
	switch {
	case err != nil && flags&Create != 0:
		n = d.fs.inode(RegularFile)
		if err := d.add(name, n); err != nil {
			return nil, err
		}
	case err != nil:
		return nil, err
	case flags&Create != 0 && flags&Exclusive != 0:
		return nil, Exist
	case n.kind == SymbolicLink:
		return nil, Loop
	case n.kind == Directory:
		return nil, IsDirectory
	case flags&Truncate != 0:
		d.fs.truncate(n)
	}
	n.opens++
	return &memFile{fs: d.fs, n: n, flags: flags}, nil
}

// truncate empties a file. mu is held.
func (fs *memFS) truncate(n *inode) {
	n.mu.Lock()
	defer n.mu.Unlock()
	fs.cut(n, 0)
	n.modified = time.Now()
	n.changed = n.modified
}
