// Package resident tells how much memory a process has.
package resident

// Self is how many bytes of memory this process has resident; ok is false where
// the system doesn't tell.
func Self() (bytes uint64, ok bool) {
	all, _, ok := self()
	return all, ok
}

// SelfPrivate is Self without the pages of files, such as mapped code.
func SelfPrivate() (bytes uint64, ok bool) {
	all, shared, ok := self()
	return all - min(shared, all), ok
}
