//go:build unix

package vfs

import "golang.org/x/sys/unix"

// lstatPath describes what the host has at a path.
func lstatPath(path string) (Info, error) {
	var st unix.Stat_t
	_, err := retry(func() (int, error) { return 0, unix.Lstat(path, &st) })
	if err != nil {
		return Info{}, errno(err)
	}
	return statInfo(&st), nil
}
