package vfs

import "unicode/utf8"

// DiskOptions are the limits of a diskfs.
type DiskOptions struct {
	// ReadOnly refuses every change, as Frozen does.
	ReadOnly bool
	// Quota is by how many bytes files may grow through this file system: lengths,
	// not blocks. What is cut off a file is given back; what is unlinked is not,
	// since it may live on, open or under another name. Names count besides: of
	// files, directories and links, as many as are made and not removed, after the
	// first 1,000 with 4 KiB each. 0 is no quota.
	Quota uint64
}

// OpenDisk gives a directory of the host as a file system. The directory is held
// open from here on: whoever renames, removes or replaces it, or a directory on
// the way to it, changes nothing for the guest.
//
// Guests see regular files, directories and symbolic links. FIFOs, sockets and
// devices show in listings, but opening one is NoSuchDevice, and neither waits nor
// reaches the device. Files are made with mode 0666 and directories with 0777,
// less the umask: never with set-user-ID bits. Names of the host that are not
// UTF-8 can't be said in WASI, and are left out of listings.
func OpenDisk(path string, opts DiskOptions) (FS, error) {
	fs, err := openDisk(path, opts.Quota)
	if err != nil {
		return nil, err
	}
	if opts.ReadOnly {
		return Frozen(fs), nil
	}
	return fs, nil
}

// checkName guards the door to the host: whatever the caller did, a name that
// reaches the system names one entry of one directory.
func checkName(name string) error {
	switch {
	case name == "":
		return NoEntry
	case name == "." || name == "..":
		return Invalid
	case len(name) > maxName:
		return NameTooLong
	case !utf8.ValidString(name):
		return IllegalByteSequence
	}
	return checkBytes(name)
}

// checkBytes is about what separates names, in whatever encoding.
func checkBytes(name string) error {
	for i := range len(name) {
		if name[i] == '/' || name[i] == 0 {
			return Invalid
		}
	}
	return checkHostName(name)
}
