package vfs

import (
	"testing"

	"golang.org/x/sys/unix"
)

func TestFileSystemsWithTwinNames(t *testing.T) {
	for magic, want := range map[uint32]folding{
		unix.MSDOS_SUPER_MAGIC: always, 0x2011BAB0: always, 0x7366746E: always, 0x482B: always, unix.CIFS_SUPER_MAGIC: always,
		unix.FUSE_SUPER_MAGIC: always, unix.EXT4_SUPER_MAGIC: byFlag, unix.TMPFS_MAGIC: byFlag, unix.XFS_SUPER_MAGIC: never,
		unix.BTRFS_SUPER_MAGIC: never, unix.NFS_SUPER_MAGIC: never,
	} {
		if got := twinNames(magic); got != want {
			t.Errorf("%x: %d", magic, got)
		}
	}
	files, err := OpenDisk(t.TempDir(), DiskOptions{})
	mustDo(t, err)
	root, err := files.Root()
	mustDo(t, err)
	dir, _ := root.(*diskDir)
	var st unix.Statfs_t
	mustDo(t, dir.use(func(fd int) error { return unix.Fstatfs(fd, &st) }))
	if folding := twinNames(uint32(st.Type)); folding != always && (dir.twins(true) || dir.twins(false)) {
		t.Error("a directory that folds nothing")
	}
}
