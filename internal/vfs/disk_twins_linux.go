package vfs

import "golang.org/x/sys/unix"

// twins says whether an entry of the directory may have several names: by its file
// system, or, as ext4 decides that for each directory, by its flags.
func (d *diskDir) twins(delicate bool) (is bool) {
	var st unix.Statfs_t
	if err := d.use(func(fd int) error { return unix.Fstatfs(fd, &st) }); err != nil {
		return true // it can't be ruled out
	}
	switch twinNames(uint32(st.Type)) { //nolint:gosec // a magic number of 32 bits
	case always:
		return true
	case byFlag:
		return delicate && d.folds()
	default:
		return false
	}
}

// folding is when a file system takes several names for one.
type folding uint8

const (
	never folding = iota
	always
	byFlag
)

// twinNames knows the file systems, by their magic numbers: those that fold case, drop
// what ends a name, make up short names, or put accents into one form. What FUSE and
// network file systems do with names is their server's matter.
func twinNames(magic uint32) folding {
	const (
		exfat, ntfs, ntfs3, hfs, hfsplus = 0x2011BAB0, 0x5346544E, 0x7366746E, 0x4244, 0x482B
		jfs, vboxsf, zfs, bcachefs       = 0x3153464A, 0x786F4256, 0x2FC12FC1, 0xCA451A4E
		hfsx                             = 0x4858
	)
	switch magic {
	case unix.MSDOS_SUPER_MAGIC, exfat, ntfs, ntfs3, hfs, hfsplus, hfsx, jfs, vboxsf, zfs,
		unix.FUSE_SUPER_MAGIC, unix.SMB_SUPER_MAGIC, unix.CIFS_SUPER_MAGIC, unix.SMB2_SUPER_MAGIC,
		unix.V9FS_MAGIC, unix.ISOFS_SUPER_MAGIC, unix.UDF_SUPER_MAGIC:
		return always
	case unix.EXT4_SUPER_MAGIC, unix.F2FS_SUPER_MAGIC, unix.TMPFS_MAGIC, unix.OVERLAYFS_SUPER_MAGIC, bcachefs:
		return byFlag
	}
	return never
}

// folds asks for the flag by which a directory folds. One that can't be opened to be
// asked may have it.
func (d *diskDir) folds() (is bool) {
	const casefold = 0x40000000 // FS_CASEFOLD_FL
	open, err := d.opendir(".", Read)
	if err != nil {
		return true
	}
	defer func() { _ = open.Close() }()
	err = open.use(func(fd int) error {
		flags, err := unix.IoctlGetInt(fd, unix.FS_IOC_GETFLAGS)
		is = flags&casefold != 0
		return err
	})
	// Where there are no flags, none is set.
	return is || err != nil && err != NoTTY && err != Unsupported //nolint:errorlint // errno's are never wrapped
}
