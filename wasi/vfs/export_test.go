package vfs

// Hides exports excluder.hides.
func Hides(pattern, path string) (hides, concerns bool, err error) {
	e, err := newExcluder([]string{pattern})
	return e.hides(path), e.concerns(path), err
}

// Used exports how much of its quota a file system in memory has given out.
func Used(fs FS) (used, listings uint64) {
	mem, _ := fs.(*memFS)
	return mem.used.Load(), mem.listings.Load()
}
