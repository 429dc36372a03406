package vfs

// Opened is what OpenAt opens: either of them.
type Opened struct {
	File File
	Dir  *Handle
}

// OpenAt opens a file or a directory: open-at. follow is symlink-follow: without
// it a link is Loop. A directory can't be opened with Write, Create or Truncate:
// IsDirectory; DirectoryOnly with Create, Exclusive or Truncate is Invalid.
// Truncate and Create are changes, whether Write is there or not.
func (h *Handle) OpenAt(path string, follow bool, flags OpenFlags) (opened Opened, err error) {
	switch {
	case flags&DirectoryOnly != 0 && flags&(Create|Exclusive|Truncate) != 0:
		return Opened{}, Invalid
	case flags&mutates != 0 && !h.CanMutate:
		return Opened{}, NotPermitted
	}
	err = h.resolve(path, func(e entry) error {
		opened, err = h.open(e, follow, flags)
		return err
	})
	return opened, err
}

func (h *Handle) open(e entry, follow bool, flags OpenFlags) (Opened, error) {
	exclusive := flags&(Create|Exclusive) == Create|Exclusive
	switch {
	case e.self() || e.pinned(e.name):
		return h.openDir(e, follow, flags)
	case e.hidden(e.name) && flags&Create != 0:
		return Opened{}, Access
	case e.hidden(e.name):
		return Opened{}, NoEntry
	case e.slash && flags&Create != 0:
		return Opened{}, IsDirectory // Linux's answer, whatever is there
	case e.slash || flags&DirectoryOnly != 0:
		return h.openDir(e, follow, flags)
	}
	if flags&mutates != 0 && e.fixed(flags) {
		return Opened{}, ReadOnly
	}
	f, err := e.dir.Open(e.name, flags)
	switch {
	case err == IsDirectory && flags&mutates == 0: //nolint:errorlint // Dir gives Errno
		return h.openDir(e, follow, flags)
	case err == Loop && follow && !exclusive: //nolint:errorlint // Dir gives Errno
		return Opened{}, errFollow
	case err != nil:
		return Opened{}, err
	case !h.CanMutate:
		f = frozenFile{f, NotPermitted}
	case e.mount.guard != nil && flags&mutates == 0:
		f = guardedFile{f, e.mount.guard}
	}
	return Opened{File: f}, nil
}

// fixed says whether the entry is a file that is guarded, or would be if it was made.
// What is something else, the opening finds out.
func (e entry) fixed(flags OpenFlags) bool {
	info, kept, there := e.mount.guard.keeps(e.dir, e.name)
	switch {
	case !kept:
		return false
	case !there:
		return flags&Create != 0
	}
	return info.Type == RegularFile && flags&(Create|Exclusive) != Create|Exclusive
}

// openDir opens a directory, the one that the walk is in among them.
func (h *Handle) openDir(e entry, follow bool, flags OpenFlags) (Opened, error) {
	p := e.place
	var err error
	if e.self() {
		p.dir, err = e.dir.Dup(flags)
	} else {
		p, err = e.open(e.name, flags)
	}
	switch {
	case err == Loop && (follow || e.slash): //nolint:errorlint // Dir gives Errno
		return Opened{}, errFollow
	case err != nil:
		return Opened{}, err
	case flags&mutates != 0:
		_ = p.dir.Close()
		if flags&(Create|Exclusive) == Create|Exclusive {
			return Opened{}, Exist
		}
		return Opened{}, IsDirectory
	}
	return Opened{Dir: &Handle{at: p, CanMutate: h.CanMutate}}, nil
}
