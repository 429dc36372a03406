package compiler

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// codeFile is a file without a name, in memory where that can be had.
func codeFile() (*os.File, error) {
	fd, err := unix.MemfdCreate("qyvol-code", unix.MFD_CLOEXEC)
	if err != nil {
		return unnamedFile()
	}
	return os.NewFile(uintptr(fd), "code"), nil
}

// pathOf names an open file.
func pathOf(file *os.File) string { return "/proc/self/fd/" + strconv.Itoa(int(file.Fd())) }
