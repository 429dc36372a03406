package host

import (
	"os"
	"syscall"
)

// gate tells whether a file can be used at this moment without waiting, so that
// the guest's goroutine can do it itself. To hand it to another goroutine takes
// fifty times as long, since that of a guest is tied to its thread.
type gate struct {
	conn  syscall.RawConn
	write bool
	check func(fd uintptr) // asks for open; kept, since a closure allocates
	open  bool
}

// newGate makes the gate of a stream, or nil where nothing can be told. What is
// written must be a pipe, which, once it is ready, takes maxPipeWrite bytes.
func newGate(stream any, write bool) *gate {
	f := FileOf(stream)
	if f == nil {
		return nil
	}
	info, err := f.Stat()
	if err != nil || write && info.Mode()&os.ModeNamedPipe == 0 {
		return nil
	}
	conn, err := f.SyscallConn()
	if err != nil {
		return nil
	}
	g := &gate{conn: conn, write: write}
	g.check = g.selectNow
	return g
}

// maxPipeWrite is Linux's PIPE_BUF: pipe(7). Only somebody else who writes to the
// same pipe between the question and the write can make that wait.
const maxPipeWrite = 4096

// ready asks now.
func (g *gate) ready() bool {
	if g == nil {
		return false
	}
	g.open = false
	return g.conn.Control(g.check) == nil && g.open
}

func (g *gate) selectNow(fd uintptr) {
	var set syscall.FdSet
	const words = len(set.Bits)
	size := 1024 / words // bits of a word
	if fd >= 1024 {
		return // select can't ask
	}
	set.Bits[int(fd)/size] |= 1 << (int(fd) % size)
	var none syscall.Timeval
	read, write := &set, (*syscall.FdSet)(nil)
	if g.write {
		read, write = nil, &set
	}
	n, err := syscall.Select(int(fd)+1, read, write, nil, &none)
	g.open = err == nil && n == 1
}
