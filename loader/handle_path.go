//go:build !linux

package loader

// mapPath names the file: this system has no name for what a descriptor refers
// to. The caller compares stamps again after mapping.
func (h handle) mapPath() string { return h.path }
