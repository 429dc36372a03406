//go:build unix

package command

import (
	"io/fs"
	"os"
	"syscall"
)

// isOwn tells a file that belongs to this user and has one name. A new file in its
// place would change hands, or leave the other names behind.
func isOwn(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid() && stat.Nlink == 1
}
