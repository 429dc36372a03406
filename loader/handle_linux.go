package loader

import "strconv"

// mapPath names the open file itself, so that what is mapped is what was
// checked, even if the entry has been replaced meanwhile.
func (h handle) mapPath() string { return "/proc/self/fd/" + strconv.Itoa(h.fd) }

// statMapped is the stamp of what mapPath names.
func (h handle) statMapped() (stamp, error) { return h.stat() }
