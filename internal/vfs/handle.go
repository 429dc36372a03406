package vfs

import (
	"errors"
	"path"
)

// Handle is an open directory as a guest's descriptor has it: paths are resolved
// relative to it, and never lead above it. Its methods are those of the resource
// descriptor of wasi:filesystem/types 0.2 that concern directories.
//
// A path that is absolute, or that leads above the handle, by ".." or a link, is
// NotPermitted. It is Invalid with a NUL, IllegalByteSequence if it isn't UTF-8,
// NameTooLong over 4,095 bytes or with a component over 255, Loop over 40 links.
type Handle struct {
	at place
	// CanMutate is what mutate-directory says, and is inherited by what is opened
	// from here. Without it a change is NotPermitted, as in wasmtime; on a mount
	// that is read-only it is ReadOnly, as in POSIX. Not to be changed once in use.
	CanMutate bool
}

// entry is where an operation acts: a name in an open directory, or "" for the
// directory itself.
type entry struct {
	place
	name  string
	slash bool // a slash follows: it must be a directory
	up    bool // with "": by "..", not by "."
}

// self says that it is the directory itself.
func (e entry) self() bool { return e.name == "" }

// resolve walks a path and calls with its last component; again, if the call says
// errFollow.
func (h *Handle) resolve(path string, call func(entry) error) error {
	w := walk{base: h.at}
	defer w.close()
	if err := w.enqueue(path); err != nil {
		return err
	}
	for {
		name, slash, err := w.parent()
		if err != nil {
			return err
		}
		err = call(entry{place: w.here(), name: name, slash: slash, up: w.up})
		if err != errFollow { //nolint:errorlint // never wrapped, and asked for on every path
			return err
		}
		if err := w.follow(name); err != nil {
			return err
		}
	}
}

// mutate is resolve for what changes something.
func (h *Handle) mutate(path string, call func(entry) error) error {
	if !h.CanMutate {
		return NotPermitted
	}
	return h.resolve(path, call)
}

// lstat describes what the entry is.
func (e entry) lstat() (Info, error) {
	if e.self() {
		return e.dir.Stat()
	}
	return e.place.lstat(e.name)
}

// find describes what the entry is, and asks to follow a link, if follow or a
// slash says so.
func (e entry) find(follow bool) (Info, error) {
	info, err := e.lstat()
	switch {
	case err != nil:
		return Info{}, err
	case info.Type == SymbolicLink && (follow || e.slash):
		return Info{}, errFollow
	case info.Type != Directory && e.slash:
		return Info{}, NotDirectory
	}
	return info, nil
}

// notFile answers for an operation that wants a name without a slash, when there
// is one: the error for what has this name. A link is followed to say that it
// leads out, if it does; otherwise Linux's answer is that a link is no directory.
func (h *Handle) notFile(e entry, path string) error {
	info, err := e.lstat()
	switch {
	case err != nil:
		return err
	case info.Type == Directory:
		return IsDirectory
	case info.Type == SymbolicLink:
		if _, err := h.StatAt(path, true); errors.Is(err, NotPermitted) {
			return NotPermitted
		}
	}
	return NotDirectory
}

// Path is the guest's absolute path of the directory, by which it was opened. It
// is for people to read: what is at it may have changed.
func (h *Handle) Path() string { return path.Join(h.at.mount.at, h.at.path) }

// Stat describes the directory.
func (h *Handle) Stat() (Info, error) { return h.at.dir.Stat() }

// SetTimes sets its times.
func (h *Handle) SetTimes(accessed, modified SetTime) error {
	if !h.CanMutate {
		return NotPermitted
	}
	return h.at.dir.SetTimes(accessed, modified)
}

// Sync writes the directory to the device.
func (h *Handle) Sync(dataOnly bool) error { return h.at.dir.Sync(dataOnly) }

// Close lets go of the directory. What was opened from it stays open.
func (h *Handle) Close() error { return h.at.dir.Close() }

// StatAt describes a file: stat-at.
func (h *Handle) StatAt(path string, follow bool) (info Info, err error) {
	err = h.resolve(path, func(e entry) error {
		info, err = e.find(follow)
		return err
	})
	return info, err
}

// SetTimesAt sets a file's times: set-times-at.
func (h *Handle) SetTimesAt(path string, follow bool, accessed, modified SetTime) error {
	return h.mutate(path, func(e entry) error {
		if _, err := e.find(follow); err != nil {
			return err
		}
		switch {
		case e.self():
			return e.dir.SetTimes(accessed, modified)
		case e.pinned(e.name):
			p, err := e.open(e.name, 0)
			if err != nil {
				return err
			}
			defer func() { _ = p.dir.Close() }()
			return p.dir.SetTimes(accessed, modified)
		}
		if info, kept, _ := e.mount.guard.keeps(e.dir, e.name); kept && info.Type != Directory {
			return ReadOnly
		}
		return e.dir.LsetTimes(e.name, accessed, modified)
	})
}

// ReadlinkAt gives a link's target: readlink-at. Of what is no link it is Invalid,
// and of one to an absolute path, which says where the host keeps its files,
// NotPermitted.
func (h *Handle) ReadlinkAt(path string) (target string, err error) {
	err = h.resolve(path, func(e entry) error {
		info, err := e.find(false)
		switch {
		case err != nil:
			return err
		case info.Type != SymbolicLink:
			return Invalid
		}
		if target, err = e.dir.Readlink(e.name); err != nil {
			return err
		}
		return checkTarget(target)
	})
	if err != nil {
		return "", err
	}
	return target, nil
}

// checkTarget refuses what no link that a guest may see or make points to.
func checkTarget(target string) error { return checkPath(target) }
