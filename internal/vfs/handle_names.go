package vfs

import "errors"

// CreateDirAt makes a directory: create-directory-at. A slash may follow the name.
func (h *Handle) CreateDirAt(path string) error {
	return h.mutate(path, func(e entry) error {
		if err := e.creatable(); err != nil {
			return err
		}
		e.mount.kinds.RLock()
		defer e.mount.kinds.RUnlock()
		return e.dir.Mkdir(e.name)
	})
}

// creatable refuses a name that can't be made: it is there, or it is hidden.
func (e entry) creatable() error {
	switch {
	case e.self() || e.pinned(e.name):
		return Exist
	case e.hidden(e.name):
		return Access
	}
	if _, kept, there := e.mount.guard.keeps(e.dir, e.name); kept && !there {
		return Busy
	}
	return nil
}

// nameable is creatable for what is no directory: no slash may follow. With one,
// what is there and no directory is NotDirectory: POSIX.1-2024, 4.16. Linux says
// Exist.
func (e entry) nameable() error {
	if err := e.creatable(); err != nil || !e.slash {
		return err
	}
	info, err := e.lstat()
	switch {
	case err != nil:
		return NoEntry
	case info.Type == Directory || info.Type == SymbolicLink:
		return Exist
	}
	return NotDirectory
}

// RemoveDirAt removes an empty directory: remove-directory-at. One in which only
// excluded things are is NotEmpty.
func (h *Handle) RemoveDirAt(path string) error {
	return h.mutate(path, func(e entry) error {
		switch {
		case e.self() && e.up:
			return NotEmpty
		case e.self():
			return Invalid
		}
		if err := e.changeable(e.name, NoEntry); err != nil {
			return err
		}
		if e.held() {
			return Busy
		}
		if e.slash {
			if err := h.notFile(e, path); !errors.Is(err, IsDirectory) {
				return err
			}
		}
		return e.dir.Rmdir(e.name)
	})
}

// held says whether the entry stays where it is: a directory whatever its name, or what is
// guarded.
func (e entry) held() bool {
	if _, kept, there := e.mount.guard.keeps(e.dir, e.name); kept && there {
		return true
	}
	if len(e.mount.held) == 0 {
		return false
	}
	info, err := e.dir.Lstat(e.name)
	return err == nil && info.Type == Directory && e.mount.held[info.identity()]
}

// UnlinkFileAt removes the name of what is no directory: unlink-file-at.
func (h *Handle) UnlinkFileAt(path string) error {
	return h.mutate(path, func(e entry) error {
		if e.self() {
			return IsDirectory
		}
		if err := e.changeable(e.name, NoEntry); err != nil {
			return err
		}
		if e.slash {
			return h.notFile(e, path)
		}
		if e.held() {
			return Busy
		}
		return e.dir.Unlink(e.name)
	})
}

// SymlinkAt makes a link: symlink-at. An absolute target is NotPermitted, as in
// wasmtime. One that leads out may be made, but not followed.
func (h *Handle) SymlinkAt(target, path string) error {
	if !h.CanMutate {
		return NotPermitted
	}
	if err := checkTarget(target); err != nil {
		return err
	}
	return h.mutate(path, func(e entry) error {
		if err := e.nameable(); err != nil {
			return err
		}
		return e.dir.Symlink(target, e.name)
	})
}

// LinkAt gives a file, or without followOld a link, another name: link-at.
// Directories are NotPermitted, other mounts CrossDevice.
func (h *Handle) LinkAt(followOld bool, oldPath string, to *Handle, newPath string) error {
	return h.mutate(oldPath, func(src entry) error {
		info, err := src.find(followOld)
		if err != nil {
			return err
		}
		if !src.self() && info.Type != Directory && src.held() {
			return Busy
		}
		return to.mutate(newPath, func(dst entry) error {
			if err := dst.nameable(); err != nil {
				return err
			}
			switch {
			case info.Type == Directory:
				return NotPermitted
			case src.mount != dst.mount:
				return CrossDevice
			}
			return src.dir.Link(src.name, dst.dir, dst.name)
		})
	})
}
