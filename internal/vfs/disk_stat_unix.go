//go:build unix

package vfs

import (
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// statInfo gives what the system says of a file. The types of the fields differ
// between systems.
func statInfo(st *unix.Stat_t) Info {
	return Info{
		Type:     statType(uint32(st.Mode)),
		Links:    uint64(st.Nlink),
		Size:     uint64(max(st.Size, 0)),
		Accessed: time.Unix(st.Atim.Unix()),
		Modified: time.Unix(st.Mtim.Unix()),
		Changed:  time.Unix(st.Ctim.Unix()),
		Device:   uint64(st.Dev),
		ID:       uint64(st.Ino),
	}
}

// statRoot tells the root from other directories.
func statRoot(root *os.Root) (Info, error) {
	info, err := root.Stat(".")
	if err != nil {
		return Info{}, errno(err)
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return Info{}, Unsupported
	}
	return Info{Type: Directory, Device: uint64(st.Dev), ID: uint64(st.Ino)}, nil
}

func statType(mode uint32) FileType {
	switch mode & unix.S_IFMT {
	case unix.S_IFREG:
		return RegularFile
	case unix.S_IFDIR:
		return Directory
	case unix.S_IFLNK:
		return SymbolicLink
	case unix.S_IFIFO:
		return FIFO
	case unix.S_IFSOCK:
		return Socket
	case unix.S_IFBLK:
		return BlockDevice
	case unix.S_IFCHR:
		return CharacterDevice
	}
	return Unknown
}
