package vfs

// fileRenamer is a Dir whose entries somebody else may change between two calls.
type fileRenamer interface {
	// renameFile is Rename for what is no directory, as far as was seen. If it is one
	// by now, it stays where it is: Access.
	renameFile(name string, to Dir, newName string) error
}

// renameTries bounds how often a name may come and go while it is taken.
const renameTries = 16

// renameFile leaves it to the system, which moves no directory over what is none:
// where nothing has the new name, an empty file gets it first. Somebody who makes
// directories of both names in the same moment can still have one moved.
func (d *diskDir) renameFile(name string, to Dir, newName string) error {
	taken, err := take(to, newName)
	if err != nil {
		return err
	}
	err = d.Rename(name, to, newName)
	if err == nil {
		return nil
	}
	if taken != nil {
		giveBack(to, newName, *taken)
	}
	if err == NotDirectory { //nolint:errorlint // Dir gives Errno
		return Access
	}
	return err
}

// take sees to it that a name is there, and is no directory's. It returns the file
// that it made for that, if it did.
func take(to Dir, name string) (*Info, error) {
	for range renameTries {
		f, err := to.Open(name, Write|Create|Exclusive)
		if err == nil {
			info, err := f.Stat()
			_ = f.Close()
			return &info, err
		}
		if err != Exist { //nolint:errorlint // Dir gives Errno
			return nil, err
		}
		switch info, err := to.Lstat(name); {
		case err == nil && info.Type == Directory:
			return nil, IsDirectory
		case err != NoEntry: //nolint:errorlint // Dir gives Errno
			return nil, err
		}
	}
	return nil, Busy
}

// giveBack removes the file that take made, if it is still that.
func giveBack(to Dir, name string, taken Info) {
	is, err := to.Lstat(name)
	if err == nil && is.ID == taken.ID && is.Device == taken.Device && is.Size == 0 {
		_ = to.Unlink(name) // what is left is empty, and was asked for by the guest
	}
}
