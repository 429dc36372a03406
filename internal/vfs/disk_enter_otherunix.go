//go:build unix && !linux

package vfs

// enter opens an entry that is a directory.
func (d *diskDir) enter(name string, flags int) (int, error) { return d.openat(name, flags) }
