//go:build !linux

package loader

// mapPath names the file: this system has no name for what a descriptor refers
// to. Somebody may have replaced it; statMapped tells, after mapping.
func (h handle) mapPath() string { return h.path }

// statMapped is the stamp of what mapPath names.
func (h handle) statMapped() (stamp, error) { return lstatFile(h.path) }
