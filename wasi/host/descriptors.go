package host

import "github.com/qyvol/qyvol/internal/vfs"

// MayOpen reports whether the guest may open one file, directory or listing more:
// vfs.InsufficientMemory, as when the host's own descriptors run out. WASI has no
// EMFILE.
func (h *Host) MayOpen() error {
	if h.Counters.Open() >= h.config.Limits.Descriptors {
		return vfs.InsufficientMemory
	}
	return nil
}
