package codecache

import "strconv"

// mapPath names the open file itself, so that what is mapped is what was
// checked, even if the entry has been replaced meanwhile.
func (f file) mapPath() string { return "/proc/self/fd/" + strconv.Itoa(f.fd) }

// statMapped is the stamp of what mapPath names.
func (f file) statMapped() (Stamp, error) { return f.stat() }
