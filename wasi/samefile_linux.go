package wasi

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// sameFile reports whether two writers are one open file, as after 2>&1, or lead to
// one pipe, socket or device.
func sameFile(a, b io.Writer) bool {
	f, isFile := a.(*os.File)
	g, too := b.(*os.File)
	if !isFile || !too {
		return false
	}
	one, err := f.Stat()
	if err != nil {
		return false
	}
	other, err := g.Stat()
	if err != nil || !os.SameFile(one, other) {
		return false
	}
	return !one.Mode().IsRegular() || sameDescription(f, g)
}

// sameDescription reports whether two descriptors of a file share their position. If
// the system doesn't say, they don't.
func sameDescription(f, g *os.File) bool {
	same := false
	withDescriptor(f, func(a uintptr) {
		withDescriptor(g, func(b uintptr) {
			self := uintptr(os.Getpid())
			const kcmpFile = 0
			order, _, errno := unix.Syscall6(unix.SYS_KCMP, self, self, kcmpFile, a, b, 0)
			same = errno == 0 && order == 0
		})
	})
	return same
}

func withDescriptor(f *os.File, do func(uintptr)) {
	if conn, err := f.SyscallConn(); err == nil {
		_ = conn.Control(do)
	}
}
