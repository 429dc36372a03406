package vfs

// RenameAt moves a file: rename-at, POSIX.1-2024 rename. To another mount it is
// CrossDevice. A mount, or a directory on the way to one, is Busy.
func (h *Handle) RenameAt(oldPath string, to *Handle, newPath string) error {
	return h.mutate(oldPath, func(src entry) error {
		return to.mutate(newPath, func(dst entry) error { return rename(src, dst) })
	})
}

func rename(src, dst entry) error {
	if src.self() || dst.self() {
		return Busy
	}
	if err := src.changeable(src.name, NoEntry); err != nil {
		return err
	}
	if src.mount != dst.mount {
		return renameAcross(src)
	}
	if err := dst.changeable(dst.name, Access); err != nil {
		return err
	}
	if _, kept, _ := dst.mount.guard.keeps(dst.dir, dst.name); kept || src.held() || dst.held() {
		return Busy
	}
	if src.slash || dst.slash {
		if err := src.directory(); err != nil {
			return err
		}
	}
	if !src.concerned() && !dst.concerned() {
		return src.dir.Rename(src.name, dst.dir, dst.name)
	}
	return renameFile(src, dst)
}

// renameAcross says that what isn't there isn't there, before CrossDevice, after
// which programs copy.
func renameAcross(src entry) error {
	if _, err := src.lstat(); err != nil {
		return err
	}
	return CrossDevice
}

// directory refuses what isn't one. It only chooses the error: a name without a
// slash would do the same.
func (e entry) directory() error {
	info, err := e.lstat()
	switch {
	case err != nil:
		return err
	case info.Type != Directory:
		return NotDirectory
	}
	return nil
}

// concerned says whether exclude has something to say about the entry, or what
// could lie below it.
func (e entry) concerned() bool {
	if e.mount.exclude.Empty() {
		return false
	}
	exclude := e.excludes()
	return exclude.Concerned(exclude.Enter(e.at, e.name))
}

// renameFile renames what must not be a directory: below it something excluded
// could come out of hiding, or go into it. No other guest may put one there
// between the look and the move, and no other process.
func renameFile(src, dst entry) error {
	src.mount.kinds.Lock()
	defer src.mount.kinds.Unlock()
	info, err := src.lstat()
	switch {
	case err != nil:
		return err
	case info.Type == Directory:
		return Access
	}
	if dir, ok := src.dir.(fileRenamer); ok {
		return dir.renameFile(src.name, dst.dir, dst.name)
	}
	return src.dir.Rename(src.name, dst.dir, dst.name)
}
