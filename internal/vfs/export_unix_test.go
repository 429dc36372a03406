//go:build unix

package vfs

// WriteEnd exports how a file's end is written to where the system can't by itself.
func WriteEnd(fs FS, fd int, b []byte) (int, error) {
	disk, _ := fs.(*diskFS)
	return disk.growth.writeEnd(fd, b)
}
