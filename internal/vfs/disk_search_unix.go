//go:build darwin || freebsd

package vfs

import "golang.org/x/sys/unix"

// searchOnly opens a directory to look names up in it: it takes no other permission.
const searchOnly = unix.O_SEARCH
