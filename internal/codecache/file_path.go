//go:build !linux

package codecache

// mapPath names the file: this system has no name for what a descriptor refers
// to. Somebody may have replaced it; statMapped tells, after mapping.
func (f file) mapPath() string { return f.path }

// statMapped is the stamp of what mapPath names.
func (f file) statMapped() (Stamp, error) { return lstat(f.path) }
