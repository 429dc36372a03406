// Package resident tells how much memory a process has.
package resident

// Self is how many bytes of memory this process has resident; ok is false where
// the system doesn't tell.
func Self() (bytes uint64, ok bool) { return read("/proc/self/statm") }
