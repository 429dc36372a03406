package vfs

// Used exports how much of its quota a file system in memory has given out.
func Used(fs FS) uint64 {
	mem, _ := fs.(*memFS)
	return mem.used.Load()
}
