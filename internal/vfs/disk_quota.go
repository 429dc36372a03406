package vfs

import "sync"

// What names cost of the quota of a disk: they take room there too, and a guest
// could make them without end. A quota of some bytes should still do for some files,
// so those that a program usually makes are free.
const (
	freeNames = 1000
	nameCost  = 4 << 10 // bytes of each further one: about what a directory or a long link takes
	// maxGrown is of how many files it is known by how much they have grown.
	maxGrown = 10_000
)

// growth counts by how much files may still grow. Who changes a file's size, or
// makes or removes a name, holds mu from the look at it to the change, or two could
// grow it by the same bytes.
type growth struct {
	mu    sync.Mutex
	limit uint64              // 0: none
	used  uint64              // by the lengths of files
	files map[Identity]uint64 // by how much each has grown; what isn't known isn't given back
	names uint64              // made, less those removed
	// ends is held by who finds out where a file ends to write there.
	ends sync.Mutex
}

// left is how much there is still room for.
func (g *growth) left() uint64 {
	used := g.used
	if g.names > freeNames {
		used += (g.names - freeNames) * nameCost
	}
	return g.limit - min(g.limit, used)
}

// allowed gives up to which size a file may grow that has this one.
func (g *growth) allowed(size uint64) uint64 {
	return size + min(g.left(), maxSize-size)
}

// changed counts that the size of a file changed that was described before. What it has
// grown by is given back when it is cut, and not what it had before.
func (g *growth) changed(file Info, to uint64) {
	id := file.identity()
	grown, known := g.files[id]
	switch from := file.Size; {
	case to > from:
		g.used += to - from
		if known || len(g.files) < maxGrown {
			if g.files == nil {
				g.files = map[Identity]uint64{}
			}
			g.files[id] = grown + to - from
		}
	case known && to < from:
		back := min(grown, from-to)
		g.used -= min(g.used, back)
		if g.files[id] = grown - back; back == grown {
			delete(g.files, id)
		}
	}
}

// makes does what makes a name, if there is room for it.
func (d *diskDir) makes(name string, do func() error) error {
	g := &d.fs.growth
	if g.limit == 0 {
		return do()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.names >= freeNames && g.left() < nameCost {
		switch is, err := d.has(name); {
		case err != nil:
			return err
		case is:
			return Exist
		}
		return InsufficientSpace
	}
	err := do()
	if err == nil {
		g.names++
	}
	return err
}

// removes does what removes a name.
func (d *diskDir) removes(do func() error) error {
	g := &d.fs.growth
	if g.limit == 0 {
		return do()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	err := do()
	if err == nil {
		g.names -= min(g.names, 1)
	}
	return err
}

// moves does what moves a name, perhaps over another, which is then gone.
func (d *diskDir) moves(name string, to *diskDir, newName string, do func() error) error {
	g := &d.fs.growth
	if g.limit == 0 {
		return do()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	replaces, _ := to.has(newName) // what is wrong with it is for the change to tell
	if err := do(); err != nil || !replaces {
		return err
	}
	// Two names of one file both stay.
	if stays, err := d.has(name); err == nil && !stays {
		g.names -= min(g.names, 1)
	}
	return nil
}

// has tells whether there is an entry.
func (d *diskDir) has(name string) (bool, error) {
	_, err := d.Lstat(name)
	if err == NoEntry { //nolint:errorlint // errno's are never wrapped
		return false, nil
	}
	return err == nil, err
}

// sibling gives a directory of the same file system.
func (d *diskDir) sibling(to Dir) (*diskDir, error) {
	other, ok := to.(*diskDir)
	if !ok || other.fs != d.fs {
		return nil, CrossDevice
	}
	return other, nil
}
