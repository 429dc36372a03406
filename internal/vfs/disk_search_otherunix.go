//go:build unix && !linux && !darwin && !freebsd

package vfs

import "golang.org/x/sys/unix"

// searchOnly is to open for reading: these systems have nothing that asks for less.
const searchOnly = unix.O_RDONLY
